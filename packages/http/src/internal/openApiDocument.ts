/** What the OpenAPI document says beyond the types: descriptions of parameters, headers and examples of problems. */
import * as Schema from "effect/Schema"
import * as Problem from "../Problem.ts"

// OpenAPI's objects as effect's own `Transform` hands them over.
type Json = Record<string, any>

const headers: { readonly [problem: string]: Json } = {
  Unauthorized: { "www-authenticate": { description: "How to send a token", schema: { type: "string" } } },
  TooManyRequests: { "retry-after": { description: "Seconds to wait", schema: { type: "integer" } } }
}

const details: { readonly [problem: string]: Json } = {
  MalformedRequest: { detail: "The body is not JSON" },
  StaleVersion: { currentVersion: 4 },
  PreconditionFailed: { detail: "If-Match names version 3; the article is at version 4", currentVersion: 4 },
  ValidationFailed: { errors: [{ field: "email", code: "not-an-email", message: "must be an e-mail address" }] },
  TooManyRequests: { retryAfter: 60 },
  InternalError: { instance: "urn:uuid:0190b7a2-6a3e-7c3a-9d0e-3f1c2b4a5d6e" }
}

/** Every problem, as it is answered. */
export const problems: ReadonlyArray<{
  readonly name: string
  /** The fragment of its type, which is its place on the reference page. */
  readonly anchor: string
  readonly example: Json
}> = Problem.all.map((problem) => {
  const name = problem.identifier
  // The classes differ in their fields; `details` holds what each needs.
  const { make } = problem as unknown as { readonly make: (fields: Json) => Problem.Problem }
  const example = Schema.encodeUnknownSync(problem as Schema.Encoder<Json>)(make.call(problem, details[name] ?? {}))
  return { name, anchor: example["type"].split("#").at(-1), example }
})

const declared = new Map(problems.map(({ example, name }) => [name, example]))

/** The problems that a response's schema names, by their components' names. */
const named = (schema: Json): ReadonlyArray<string> =>
  [schema, ...(schema.anyOf ?? schema.oneOf ?? [])]
    .map(({ $ref }) => String($ref ?? "").split("/").at(-1)!)
    .filter((name) => declared.has(name))

const withProblems = (response: Json): Json => {
  const media = response.content?.["application/problem+json"]
  if (media === undefined) return response
  const names = named(media.schema)
  const sent = Object.assign({}, response.headers, ...names.map((name) => headers[name]))
  const examples = Object.fromEntries(names.map((name) => [name, { value: declared.get(name) }]))
  return {
    ...response,
    ...(Object.keys(sent).length === 0 ? {} : { headers: sent }),
    content: { "application/problem+json": { ...media, examples } }
  }
}

/** Read from text, so the types know it as one; it is a number to whoever writes the address. */
const limit = {
  type: "integer",
  minimum: 1,
  default: 20,
  description: "Most items of the page; never more than 100"
}

const withDescription = (parameter: Json): Json => {
  const { description, examples, ...schema } = parameter["name"] === "limit" ? limit : parameter["schema"]
  return {
    ...parameter,
    ...(description === undefined ? {} : { description }),
    ...(examples === undefined ? {} : { example: examples[0] }),
    schema
  }
}

const finishOperation = (operation: Json): Json => ({
  ...operation,
  parameters: operation.parameters.map(withDescription),
  responses: mapValues(operation.responses, withProblems)
})

const mapValues = (record: Json, f: (value: Json) => Json): Json =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value)]))

/** The components of problems are printed as `NotFoundEncoded`; on the wire there is nothing else, so `NotFound`. */
const withPlainNames = (spec: Json): Json =>
  JSON.parse(
    JSON.stringify(spec).replaceAll(
      /"(#\/components\/schemas\/)?(\w+)Encoded"/g,
      (whole, path = "", name) => declared.has(name) ? `"${path}${name}"` : whole
    )
  )

/** Members may be added: a client must not refuse those that it does not know, and the server does not. */
const open = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(open)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      key === "additionalProperties" && member === false ? [] : [[key, open(member)]]
    )
  )
}

/** Finishes the document that effect printed from the types. */
export const finish = (printed: Json): Json => {
  const spec = withPlainNames(printed)
  return {
    ...spec,
    paths: mapValues(spec["paths"], (item) => mapValues(item, finishOperation)),
    components: { ...spec["components"], schemas: open(spec["components"].schemas) }
  }
}
