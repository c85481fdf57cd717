/**
 * Every way in which something sent to the newsroom can be refused, as a code. The catalogues hold the sentences; a
 * test compares them with this list, so that a new code cannot be shown untranslated.
 */

/** `limit` in a sentence is what the code counts: characters, bytes, seconds, items. */
export const problemCodes = [
  "required",
  "too-long",
  "too-many-bytes",
  "invalid",
  "forbidden-characters",
  "unknown",
  "unknown-code",
  "note-required",
  "credit-kept",
  "too-fast",
  "form-expired",
  "form-invalid",
  "form-reused",
  "comments-closed",
  "rate-limited",
  "stale",
  "already-decided",
  "wrong-credentials",
  "csrf",
  "forbidden",
  "malformed",
  "too-large",
  "unsupported-type"
] as const

export type ProblemCode = (typeof problemCodes)[number]

/** Where the general sentence is too vague: a sentence for one field and code. */
export const fieldProblems = [
  "name.required",
  "name.too-long",
  "name.forbidden-characters",
  "email.required",
  "email.invalid",
  "body.required",
  "body.too-long",
  "headline.required",
  "notice.required",
  "text.required",
  "code.required",
  "datelineDate.invalid",
  "username.required",
  "password.required"
] as const

export type FieldProblemKey = (typeof fieldProblems)[number]
