/** The newsroom's sections: a controlled list, because their codes are part of public addresses. */
import * as Schema from "effect/Schema"
import type { Language, Texts } from "./Language.ts"

/** A section's code, as it appears in addresses. */
export const Section = Schema.Literals(["national", "world", "economy", "culture", "sport"])
export type Section = typeof Section.Type

/** In the order in which a reader is shown them. */
export const all: ReadonlyArray<Section> = Section.literals

const names: { readonly [section in Section]: Texts } = {
  national: { ar: "أخبار وطنية", fr: "National", en: "Nation" },
  world: { ar: "أخبار دولية", fr: "Monde", en: "World" },
  economy: { ar: "اقتصاد", fr: "Économie", en: "Economy" },
  culture: { ar: "ثقافة وفنون", fr: "Culture", en: "Culture" },
  sport: { ar: "رياضة", fr: "Sport", en: "Sport" }
}

/** What a section is called in a language. */
export const name = (section: Section, language: Language): string => names[section][language]
