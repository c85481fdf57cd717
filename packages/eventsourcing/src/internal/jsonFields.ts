/** What a JSON Schema says of the fields of an object, as rows for people: path, type in TypeScript's notation, docs. */

/** The parts of a JSON Schema that are read here. */
export interface JsonSchema {
  readonly type?: string
  readonly enum?: ReadonlyArray<unknown>
  readonly anyOf?: ReadonlyArray<JsonSchema>
  readonly allOf?: ReadonlyArray<JsonSchema>
  readonly items?: JsonSchema | false
  readonly prefixItems?: ReadonlyArray<JsonSchema>
  readonly maxItems?: number
  readonly properties?: { readonly [name: string]: JsonSchema }
  readonly required?: ReadonlyArray<string>
  readonly additionalProperties?: JsonSchema | boolean
  readonly description?: string
  readonly $ref?: string
}

export type Definitions = { readonly [name: string]: JsonSchema }

export interface JsonField {
  /** Such as `dateline.place`, or `body[].id` for a field of what a list holds. */
  readonly path: string
  readonly type: string
  readonly required: boolean
  readonly description: string | undefined
}

const refPrefix = "#/$defs/"

/** The schema that a reference stands for; the description that stands beside the reference wins. */
const resolve = (schema: JsonSchema, definitions: Definitions): JsonSchema => {
  const ref = schema.$ref ?? schema.allOf?.find((part) => part.$ref !== undefined)?.$ref
  const target = ref?.startsWith(refPrefix) ? definitions[ref.slice(refPrefix.length)] : undefined
  return target === undefined ? schema : { ...target, ...schema }
}

/** What was said of the place where a type is used; else what was said of the type. */
export const descriptionOf = (schema: JsonSchema): string | undefined =>
  schema.allOf?.findLast((part) => part.description !== undefined)?.description ?? schema.description

const listType = (schema: JsonSchema, definitions: Definitions): string => {
  const first = schema.prefixItems?.map((item) => typeOf(item, definitions)) ?? []
  const rest = schema.items && schema.maxItems !== first.length ? typeOf(schema.items, definitions) : undefined
  if (first.length > 0) return `[${[...first, ...(rest === undefined ? [] : [`...${rest}[]`])].join(", ")}]`
  return rest === undefined ? "unknown[]" : rest.includes(" | ") ? `(${rest})[]` : `${rest}[]`
}

const objectType = (schema: JsonSchema, definitions: Definitions): string => {
  const { additionalProperties, properties } = schema
  if (properties !== undefined) return "object"
  return typeof additionalProperties === "object"
    ? `{ [name]: ${typeOf(additionalProperties, definitions)} }`
    : "object"
}

/** The type in TypeScript's notation; objects are `object`, because their fields have rows of their own. */
export const typeOf = (given: JsonSchema, definitions: Definitions): string => {
  const schema = resolve(given, definitions)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ")
  if (schema.anyOf) return [...new Set(schema.anyOf.map((one) => typeOf(one, definitions)))].join(" | ")
  if (schema.type === "array") return listType(schema, definitions)
  if (schema.type === "object") return objectType(schema, definitions)
  return schema.type ?? "any JSON"
}

/** The object inside a type, and how the path to its fields goes on. */
const inside = (given: JsonSchema, path: string, definitions: Definitions): readonly [JsonSchema, string] => {
  const schema = resolve(given, definitions)
  const item = schema.type === "array" ? schema.items || schema.prefixItems?.[0] : undefined
  return item ? inside(item, `${path}[]`, definitions) : [schema, `${path}.`]
}

/** A row for each field, and after it the rows of the object that it holds. `opaque`: fields that are not looked into. */
export const fieldsOf = (
  schema: JsonSchema,
  definitions: Definitions,
  opaque: (path: string) => boolean,
  prefix = ""
): ReadonlyArray<JsonField> =>
  Object.entries(resolve(schema, definitions).properties ?? {}).flatMap(([name, property]) => {
    const path = `${prefix}${name}`
    const required = schema.required?.includes(name) ?? false
    const description = descriptionOf(property) ?? descriptionOf(resolve(property, definitions))
    const row = { path, type: typeOf(property, definitions), required, description }
    if (opaque(path)) return [row]
    const [within, next] = inside(property, path, definitions)
    return [row, ...fieldsOf(within, definitions, opaque, next)]
  })
