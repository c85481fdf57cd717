/** Sentences that depend on a number, by the plural rules of the language. */
import type { Counted } from "./Catalogue.ts"

/** A form for each plural class of the language; `#` stands for the number. `other` serves the classes left out. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string }>

/** Chooses the form for a number. Numbers are written the way the locale writes them. */
export const counted = (locale: string, forms: Forms): Counted => {
  const rules = new Intl.PluralRules(locale)
  const digits = new Intl.NumberFormat(locale)
  return (count) => (forms[rules.select(count)] ?? forms.other).replace("#", digits.format(count))
}
