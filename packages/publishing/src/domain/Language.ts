/** The languages that a newsroom publishes in. A translation is an article of its own. */
import * as Schema from "effect/Schema"

/** Arabic, French and English, by their BCP 47 codes. */
export const Language = Schema.Literals(["ar", "fr", "en"])
export type Language = typeof Language.Type

export const all: ReadonlyArray<Language> = Language.literals

/** The way a language is written. */
export const direction = (language: Language): "rtl" | "ltr" => language === "ar" ? "rtl" : "ltr"

/** A text for the public in every language, so that none can be forgotten. */
export const Texts = Schema.Struct({
  ar: Schema.String.annotateKey({ description: "In Arabic." }),
  fr: Schema.String.annotateKey({ description: "In French." }),
  en: Schema.String.annotateKey({ description: "In English." })
})
export type Texts = typeof Texts.Type
