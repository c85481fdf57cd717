/** What is wrong with a request's fields, in the form that problems carry: a code for programs, words for people. */
import type { FieldProblem, Problem } from "@dateline/publishing/InvalidInput"
import * as SchemaIssue from "effect/SchemaIssue"
import type { FieldError } from "../Problem.ts"

const messages: { readonly [problem in Problem]: string } = {
  "required": "is required and must not be empty",
  "too-long": "is too long",
  "too-many": "has too many items",
  "malformed": "is of the wrong type or form",
  "invisible-characters": "must not contain bidi controls, format characters or control characters",
  "too-many-marks": "has more marks on a letter than any language writes",
  "unknown": "is not one of the values that are possible here",
  "not-a-date": "must be a day of the calendar, YYYY-MM-DD",
  "not-an-email": "must be an e-mail address"
}

const isProblem = (text: string): text is Problem => Object.hasOwn(messages, text)

/** A field error for a problem of the newsroom's own. */
export const fieldError = ({ field, problem }: FieldProblem): FieldError => ({
  field,
  code: problem,
  message: messages[problem]
})

const leafProblem = (issue: SchemaIssue.Leaf): string => {
  if (issue._tag === "MissingKey") return "required"
  if (issue._tag === "InvalidType") return "malformed"
  return SchemaIssue.defaultLeafHook(issue)
}

const checkProblem = (issue: SchemaIssue.Filter): string | undefined => {
  const message = SchemaIssue.defaultCheckHook(issue)
  // A check of a whole object points at the member that it refuses, and the words are there.
  return issue.issue._tag !== "InvalidValue" || (message !== undefined && isProblem(message)) ? message : "malformed"
}

const format = SchemaIssue.makeFormatterStandardSchemaV1({ leafHook: leafProblem, checkHook: checkProblem })

/** Every field that a schema refused, each once. Says nothing of the values. */
export const fromIssue = (issue: SchemaIssue.Issue): ReadonlyArray<FieldError> => {
  const found = new Map<string, FieldError>()
  for (const { message, path = [] } of format(issue).issues) {
    const field = path.map((step) => String(typeof step === "object" ? step.key : step)).join(".")
    // What is neither of a wrong type nor refused by a check is a value outside a list.
    const problem = isProblem(message) ? message : "unknown"
    if (!found.has(field)) found.set(field, fieldError({ field, problem }))
  }
  return [...found.values()]
}
