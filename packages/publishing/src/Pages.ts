/**
 * What readers and the desk read: typed reads of the views. A view may lag a moment behind the log; whoever must see
 * their own change waits for its position first, with `Projector.caughtUp`. The desk gets texts as they were written,
 * everybody else without the invisible characters by which a text would turn what stands around it.
 */
import type { Projection } from "@dateline/eventsourcing/Projection"
import * as Views from "@dateline/eventsourcing/Views"
import type { ViewStore } from "@dateline/eventsourcing/ViewStore"
import type { InvalidCursor } from "@dateline/eventsourcing/ViewStoreError"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Actor } from "./domain/Actor.ts"
import type { Language } from "./domain/Language.ts"
import * as Permissions from "./domain/Permissions.ts"
import type { Section } from "./domain/Section.ts"
import { type Listed, listed, pageOf, type Paging } from "./internal/paging.ts"
import * as Harmless from "./text/Harmless.ts"
import * as ArticleCards from "./views/ArticleCards.ts"
import * as ArticleDesk from "./views/ArticleDesk.ts"
import * as ArticlePage from "./views/ArticlePage.ts"
import * as CommentStatus from "./views/CommentStatus.ts"
import * as Corrections from "./views/Corrections.ts"
import * as Thread from "./views/Thread.ts"
import * as ThreadCounts from "./views/ThreadCounts.ts"

export type { Listed, Paging } from "./internal/paging.ts"

type Found<Document> = Effect.Effect<Option.Option<Document>, Views.ReadError, ViewStore>
type List<Document, Refused = never> = Effect.Effect<
  Listed<Document>,
  Views.ReadError | InvalidCursor | Refused,
  ViewStore
>

const found = <Document>(projection: Projection<Document, never>, id: string): Found<Document> =>
  Effect.map(Views.get(projection, id), Option.map(Harmless.of))

/** The public article; none when there is no such article, or it was never published. */
export const article = (id: string): Found<ArticlePage.ArticlePage> => found(ArticlePage.projection, id)

/** Several public articles by their ids, for feeds with whole texts. */
export const articlesOf = (
  ids: ReadonlyArray<string>
): Effect.Effect<ReadonlyMap<string, ArticlePage.ArticlePage>, Views.ReadError, ViewStore> =>
  Effect.map(Views.getMany(ArticlePage.projection, ids), Harmless.ofAll)

export interface ArticleFilter {
  readonly language?: Language
  readonly section?: Section
}

const filtered = ({ language, section }: ArticleFilter): { readonly index: string; readonly equal: Array<string> } => {
  if (language === undefined) {
    return section === undefined ? { index: "all", equal: [] } : { index: "section", equal: [section] }
  }
  return section === undefined
    ? { index: "language", equal: [language] }
    : { index: "language_section", equal: [language, section] }
}

/** Published articles, newest first, of a language, of a section, or of both; for home pages, fronts and feeds. */
export const articles = (request: Paging & ArticleFilter): List<ArticleCards.ArticleCard> =>
  Effect.map(
    listed(Views.query(ArticleCards.projection, pageOf(request, { ...filtered(request), direction: "descending" }))),
    Harmless.of
  )

/** The home page of a language. */
export const home = (request: Paging & { readonly language: Language }): List<ArticleCards.ArticleCard> =>
  articles(request)

/** A section's front. */
export const section = (
  request: Paging & { readonly language: Language; readonly section: Section }
): List<ArticleCards.ArticleCard> => articles(request)

export interface ThreadPage extends Listed<Thread.ShownComment> {
  /** All comments of the article that readers see. */
  readonly count: number
}

/** The public comments of an article, oldest first; answers name their `parent`, which comes before them. */
export const thread: (
  request: Paging & { readonly article: string }
) => Effect.Effect<ThreadPage, Views.ReadError | InvalidCursor, ViewStore> = Effect.fn("Pages.thread")(
  function*(request) {
    const query = pageOf(request, { index: "article", equal: [request.article] })
    const page = yield* listed(Views.query(Thread.projection, query))
    const counts = yield* threadCounts([request.article])
    return {
      ...page,
      items: Harmless.of(page.items.flatMap((comment) => Thread.shown(comment) ?? [])),
      count: counts.get(request.article) ?? 0
    }
  }
)

/** How many comments readers see, for articles that have any. */
export const threadCounts = (
  ids: ReadonlyArray<string>
): Effect.Effect<ReadonlyMap<string, number>, Views.ReadError, ViewStore> =>
  Effect.map(
    Views.getMany(ThreadCounts.projection, ids),
    (counts) => new Map(Array.from(counts, ([id, { visible }]) => [id, visible]))
  )

/** An entry of the public register, with what the article is called now and where it is found. */
export interface RegisteredCorrection extends Corrections.Correction {
  readonly headline: string
  readonly section: Section
  readonly slug: string
}

/** The public register of corrections and retractions of a language, newest first. */
export const corrections: (request: Paging & { readonly language: Language }) => List<RegisteredCorrection> = Effect.fn(
  "Pages.corrections"
)(function*(request) {
  const query = pageOf(request, { index: "language", equal: [request.language], direction: "descending" })
  const page = Harmless.of(yield* listed(Views.query(Corrections.projection, query)))
  const articles = yield* articlesOf([...new Set(page.items.map((correction) => correction.article))])
  const items = page.items.flatMap((correction) => {
    const about = articles.get(correction.article)
    return about === undefined
      ? []
      : [{ ...correction, headline: about.headline, section: about.section, slug: about.slug }]
  })
  return { ...page, items }
})

/** What a commenter is told about a comment. Whoever calls this has made sure that it is theirs. */
export const commentStatus = (id: string): Found<CommentStatus.CommentStatus> => found(CommentStatus.projection, id)

const deskReader = (actor: Actor) => Effect.fromResult(Permissions.check(actor, "article.read-unpublished"))

/** An article as its editors see it, drafts too. */
export const articleDesk = (request: {
  readonly id: string
  readonly actor: Actor
}): Effect.Effect<Option.Option<ArticleDesk.DeskArticle>, Views.ReadError | Permissions.NotPermitted, ViewStore> =>
  Effect.andThen(deskReader(request.actor), Views.get(ArticleDesk.projection, request.id))

/** All articles, drafts too, last changed first; of a language, or in a state. */
export const articlesDesk: (
  request: Paging & {
    readonly actor: Actor
    readonly language?: Language
    readonly state?: ArticleDesk.DeskArticle["state"]
  }
) => List<ArticleDesk.DeskArticle, Permissions.NotPermitted> = Effect.fn("Pages.articlesDesk")(function*(request) {
  yield* deskReader(request.actor)
  return yield* listed(Views.query(ArticleDesk.projection, pageOf(request, deskIndex(request))))
})

const deskIndex = ({ language, state }: { readonly language?: Language; readonly state?: string }) => {
  const direction = "descending" as const
  if (state !== undefined && language !== undefined) {
    return { index: "language_state", equal: [language, state], direction }
  }
  if (state !== undefined) return { index: "state", equal: [state], direction }
  return language === undefined
    ? { index: "all", equal: [], direction }
    : { index: "language", equal: [language], direction }
}
