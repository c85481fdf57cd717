/** The news agencies whose copy is published: a controlled list, because a credit is an obligation and not a remark. */
import * as Schema from "effect/Schema"
import type { Language, Texts } from "./Language.ts"

/** An agency's code: Maghreb Arabe Presse, Agence France-Presse, Reuters. */
export const Agency = Schema.Literals(["MAP", "AFP", "REUTERS"])
export type Agency = typeof Agency.Type

export const all: ReadonlyArray<Agency> = Agency.literals

const credits: { readonly [agency in Agency]: Texts } = {
  MAP: { ar: "و م ع", fr: "MAP", en: "MAP" },
  AFP: { ar: "أ ف ب", fr: "AFP", en: "AFP" },
  REUTERS: { ar: "رويترز", fr: "Reuters", en: "Reuters" }
}

/** The credit as it is printed in a language. */
export const credit = (agency: Agency, language: Language): string => credits[agency][language]
