/** What editors and moderators read, and nobody else. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Actor } from "../../domain/Actor.ts"
import * as Moderation from "../../Moderation.ts"
import * as Pages from "../../Pages.ts"
import type { DeskArticle } from "../../views/ArticleDesk.ts"
import type { QueuedComment } from "../../views/ModerationQueue.ts"
import type { Listed } from "./articles.ts"
import type * as Requests from "./requests.ts"
import type { Running } from "./running.ts"

/** Reads reject with `NotPermitted`, `InvalidCursor` or `StoreFault`. */
export interface DeskApi {
  /** An article as its editors see it, a draft too. */
  readonly get: (id: string, options?: { readonly actor?: Actor }) => Promise<DeskArticle | undefined>
  /** All articles, drafts too, last changed first. */
  readonly list: (request?: Requests.ListDesk) => Promise<Listed<DeskArticle>>
}

export interface ModerationApi {
  /** The comments that wait for a decision, oldest first. Rejects with `NotPermitted`, `InvalidCursor` or `StoreFault`. */
  readonly queue: (request?: Requests.ListQueue) => Promise<Listed<QueuedComment>>
}

export const deskOf = ({ run }: Running, usual: Actor): DeskApi => ({
  get: (id, { actor = usual } = {}) => run(Effect.map(Pages.articleDesk({ id, actor }), Option.getOrUndefined)),
  list: (request = {}) => run(Pages.articlesDesk({ ...request, actor: request.actor ?? usual }))
})

export const moderationOf = ({ run }: Running, usual: Actor): ModerationApi => ({
  queue: (request = {}) => run(Moderation.queue({ ...request, actor: request.actor ?? usual }))
})
