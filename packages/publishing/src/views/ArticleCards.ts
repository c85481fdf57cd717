/**
 * What lists show of an article: one small document for each published article, by its id. The home page, section
 * fronts, feeds and the API's list are all queries over it. A retracted article leaves every list.
 */
import * as Projection from "@dateline/eventsourcing/Projection"
import type { Recorded } from "@dateline/eventsourcing/Recorded"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import type { Agency } from "../domain/Agency.ts"
import { type ArticleEvent, type Content, type Dateline, family } from "../domain/ArticleEvents.ts"
import type { Language } from "../domain/Language.ts"
import type { Section } from "../domain/Section.ts"

export interface ArticleCard {
  readonly id: string
  readonly language: Language
  readonly section: Section
  readonly slug: string
  readonly headline: string
  readonly deck?: string
  readonly dateline?: Dateline
  readonly agency?: Agency
  readonly byline: ReadonlyArray<string>
  readonly tags: ReadonlyArray<string>
  /** When it was first published, in milliseconds since the Unix epoch. */
  readonly publishedAt: number
  /** When it last changed in more than a slip of the pen, in milliseconds since the Unix epoch. */
  readonly modifiedAt: number
  /** The version of the article's stream that this document shows. */
  readonly version: number
}

const shown = (content: Content, section: Section) => ({
  language: content.language,
  section,
  slug: content.slug,
  headline: content.headline,
  ...(content.deck === undefined ? {} : { deck: content.deck }),
  ...(content.dateline === undefined ? {} : { dateline: content.dateline }),
  ...(content.agency === undefined ? {} : { agency: content.agency }),
  byline: content.byline,
  tags: content.tags
})

const withText = (card: ArticleCard, block: string | undefined, text: string | undefined): ArticleCard => {
  if (text === undefined) return card
  return block === "headline" ? { ...card, headline: text } : block === "deck" ? { ...card, deck: text } : card
}

const change = (card: ArticleCard, recorded: Recorded<ArticleEvent>): ArticleCard | undefined => {
  const { event, recordedAt: modifiedAt, version } = recorded
  switch (event._tag) {
    case "ArticleEdited": {
      const { id, publishedAt, section } = card
      return { id, ...shown(event, event.section ?? section), publishedAt, modifiedAt, version }
    }
    case "ArticleTypoFixed":
      return { ...withText(card, event.block, event.text), version }
    case "ArticleCorrected":
      return { ...withText(card, event.block, event.text), modifiedAt, version }
    case "ArticleRetracted":
      return undefined
    default:
      return { ...card, version }
  }
}

/** Indexes: `all`, `language`, `section` and `language_section`; each by first publication. */
export const projection = Projection.make<ArticleCard, readonly [typeof family]>({
  name: "article_cards",
  revision: 1,
  families: [family],
  indexes: [
    { name: "all", equal: [], order: ["publishedAt"] },
    { name: "language", equal: ["language"], order: ["publishedAt"] },
    { name: "section", equal: ["section"], order: ["publishedAt"] },
    { name: "language_section", equal: ["language", "section"], order: ["publishedAt"] }
  ],
  keys: ({ stream }) => [StreamId.localId(stream)],
  evolve: (card, recorded, id) => {
    const { event, recordedAt, version } = recorded
    if (card !== undefined) return change(card, recorded)
    if (event._tag !== "ArticlePublished") return undefined
    return { id, ...shown(event, event.section), publishedAt: recordedAt, modifiedAt: recordedAt, version }
  }
})
