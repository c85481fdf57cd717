/** Moments as feeds print them, by arithmetic alone: the same text on every engine. Always UTC. */

interface Parts {
  readonly year: number
  /** From 1. */
  readonly month: number
  readonly day: number
  /** From Sunday, 0. */
  readonly weekday: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
}

const dayLength = 86_400_000
/** The years that four digits can write, 0000 to 9999. */
const first = -62_167_219_200_000
const last = 253_402_300_799_999

/**
 * Counts years from March, so that the leap day is the last one of a year; eras of 400 years repeat exactly.
 *
 * *Source:* Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
 */
const civil = (days: number): Pick<Parts, "year" | "month" | "day"> => {
  const fromMarch = days + 719_468
  const era = Math.floor(fromMarch / 146_097)
  const dayOfEra = fromMarch - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  }
}

const parts = (milliseconds: number): Parts => {
  const moment = Number.isNaN(milliseconds) ? 0 : Math.min(Math.max(Math.floor(milliseconds), first), last)
  const days = Math.floor(moment / dayLength)
  const time = moment - days * dayLength
  return {
    ...civil(days),
    weekday: (((days + 4) % 7) + 7) % 7,
    hour: Math.floor(time / 3_600_000),
    minute: Math.floor(time / 60_000) % 60,
    second: Math.floor(time / 1000) % 60,
    millisecond: time % 1000
  }
}

const padded = (value: number, length = 2): string => String(value).padStart(length, "0")
const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
const clock = (at: Parts): string => `${padded(at.hour)}:${padded(at.minute)}:${padded(at.second)}`

/**
 * A moment for RSS: `Sun, 12 May 2024 09:05:00 GMT`. From milliseconds since the Unix epoch; what lies outside the
 * years 0 to 9999 becomes the nearest moment inside.
 *
 * *Source:* RFC 822 section 5, with the four-digit years of RFC 1123.
 */
export const rfc822 = (milliseconds: number): string => {
  const at = parts(milliseconds)
  return `${weekdays[at.weekday]}, ${padded(at.day)} ${months[at.month - 1]} ${padded(at.year, 4)} ${clock(at)} GMT`
}

/**
 * A moment for Atom, JSON Feed, sitemaps and JSON-LD: `2024-05-12T09:05:00.000Z`. Limits as for {@link rfc822}.
 *
 * *Source:* RFC 3339.
 */
export const rfc3339 = (milliseconds: number): string => {
  const at = parts(milliseconds)
  const date = `${padded(at.year, 4)}-${padded(at.month)}-${padded(at.day)}`
  return `${date}T${clock(at)}.${padded(at.millisecond, 3)}Z`
}
