/**
 * The catalogue of an application's events, made from its families: names, versions, fields, what they mean, which are
 * retired and which hold personal data. Plain data that is JSON as it stands, and the same as Markdown.
 */
import * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import type { StandardJSONSchemaV1, StandardSchemaV1 } from "effect/StandardSchema"
import type * as EventFamily from "./EventFamily.ts"
import { type Definitions, descriptionOf, fieldsOf, type JsonSchema } from "./internal/jsonFields.ts"
import { type Declaration, declarationOf } from "./internal/sealedAnnotation.ts"

export interface Field {
  /** The field's name; `dateline.place` for one inside another, `body[].id` for one inside each item of a list. */
  readonly path: string
  /** Its JSON type in TypeScript's notation; `sealed` for personal data. */
  readonly type: string
  readonly required: boolean
  /** What it means: the `description` of its schema. */
  readonly description?: string
  /** Present for personal data: what it is bound to. */
  readonly sealed?: Declaration
}

export interface Entry {
  readonly type: string
  /** What has happened: the `description` of the event's `Struct`. */
  readonly description?: string
  /** The newest version. */
  readonly version: number
  /** What each later version changed, oldest first, from version 2. */
  readonly changes: ReadonlyArray<{ readonly version: number; readonly changes: string }>
  /** Whether it is read and no longer written. */
  readonly retired: boolean
  /** The fields of the newest version. */
  readonly fields: ReadonlyArray<Field>
}

export interface Category {
  readonly category: string
  readonly events: ReadonlyArray<Entry>
}

export type Catalogue = ReadonlyArray<Category>

interface Personal {
  readonly declaration: Declaration
  /** Said of the field; JSON, which holds the sealed form, does not know of it. */
  readonly description: string | undefined
}

/** The top-level fields that hold personal data, by name. */
const sealedFields = (ast: SchemaAST.AST): ReadonlyMap<string, Personal> => {
  const found = new Map<string, Personal>()
  if (ast._tag !== "Objects") return found
  for (const { name, type } of ast.propertySignatures) {
    const declaration = declarationOf(type.annotations)
    const description = type.context?.annotations?.description
    if (declaration !== undefined) found.set(String(name), { declaration, description })
  }
  return found
}

interface Described {
  readonly root: JsonSchema
  readonly definitions: Definitions
  readonly sealed: ReadonlyMap<string, Personal>
}

/** What a schema of another library says of itself: nothing, unless it speaks Standard JSON Schema too. */
const describeStandard = (schema: StandardSchemaV1): Described => {
  const standard: StandardSchemaV1["~standard"] & Partial<StandardJSONSchemaV1["~standard"]> = schema["~standard"]
  const root: JsonSchema & { readonly $defs?: Definitions } =
    standard.jsonSchema?.output({ target: "draft-2020-12" }) ?? {}
  return { root, definitions: root.$defs ?? {}, sealed: new Map() }
}

const describe = (schema: EventFamily.Definition["schema"]): Described => {
  if (!Schema.isSchema(schema)) return describeStandard(schema)
  const { definitions, schema: root } = Schema.toJsonSchemaDocument(schema)
  // A JSON Schema, as the function says.
  return { root: root as JsonSchema, definitions: definitions as Definitions, sealed: sealedFields(schema.ast) }
}

const described = (description: string | undefined) => description === undefined ? {} : { description }

const entry = ({ changes, retired, schema, type }: EventFamily.Definition): Entry => {
  const { definitions, root, sealed } = describe(schema)
  const rows = fieldsOf(root, definitions, (path) => sealed.has(path))
  return {
    type,
    ...described(descriptionOf(root)),
    version: changes.length + 1,
    changes: changes.map((text, place) => ({ version: place + 2, changes: text })),
    retired,
    fields: rows.map(({ description, path, required, ...row }) => {
      const personal = sealed.get(path)
      if (personal === undefined) return { path, type: row.type, required, ...described(description) }
      return { path, type: "sealed", required, ...described(personal.description), sealed: personal.declaration }
    })
  }
}

/**
 * The catalogue of these families, in their order.
 *
 * @example
 * const catalogue = EventCatalogue.make([ArticleEvents.family, CommentEvents.family])
 * console.log(JSON.stringify(catalogue), EventCatalogue.toMarkdown(catalogue))
 */
export const make = (families: ReadonlyArray<EventFamily.Any>): Catalogue =>
  families.map(({ category, definitions }) => ({ category, events: definitions.map(entry) }))

/** The events and fields that nobody has described, such as `ArticleDrafted` and `ArticleDrafted.deck`. */
export const undocumented = (catalogue: Catalogue): ReadonlyArray<string> =>
  catalogue.flatMap(({ events }) =>
    events.flatMap(({ description, fields, type }) => [
      ...(description === undefined ? [type] : []),
      ...fields.filter((field) => field.description === undefined).map(({ path }) => `${type}.${path}`)
    ])
  )

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ")

const table = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const lines = [head, ...rows].map((row) => row.map(cell))
  const widths = head.map((_, column) => Math.max(...lines.map((row) => row[column]!.length)))
  const line = (row: ReadonlyArray<string>) => `| ${row.map((text, at) => text.padEnd(widths[at]!)).join(" | ")} |`
  const [first, ...rest] = lines.map(line)
  return [first, line(widths.map((width) => "-".repeat(width))), ...rest].join("\n")
}

const typeCell = ({ sealed, type }: Field): string =>
  sealed ? `sealed${Object.entries(sealed).map(([name, value]) => `, ${name} \`${value}\``).join("")}` : `\`${type}\``

const entryMarkdown = ({ changes, description, fields, retired, type, version }: Entry): string =>
  [
    `### ${type}`,
    ...(retired ? ["Retired: old ones are read, and no new one is written."] : []),
    ...(description === undefined ? [] : [description]),
    ...(version === 1 ? [] : [
      [`Version ${version}.`, ...changes.map((step) => `Since version ${step.version}: ${step.changes}`)].join(" ")
    ]),
    fields.length === 0 ? "No fields." : table(
      ["field", "type", "required", "meaning"],
      fields.map((field) => [
        `\`${field.path}\``,
        typeCell(field),
        field.required ? "yes" : "no",
        field.description ?? ""
      ])
    )
  ].join("\n\n")

/** The catalogue as Markdown: a heading of the second level for each category, of the third for each event. */
export const toMarkdown = (catalogue: Catalogue): string =>
  `${catalogue.flatMap(({ category, events }) => [`## ${category}`, ...events.map(entryMarkdown)]).join("\n\n")}\n`
