/** What the desk sees of an article, from its first draft on: one document for each article, by its id. Not public. */
import * as Projection from "@dateline/eventsourcing/Projection"
import type { Recorded } from "@dateline/eventsourcing/Recorded"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import { type ArticleEvent, type Content, family } from "../domain/ArticleEvents.ts"
import { contentOf, withText } from "../domain/ArticleState.ts"

export interface DeskArticle {
  readonly id: string
  readonly state: "draft" | "live" | "retracted"
  readonly language: Content["language"]
  readonly content: Content
  /** Why it was retracted. */
  readonly notice?: string
  /** When it was drafted, in milliseconds since the Unix epoch. */
  readonly draftedAt: number
  /** When it was first published, in milliseconds since the Unix epoch. */
  readonly publishedAt?: number
  /** When anything last happened to it, in milliseconds since the Unix epoch. */
  readonly changedAt: number
  /** The version of the article's stream that this document shows: give it back with the next command. */
  readonly version: number
}

const draft = (recorded: Recorded<unknown>, content: Content): DeskArticle => ({
  id: StreamId.localId(recorded.stream),
  state: "draft",
  language: content.language,
  content,
  draftedAt: recorded.recordedAt,
  changedAt: recorded.recordedAt,
  version: recorded.version
})

const change = (article: DeskArticle, event: ArticleEvent, at: number): DeskArticle => {
  switch (event._tag) {
    case "ArticleDrafted":
      return article
    case "ArticleEdited":
      return { ...article, content: contentOf(event) }
    case "ArticlePublished":
      return { ...article, content: contentOf(event), state: "live", publishedAt: article.publishedAt ?? at }
    case "ArticleTypoFixed":
      return { ...article, content: withText(article.content, event.block, event.text) }
    case "ArticleCorrected":
      return event.block === undefined || event.text === undefined
        ? article
        : { ...article, content: withText(article.content, event.block, event.text) }
    case "ArticleRetracted":
      return { ...article, state: "retracted", notice: event.notice }
  }
}

/** Indexes: `all`, `language`, `state` and `language_state`; each by the last change. */
export const projection = Projection.make<DeskArticle, readonly [typeof family]>({
  name: "article_desk",
  revision: 1,
  families: [family],
  indexes: [
    { name: "all", equal: [], order: ["changedAt"] },
    { name: "language", equal: ["language"], order: ["changedAt"] },
    { name: "state", equal: ["state"], order: ["changedAt"] },
    { name: "language_state", equal: ["language", "state"], order: ["changedAt"] }
  ],
  keys: ({ stream }) => [StreamId.localId(stream)],
  evolve: (article, recorded) => {
    const { event, recordedAt: changedAt, version } = recorded
    if (article !== undefined) return { ...change(article, event, changedAt), changedAt, version }
    return event._tag === "ArticleDrafted" ? draft(recorded, contentOf(event)) : undefined
  }
})
