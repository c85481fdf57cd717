/** What the public pages read from the views. */
import * as Views from "@dateline/eventsourcing/Views"
import * as Harmless from "@dateline/publishing/text/Harmless"
import * as ArticleCards from "@dateline/publishing/views/ArticleCards"
import * as ArticlePage from "@dateline/publishing/views/ArticlePage"
import * as Corrections from "@dateline/publishing/views/Corrections"
import * as Thread from "@dateline/publishing/views/Thread"
import * as ThreadCounts from "@dateline/publishing/views/ThreadCounts"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Language } from "../language/Catalogue.ts"
import type * as Model from "../site/Models.ts"
import * as Models from "./ArticleModels.ts"
import { notFound } from "./Refusal.ts"

export interface Page<A> {
  readonly items: ReadonlyArray<A>
  /** Cursor of the following page. */
  readonly next?: string | undefined
}

export interface Range {
  readonly limit: number
  readonly cursor?: string | undefined
}

const ranged = ({ cursor, limit }: Range) => ({ limit, ...(cursor === undefined ? {} : { cursor }) })

const countOf = (counts: ReadonlyMap<string, ThreadCounts.ThreadCount>, id: string): number =>
  counts.get(id)?.visible ?? 0

const teasers = Effect.fnUntraced(function*(cards: ReadonlyArray<ArticleCards.ArticleCard>) {
  const counts = yield* Views.getMany(ThreadCounts.projection, cards.map(({ id }) => id))
  return cards.map((card) => Models.teaser(card, countOf(counts, card.id)))
})

/** Published articles, newest first. */
export const latest = Effect.fnUntraced(function*(language: Language, section: string | undefined, range: Range) {
  const page = yield* Views.query(ArticleCards.projection, {
    index: section === undefined ? "language" : "language_section",
    equal: section === undefined ? [language] : [language, section],
    direction: "descending",
    ...ranged(range)
  })
  return { cards: page.items.map(({ document }) => Harmless.of(document)), next: page.next }
})

export const latestTeasers = Effect.fnUntraced(
  function*(language: Language, section: string | undefined, range: Range) {
    const { cards, next } = yield* latest(language, section, range)
    return { items: yield* teasers(cards), next } satisfies Page<Model.Teaser>
  }
)

/** What the public gets at an article's address. Fails with a refusal when it was never published. */
export const article = Effect.fnUntraced(function*(id: string) {
  const page = yield* Views.get(ArticlePage.projection, id)
  return Option.isSome(page) ? Harmless.of(page.value) : yield* notFound
})

/** The same for many articles, by their ids; those that were never published are not among them. */
export const pages = (ids: ReadonlyArray<string>) =>
  Effect.map(Views.getMany(ArticlePage.projection, ids), Harmless.ofAll)

/** Visible comments in the order in which they were submitted, or the other way round. */
export const comments = Effect.fnUntraced(function*(
  articleId: string,
  { newestFirst = false, ...range }: Range & { readonly newestFirst?: boolean }
) {
  const page = yield* Views.query(Thread.projection, {
    index: "article",
    equal: [articleId],
    direction: newestFirst ? "descending" : "ascending",
    ...ranged(range)
  })
  const shown = Harmless.of(page.items.flatMap(({ document }) => Thread.shown(document) ?? []))
  return { items: shown, next: page.next } satisfies Page<Thread.ShownComment>
})

/** How many comments readers see. */
export const commentCount = (articleId: string) =>
  Effect.map(Views.getMany(ThreadCounts.projection, [articleId]), (counts) => countOf(counts, articleId))

/** A comment that readers of an article see, or the place that it left. */
const shownComment = Effect.fnUntraced(function*(articleId: string, id: string) {
  const found = Option.getOrUndefined(yield* Views.get(Thread.projection, id))
  const shown = found?.article === articleId ? Thread.shown(found) : undefined
  return shown?.place === undefined ? undefined : Harmless.of(shown)
})

/** A visible comment of an article, to be answered. */
export const visibleComment = Effect.fnUntraced(function*(articleId: string, id: string) {
  const found = yield* shownComment(articleId, id)
  return found?.state === "visible" ? found : undefined
})

/** A comment that readers see, after the one that it answers if they see that too; nothing when they do not see it. */
export const commentWithParent = Effect.fnUntraced(function*(articleId: string, id: string) {
  const found = yield* shownComment(articleId, id)
  const parent = found?.parent === undefined ? undefined : yield* shownComment(articleId, found.parent)
  return [parent, found].filter((one) => one !== undefined)
})

export const corrections = Effect.fnUntraced(function*(language: Language, range: Range) {
  const page = yield* Views.query(Corrections.projection, {
    index: "language",
    equal: [language],
    direction: "descending",
    ...ranged(range)
  })
  const entries = page.items.map(({ document }) => Harmless.of(document))
  const articles = yield* pages([...new Set(entries.map(({ article }) => article))])
  const items = entries.flatMap((entry) => {
    const about = articles.get(entry.article)
    return about === undefined ? [] : [Models.correction(entry, about)]
  })
  return { items, next: page.next }
})
