/** What editors send, as schemas with limits: for forms, APIs and the functions in `Articles`. */
import * as Schema from "effect/Schema"
import { Agency } from "./domain/Agency.ts"
import { Language } from "./domain/Language.ts"
import { Section } from "./domain/Section.ts"
import type { Problem } from "./InvalidInput.ts"
import { list, Name, text, type TextLimits, textProblem } from "./TextInput.ts"

const headline: TextLimits = { graphemes: 300, bytes: 4 * 1024, line: true }
const deck: TextLimits = { graphemes: 600, bytes: 8 * 1024, line: true }

export const Headline = text(headline)
/** The sentence under the headline; blank means none. */
export const Deck = text({ ...deck, blank: true })
export const Paragraph = text({ graphemes: 10_000, bytes: 64 * 1024 })
/** What the public is told about a correction or a retraction. */
export const Notice = text({ graphemes: 2000, bytes: 16 * 1024 })
const Slug = text({ ...headline, blank: true })
const Place = text({ graphemes: 100, bytes: 1024, line: true })
const Tag = text({ graphemes: 60, bytes: 1024, line: true })
const BlockId = text({ graphemes: 40, bytes: 160, line: true })

/** Most bytes of UTF-8 of all paragraphs together, so that an article fits into one commit of every store. */
export const bodyBytes = 256 * 1024

const encoder = new TextEncoder()
const bodyProblem = (paragraphs: ReadonlyArray<string>): Problem | undefined => {
  let bytes = 0
  for (const paragraph of paragraphs) bytes += encoder.encode(paragraph).length
  return bytes > bodyBytes ? "too-long" : undefined
}

/** The paragraphs of an article; none is blank. */
export const Body = list(Paragraph, 500).check(Schema.makeFilter(bodyProblem))

const dateProblem = (date: string): Problem | undefined => {
  const at = /^(?!0000)\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date) ? undefined : "not-a-date"
}

/** A day of the calendar, `YYYY-MM-DD`; it has no year 0. */
export const CalendarDay = Schema.String.check(Schema.makeFilter(dateProblem, { description: "YYYY-MM-DD" }))

export const Dateline = Schema.Struct({ place: Place, date: CalendarDay })

const optional = {
  section: Schema.optionalKey(Section),
  /** Made from the headline if it is absent or blank. */
  slug: Schema.optionalKey(Slug),
  agency: Schema.optionalKey(Agency),
  byline: Schema.optionalKey(list(Name, 20)),
  tags: Schema.optionalKey(list(Tag, 30))
}

/** A new article. A section and a body may follow later, but it cannot be published without them. */
export const Draft = Schema.Struct({
  language: Language,
  headline: Headline,
  deck: Schema.optionalKey(Deck),
  body: Schema.optionalKey(Body),
  dateline: Schema.optionalKey(Dateline),
  ...optional
})
export type Draft = typeof Draft.Type

/**
 * What to change: absent fields stay as they are, `null` removes, and so does a blank deck. An agency's credit that was
 * given stays: removing it is refused.
 */
export const Edit = Schema.Struct({
  headline: Schema.optionalKey(Headline),
  deck: Schema.optionalKey(Schema.NullOr(Deck)),
  body: Schema.optionalKey(Body),
  dateline: Schema.optionalKey(Schema.NullOr(Dateline)),
  ...optional,
  agency: Schema.optionalKey(Schema.NullOr(Agency))
})
export type Edit = typeof Edit.Type

/** Headline and deck keep their own limits, whichever way they are changed. */
const fitsPlace = ({ block, text }: { readonly block?: string; readonly text?: string }) => {
  const limits = block === "headline" ? headline : block === "deck" ? deck : undefined
  const problem = text === undefined || limits === undefined ? undefined : textProblem(text, limits)
  return problem === undefined ? undefined : { path: ["text"], issue: problem }
}

/** `block`: a paragraph's id, `headline` or `deck`. `text`: what it says from now on. */
export const Typo = Schema.Struct({ block: BlockId, text: Paragraph }).check(Schema.makeFilter(fitsPlace))
export type Typo = typeof Typo.Type

const needsBlock = (correction: { readonly block?: string; readonly text?: string }) =>
  correction.text !== undefined && correction.block === undefined
    ? { path: ["block"], issue: "required" satisfies Problem }
    : undefined

/** `block`: what the notice is about, if it is about one place; `text`: what that says from now on, if it changes. */
export const Correction = Schema.Struct({
  notice: Notice,
  block: Schema.optionalKey(BlockId),
  text: Schema.optionalKey(Paragraph)
}).check(Schema.makeFilter(needsBlock), Schema.makeFilter(fitsPlace))
export type Correction = typeof Correction.Type

export const Retraction = Schema.Struct({ notice: Notice })
export type Retraction = typeof Retraction.Type
