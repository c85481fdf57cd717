/** The `If-Match` header: a command is carried out only if its target is still at the version that the client saw. */
import * as Schema from "effect/Schema"

const pattern = /^\s*(?:\*|(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")\s*$/

/** `*`, or one entity tag, which is a version in quotes. */
export const IfMatch = Schema.String.check(
  Schema.isPattern(pattern, { message: "must be one version in double quotes, or *" })
).annotate({
  description: "The version that the client saw, in quotes, as `ETag` told it; `*` for any",
  examples: ["\"3\""]
})

/** The member that an endpoint's headers have when it honours `If-Match`. */
export const header = { "if-match": Schema.optionalKey(IfMatch) } as const

/** A version that nothing ever has. */
const never = Number.MAX_SAFE_INTEGER

/**
 * The version that a command expects, from a header that {@link IfMatch} accepted; none for `*` and without a header. A
 * tag that is no version, or a weak one (`If-Match` compares strongly), is a version that nothing ever has.
 */
export const expectedVersion = (header: string | undefined): { readonly expectedVersion?: number } => {
  const tag = header?.trim()
  if (tag === undefined || tag === "*") return {}
  const version = Number(/^"([1-9][0-9]{0,15})"$/.exec(tag)?.[1] ?? never)
  return { expectedVersion: Number.isSafeInteger(version) ? version : never }
}

/** The entity tag of a version. */
export const etag = (version: number): string => `"${version}"`
