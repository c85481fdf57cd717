/** What a newsroom does with its articles, and what readers get of them. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Articles from "../../Articles.ts"
import type { Actor } from "../../domain/Actor.ts"
import * as Pages from "../../Pages.ts"
import type { ArticleCard } from "../../views/ArticleCards.ts"
import type { ArticlePage } from "../../views/ArticlePage.ts"
import { by, type Committed } from "./acting.ts"
import type * as Requests from "./requests.ts"
import type { Running } from "./running.ts"

/** A page of a list. */
export interface Listed<Item> {
  readonly items: ReadonlyArray<Item>
  /** The cursor of the next page; absent when nothing follows. */
  readonly next?: string
}

/**
 * Every command rejects with `NotPermitted`, `InvalidInput`, an `ArticleError` or a `StoreError`; when one resolves, every
 * read knows of it.
 */
export interface ArticlesApi {
  /** Writes a new article, which only the desk sees. */
  readonly draft: (request: Requests.DraftArticle) => Promise<Committed>
  /** Changes fields; readers of a published article see the change at once. Nothing changed: no event. */
  readonly edit: (request: Requests.EditArticle) => Promise<Committed>
  /** Shows the article to the public. A published one: no event. */
  readonly publish: (request: Requests.PublishArticle) => Promise<Committed>
  /** Puts a slip right, without a notice. */
  readonly fixTypo: (request: Requests.FixTypo) => Promise<Committed>
  /** Puts an error right, and says so to the public. */
  readonly correct: (request: Requests.CorrectArticle) => Promise<Committed>
  /** Takes the text back: the notice stands in its place, and lists do not show the article any more. */
  readonly retract: (request: Requests.RetractArticle) => Promise<Committed>
  /** The article as readers get it; `undefined` when there is none, or it was never published. */
  readonly get: (id: string) => Promise<ArticlePage | undefined>
  /** Published articles, newest first. Rejects with `InvalidCursor`. */
  readonly list: (request?: Requests.ListArticles) => Promise<Listed<ArticleCard>>
}

export const articlesOf = ({ command, run }: Running, usual: Actor): ArticlesApi => {
  const byActor = by(usual)
  return {
    draft: (request) => command(Effect.flatMap(byActor(request), Articles.draft)),
    edit: (request) => command(Effect.flatMap(byActor(request), Articles.edit)),
    publish: (request) => command(Effect.flatMap(byActor(request), Articles.publish)),
    fixTypo: (request) => command(Effect.flatMap(byActor(request), Articles.fixTypo)),
    correct: (request) => command(Effect.flatMap(byActor(request), Articles.correct)),
    retract: (request) => command(Effect.flatMap(byActor(request), Articles.retract)),
    get: (id) => run(Effect.map(Pages.article(id), Option.getOrUndefined)),
    list: (request = {}) => run(Pages.articles(request))
  }
}
