/** Reads JSON Schemas of the OpenAPI document as people read them: as a list of members. */

// The document's objects as effect prints them.
type Json = Record<string, any>

export interface Member {
  /** Dotted for members of members; `[]` for items of lists. */
  readonly name: string
  readonly type: string
  readonly isRequired: boolean
  readonly description: string
}

const resolve = (spec: Json, schema: Json): Json =>
  typeof schema["$ref"] === "string" ? spec["components"].schemas[schema["$ref"].split("/").at(-1)!] : schema

const typeOf = (spec: Json, given: Json): string => {
  const schema = resolve(spec, given)
  if (schema["enum"] !== undefined) return schema["enum"].map((one: unknown) => JSON.stringify(one)).join(" | ")
  if (schema["type"] === "array") return `list of ${typeOf(spec, schema["items"] ?? {})}`
  if (schema["anyOf"] !== undefined) return schema["anyOf"].map((one: Json) => typeOf(spec, one)).join(" | ")
  return schema["type"] ?? "any"
}

const descriptionOf = (schema: Json): string =>
  schema["description"] ?? schema["allOf"]?.map((one: Json) => one["description"] ?? "").join(" ").trim() ?? ""

const nested = (spec: Json, name: string, given: Json): ReadonlyArray<Member> => {
  const schema = resolve(spec, given)
  if (schema["type"] === "array") return nested(spec, `${name}[]`, schema["items"] ?? {})
  return schema["type"] === "object" ? members(spec, schema, `${name}.`) : []
}

/** The members of an object, and of the objects in it. */
export const members = (spec: Json, given: Json, prefix = ""): ReadonlyArray<Member> => {
  const schema = resolve(spec, given)
  const required = new Set<string>(schema["required"] ?? [])
  return Object.entries((schema["properties"] ?? {}) as Json).flatMap(([key, member]) => [
    {
      name: `${prefix}${key}`,
      type: typeOf(spec, member),
      isRequired: required.has(key),
      description: descriptionOf(resolve(spec, member))
    },
    ...nested(spec, `${prefix}${key}`, member)
  ])
}
