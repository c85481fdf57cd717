/** What was wrong with a request's fields, in codes that a form can put into words and an API can send as they are. */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"

/**
 * - `required`: absent, or nothing that a reader would see;
 * - `too-long`, `too-many`: over the field's limit;
 * - `malformed`: of another type, or not well-formed text;
 * - `invisible-characters`: bidi controls, format or control characters where a name must not have them; line breaks or
 *   other control characters in a text of one line;
 * - `too-many-marks`: more marks on one letter than any language writes;
 * - `unknown`: not in the list from which it must come;
 * - `not-a-date`, `not-an-email`.
 */
export const problems = [
  "required",
  "too-long",
  "too-many",
  "malformed",
  "invisible-characters",
  "too-many-marks",
  "unknown",
  "not-a-date",
  "not-an-email"
] as const
export type Problem = typeof problems[number]

export interface FieldProblem {
  /** The field's name; inside a list or a record with a path, such as `body.3` or `dateline.date`. */
  readonly field: string
  readonly problem: Problem
}

/** The request cannot be understood; nothing was done. It shows no values. */
export class InvalidInput extends Data.TaggedError("InvalidInput")<{
  /** At least one, at most 50, and one for each field. */
  readonly problems: ReadonlyArray<FieldProblem>
}> {
  override get message(): string {
    return `Invalid input: ${this.problems.map(({ field, problem }) => `${field} ${problem}`).join(", ")}`
  }
}

/** A single field's problem. */
export const invalidField = (field: string, problem: Problem): InvalidInput =>
  new InvalidInput({ problems: [{ field, problem }] })

const isProblem = (text: string): text is Problem => (problems as ReadonlyArray<string>).includes(text)

const leafProblem = (issue: SchemaIssue.Leaf): string => {
  if (issue._tag === "MissingKey") return "required"
  if (issue._tag === "InvalidType") return "malformed"
  return SchemaIssue.defaultLeafHook(issue)
}

const format = SchemaIssue.makeFormatterStandardSchemaV1({ leafHook: leafProblem })

/** A hostile request can have any number of bad fields; the first ones are enough to say so. */
const mostProblems = 50

const fieldProblems = (issue: SchemaIssue.Issue): ReadonlyArray<FieldProblem> => {
  const found = new Map<string, Problem>()
  for (const { message, path = [] } of format(issue).issues) {
    const field = path.map((step) => String(typeof step === "object" ? step.key : step)).join(".")
    // What is neither of a wrong type nor refused by a check of ours is a value outside a list.
    if (!found.has(field)) found.set(field, isProblem(message) ? message : "unknown")
  }
  return Array.from(found, ([field, problem]) => ({ field, problem })).slice(0, mostProblems)
}

/** Reads a request by its schema, and names every field that does not fit. Fails with {@link InvalidInput}. */
export const decode = <S extends Schema.Codec<unknown, unknown>>(
  schema: S
): (input: unknown) => Effect.Effect<S["Type"], InvalidInput> => {
  const read = Schema.decodeUnknownEffect(schema)
  return (input) =>
    Effect.mapError(
      read(input, { errors: "all" }),
      (error) => new InvalidInput({ problems: fieldProblems(error.issue) })
    )
}
