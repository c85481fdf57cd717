/** An article as the API shows it to the public, and how it is made from the newsroom's view. */
import { Agency } from "@dateline/publishing/domain/Agency"
import { Language } from "@dateline/publishing/domain/Language"
import { Section } from "@dateline/publishing/domain/Section"
import type { ArticleCard } from "@dateline/publishing/views/ArticleCards"
import type { ArticlePage } from "@dateline/publishing/views/ArticlePage"
import * as Schema from "effect/Schema"
import { ArticleId, Timestamp, timestamp, Version } from "./internal/fields.ts"

const Dateline = Schema.Struct({
  place: Schema.String,
  date: Schema.String.annotate({ description: "A day of the calendar", format: "date", examples: ["2024-05-12"] })
})

const head = {
  id: ArticleId,
  version: Version,
  language: Language,
  section: Section,
  slug: Schema.String.annotate({ description: "Decorates the address; the id alone identifies the article" }),
  headline: Schema.String,
  deck: Schema.optionalKey(Schema.String.annotate({ description: "The sentence under the headline" })),
  dateline: Schema.optionalKey(Dateline),
  agency: Schema.optionalKey(Agency.annotate({ description: "Whose copy this is; the credit is an obligation" })),
  byline: Schema.Array(Schema.String),
  publishedAt: Timestamp,
  modifiedAt: Timestamp
} as const

const Block = Schema.Struct({
  id: Schema.String.annotate({ description: "Stays with the paragraph through every edit" }),
  text: Schema.String
})

const Correction = Schema.Struct({
  notice: Schema.String,
  block: Schema.optionalKey(Schema.String),
  at: Timestamp
})

const Retraction = Schema.Struct({ notice: Schema.String, at: Timestamp })

/** An article as lists show it. */
export const ArticleSummary = Schema.Struct(head).annotate({
  identifier: "ArticleSummary",
  description: "An article without its body"
})
export type ArticleSummary = typeof ArticleSummary.Type

/** The whole article. A retracted one has no body: the retraction stands in its place. */
export const Article = Schema.Struct({
  ...head,
  state: Schema.Literals(["live", "retracted"]),
  body: Schema.Array(Block),
  tags: Schema.Array(Schema.String),
  corrections: Schema.Array(Correction).annotate({ description: "Oldest first; none is ever removed" }),
  retraction: Schema.optionalKey(Retraction)
}).annotate({ identifier: "Article", description: "An article as the public sees it" })
export type Article = typeof Article.Type

/** What a list says of an article. */
export const summary = (page: ArticleCard): ArticleSummary => ({
  id: page.id,
  version: page.version,
  language: page.language,
  section: page.section,
  slug: page.slug,
  headline: page.headline,
  ...(page.deck === undefined ? {} : { deck: page.deck }),
  ...(page.dateline === undefined ? {} : { dateline: { place: page.dateline.place, date: page.dateline.date } }),
  ...(page.agency === undefined ? {} : { agency: page.agency }),
  byline: page.byline,
  publishedAt: timestamp(page.publishedAt),
  modifiedAt: timestamp(page.modifiedAt)
})

/** All that the public is told of an article. */
export const article = (page: ArticlePage): Article => ({
  ...summary(page),
  state: page.state,
  body: page.body.map(({ id, text }) => ({ id, text })),
  tags: page.tags,
  corrections: page.corrections.map(({ at, block, notice }) => ({
    notice,
    ...(block === undefined ? {} : { block }),
    at: timestamp(at)
  })),
  ...(page.state === "live" ? {} : { retraction: { notice: page.notice, at: timestamp(page.retractedAt) } })
})
