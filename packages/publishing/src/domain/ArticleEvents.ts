/** What can happen to an article. The names and fields are the storage format. */
import * as EventFamily from "@dateline/eventsourcing/EventFamily"
import * as Schema from "effect/Schema"
import { Agency } from "./Agency.ts"
import { Language } from "./Language.ts"
import { Section } from "./Section.ts"

/**
 * A paragraph. Its id stays with it while it stands, or is reworded in its place; an id that is gone never comes back.
 */
export const Block = Schema.Struct({ id: Schema.NonEmptyString, text: Schema.String })
export type Block = typeof Block.Type

/** Where and when a story says it was filed. `date` is a calendar day, `YYYY-MM-DD`; it is not when it was published. */
export const Dateline = Schema.Struct({ place: Schema.String, date: Schema.String })
export type Dateline = typeof Dateline.Type

const content = {
  language: Language,
  headline: Schema.String,
  /** The sentence under the headline. */
  deck: Schema.optionalKey(Schema.String),
  body: Schema.Array(Block),
  section: Schema.optionalKey(Section),
  /** Decorates the address; the article's id identifies it. */
  slug: Schema.String,
  dateline: Schema.optionalKey(Dateline),
  /** Whose copy this is. */
  agency: Schema.optionalKey(Agency),
  /** The names of those who wrote it, as printed. */
  byline: Schema.Array(Schema.String),
  tags: Schema.Array(Schema.String)
}

/** All that an editor writes. */
export const Content = Schema.Struct(content)
export type Content = typeof Content.Type

/** Content that is fit for the public. */
export interface PublicContent extends Content {
  readonly section: Section
}

const events = {
  ArticleDrafted: content,
  /** The whole content after the edit. */
  ArticleEdited: content,
  /** The whole content as readers get it, so that what is public never depends on what is not. */
  ArticlePublished: { ...content, section: Section },
  /** `block`: a paragraph's id, or `headline` or `deck`. No public notice. */
  ArticleTypoFixed: { block: Schema.String, text: Schema.String },
  /** `notice` is public for ever. `block` names what it is about, `text` what that one says from now on. */
  ArticleCorrected: {
    language: Language,
    notice: Schema.String,
    block: Schema.optionalKey(Schema.String),
    text: Schema.optionalKey(Schema.String)
  },
  /** The text gives way to the notice. */
  ArticleRetracted: { language: Language, notice: Schema.String }
}

const bodyOfBlocks: EventFamily.Upcaster = {
  changes: "Paragraphs have ids. Older ones are numbered by their places, from `p1`.",
  upcast: (payload) => ({
    ...payload,
    body: (payload["body"] as ReadonlyArray<string>).map((text, place) => ({ id: `p${place + 1}`, text }))
  })
}

/** All events of `article-{id}` streams. */
export const family = EventFamily.make({
  category: "article",
  events,
  upcasters: { ArticleDrafted: [bodyOfBlocks] },
  tags: (event) => [
    ...("language" in event ? [`language:${event.language}`] : []),
    ...("section" in event && event.section !== undefined ? [`section:${event.section}`] : [])
  ]
})

export type ArticleEvent = EventFamily.EventOf<typeof family>
