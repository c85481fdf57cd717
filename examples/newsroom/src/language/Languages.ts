/** The languages the newsroom speaks, and the small things that depend on which one it is. */
import { ar } from "./ar.ts"
import type { Catalogue, Language } from "./Catalogue.ts"
import { en } from "./en.ts"
import { fr } from "./fr.ts"
import type { FieldProblemKey, ProblemCode } from "./Problems.ts"

const catalogues: Readonly<Record<Language, Catalogue>> = { ar, fr, en }

/** In the order of the language switcher. */
export const languages: ReadonlyArray<Language> = ["ar", "fr", "en"]

/** Whether a text, such as the first segment of an address, names a language. */
export const isLanguage = (text: string): text is Language => Object.hasOwn(catalogues, text)

export const catalogueOf = (language: Language): Catalogue => catalogues[language]

/** A section's name; its id if the catalogue does not know it, so that a new section shows something. */
export const sectionName = (catalogue: Catalogue, section: string): string =>
  Object.hasOwn(catalogue.sections, section) ? catalogue.sections[section]! : section

/** How an agency is credited; its id if the catalogue does not know it. */
export const agencyName = (catalogue: Catalogue, agency: string): string =>
  Object.hasOwn(catalogue.agencies, agency) ? catalogue.agencies[agency]! : agency

/** The sentence for one refused field: its own where the catalogue has one, else the general one for the code. */
export const problemText = (
  catalogue: Catalogue,
  problem: { readonly field: string; readonly code: ProblemCode; readonly limit?: number | undefined }
): string => {
  const key = `${problem.field}.${problem.code}`
  const sentence = Object.hasOwn(catalogue.fieldProblems, key)
    ? catalogue.fieldProblems[key as FieldProblemKey]
    : catalogue.problems[problem.code]
  return sentence(problem.limit ?? 0)
}
