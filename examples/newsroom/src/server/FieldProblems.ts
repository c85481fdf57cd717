/** What the domain found wrong with a form, in the codes that the catalogues put into words. */
import type { InvalidInput, Problem } from "@dateline/publishing/InvalidInput"
import type { ProblemCode } from "../language/Problems.ts"
import type { FieldProblem } from "../site/Models.ts"

const codes: { readonly [problem in Problem]: ProblemCode } = {
  required: "required",
  "too-long": "too-long",
  "too-many": "too-many-bytes",
  malformed: "invalid",
  "invisible-characters": "forbidden-characters",
  "too-many-marks": "forbidden-characters",
  unknown: "unknown",
  "not-a-date": "invalid",
  "not-an-email": "invalid"
}

/** A form's fields: the name that the domain has for each, and the most characters that it takes. */
export type Fields<Field extends string> = { readonly [domainField: string]: readonly [field: Field, limit?: number] }

/**
 * The problems by form field, one for each at most. What is wrong with something that the form has no field for is told
 * of the whole form.
 */
export const of = <Field extends string>(
  { problems }: InvalidInput,
  fields: Fields<Field>
): ReadonlyArray<FieldProblem<Field>> => {
  const found = new Map<string, FieldProblem<Field>>()
  for (const { field: path, problem } of problems) {
    const known = fields[path] ?? fields[path.split(".")[0]!]
    const field = known?.[0] ?? "form"
    if (found.has(field)) continue
    const limit = known?.[1]
    // A sentence about a limit needs the limit.
    const code = problem === "too-long" && limit === undefined ? "too-many-bytes" : codes[problem]
    found.set(field, { field, code, limit })
  }
  return [...found.values()]
}
