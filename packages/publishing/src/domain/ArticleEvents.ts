/** What can happen to an article. The names and fields are the storage format. */
import * as EventFamily from "@dateline/eventsourcing/EventFamily"
import * as Schema from "effect/Schema"
import { Agency } from "./Agency.ts"
import { Language } from "./Language.ts"
import { Section } from "./Section.ts"

/**
 * A paragraph. Its id stays with it while it stands, or is reworded in its place; an id that is gone never comes back.
 */
export const Block = Schema.Struct({
  id: Schema.NonEmptyString.annotateKey({ description: "Stays while the paragraph stands; never given twice." }),
  text: Schema.String.annotateKey({ description: "The paragraph, as plain text." })
})
export type Block = typeof Block.Type

/** Where and when a story says it was filed. */
export const Dateline = Schema.Struct({
  place: Schema.String.annotateKey({ description: "The town, as printed." }),
  date: Schema.String.annotateKey({ description: "A calendar day, `YYYY-MM-DD`; not when it was published." })
})
export type Dateline = typeof Dateline.Type

const language = Language.annotateKey({ description: "The language of the article." })
const section = Section.annotateKey({ description: "Where it stands in the newsroom's order." })

const content = {
  language,
  headline: Schema.String.annotateKey({ description: "The headline." }),
  deck: Schema.optionalKey(Schema.String).annotateKey({ description: "The sentence under the headline." }),
  body: Schema.Array(Block).annotateKey({ description: "The paragraphs, in order." }),
  section: Schema.optionalKey(section),
  slug: Schema.String.annotateKey({ description: "Decorates the address; the article's id identifies it." }),
  dateline: Schema.optionalKey(Dateline).annotateKey({ description: "Where and when the story says it was filed." }),
  agency: Schema.optionalKey(Agency).annotateKey({ description: "Whose copy this is." }),
  byline: Schema.Array(Schema.String).annotateKey({ description: "The names of those who wrote it, as printed." }),
  tags: Schema.Array(Schema.String).annotateKey({ description: "What it is about, in an editor's words." })
}

/** All that an editor writes. */
export const Content = Schema.Struct(content)
export type Content = typeof Content.Type

/** Content that is fit for the public. */
export interface PublicContent extends Content {
  readonly section: Section
}

const notice = Schema.String.annotateKey({ description: "What readers are told. Public for ever." })

const events = {
  ArticleDrafted: Schema.Struct(content).annotate({ description: "An article was begun. Nobody outside sees it." }),
  ArticleEdited: Schema.Struct(content).annotate({
    description:
      "It was changed before readers saw it, or beside what they see. The fields are all of it, after the edit."
  }),
  ArticlePublished: Schema.Struct({ ...content, section }).annotate({
    description: "It went live. The fields are all of it, so that what is public never depends on what is not."
  }),
  ArticleTypoFixed: Schema.Struct({
    block: Schema.String.annotateKey({ description: "The paragraph's id, or `headline` or `deck`." }),
    text: Schema.String.annotateKey({ description: "What it says from now on." })
  }).annotate({ description: "A slip of the pen was put right. Recorded, without a public notice." }),
  ArticleCorrected: Schema.Struct({
    language,
    notice,
    block: Schema.optionalKey(Schema.String).annotateKey({
      description: "What the correction is about: a paragraph's id, or `headline` or `deck`."
    }),
    text: Schema.optionalKey(Schema.String).annotateKey({ description: "What that one says from now on." })
  }).annotate({ description: "A mistake was put right, with a public notice." }),
  ArticleRetracted: Schema.Struct({ language, notice }).annotate({ description: "The text gave way to a notice." })
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
