/**
 * Dates as the pages print them. What `Intl` prints changes with the platform's language data, so nothing of this may
 * be stored, compared or put into an address.
 */
import type { Catalogue } from "./Catalogue.ts"

/** The newsroom's clock: instants are printed as they were in Morocco. */
export const timeZone = "Africa/Casablanca"

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter costs far more than using one. The keys are few: locales times kinds. */
const formatter = (locale: string, kind: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${locale} ${kind}`
  const known = formatters.get(key)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(locale, options)
  formatters.set(key, made)
  return made
}

/** `12 ماي 2024`, `12 mai 2024`, `12 May 2024`: the day of an instant, in Morocco. */
export const printDay = (catalogue: Catalogue, instant: number): string =>
  formatter(catalogue.dateLocale, "day", { dateStyle: "long", timeZone }).format(instant)

/** `14:05`. */
export const printTime = (catalogue: Catalogue, instant: number): string =>
  formatter(catalogue.dateLocale, "time", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone }).format(
    instant
  )

/** Day and time of an instant, joined by the language's comma. */
export const printMoment = (catalogue: Catalogue, instant: number): string =>
  `${printDay(catalogue, instant)}${catalogue.comma}${printTime(catalogue, instant)}`

/** The day in the masthead, with its weekday. */
export const printWeekday = (catalogue: Catalogue, instant: number): string =>
  formatter(catalogue.dateLocale, "weekday", { dateStyle: "full", timeZone }).format(instant)

/** A calendar date such as `2024-05-12`, which has no time zone. A text that is none is printed as it is. */
export const printDate = (catalogue: Catalogue, date: string): string => {
  const instant = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(instant)) return date
  return formatter(catalogue.dateLocale, "date", { dateStyle: "long", timeZone: "UTC" }).format(instant)
}

/** `<time datetime>` of an instant. */
export const isoMoment = (instant: number): string => new Date(instant).toISOString()

/** `YYYY-MM-DD` of an instant, as it was in Morocco. */
export const isoDay = (instant: number): string =>
  formatter("en-CA", "iso", { year: "numeric", month: "2-digit", day: "2-digit", timeZone }).format(instant)

const units = [["day", 86_400_000], ["hour", 3_600_000], ["minute", 60_000]] as const

/** How long ago, in the largest whole unit: "3 hours ago". What is to come counts as now. */
export const printAge = (catalogue: Catalogue, instant: number, now: number): string => {
  const age = Math.max(0, now - instant)
  const relative = new Intl.RelativeTimeFormat(catalogue.dateLocale, { numeric: "always" })
  for (const [unit, length] of units) {
    if (age >= length) return relative.format(-Math.floor(age / length), unit)
  }
  return relative.format(-Math.floor(age / 1000), "second")
}
