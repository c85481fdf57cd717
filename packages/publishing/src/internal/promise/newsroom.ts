/** The newsroom as plain async methods. */
import type { Store } from "@dateline/eventsourcing/Store"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Actor } from "../../domain/Actor.ts"
import type { Policy } from "../../domain/PolicyEvents.ts"
import * as Policies from "../../Policies.ts"
import { type ArticlesApi, articlesOf } from "./articles.ts"
import { type CommentsApi, commentsOf } from "./comments.ts"
import { type DeskApi, deskOf, type ModerationApi, moderationOf } from "./desk.ts"
import { start } from "./running.ts"
import {
  iterate,
  listen,
  type Listener,
  type Listening,
  type SubscribeOptions,
  type Subscription
} from "./subscribe.ts"

export interface NewsroomOptions {
  /** Where everything is kept: `memory()`, `sqlite(folder)` of `@dateline/store-sqlite/promise`, or yours. */
  readonly store: Store
  /**
   * Who acts when a command does not say: a chief editor called `newsroom`, who may do everything that a desk does,
   * unless told otherwise.
   */
  readonly actor?: Actor
}

export interface Newsroom {
  readonly articles: ArticlesApi
  readonly comments: CommentsApi
  readonly moderation: ModerationApi
  readonly desk: DeskApi
  /** The conditions for comments in force, or an older version of them; with the reasons that moderators choose from. */
  readonly policy: {
    (): Promise<Policy>
    (version: number): Promise<Policy | undefined>
  }
  /** Follows what happens, from any place in the log on. */
  readonly subscribe: {
    (options?: SubscribeOptions): Subscription
    (listener: Listener, options?: SubscribeOptions): Listening
  }
  /**
   * Ends subscriptions, lets what has begun be carried out, and closes the store. From then on everything rejects with
   * `NewsroomClosed`. Again: the same.
   */
  readonly close: () => Promise<void>
}

const usualActor: Actor = { role: "chief-editor", id: "newsroom" }

/**
 * Opens a newsroom on a store. One that is new gets the default conditions for comments. Rejects with what keeps the store
 * from being opened, such as `StoreFault`, `VaultFault`, or what the store's own page names.
 */
export const createNewsroom = async ({ actor = usualActor, store }: NewsroomOptions): Promise<Newsroom> => {
  const running = await start(store)

  function policy(): Promise<Policy>
  function policy(version: number): Promise<Policy | undefined>
  function policy(version?: number): Promise<Policy | undefined> {
    if (version === undefined) return running.run(Policies.inForce)
    return running.run(Effect.map(Policies.version(version), Option.getOrUndefined))
  }

  function subscribe(options?: SubscribeOptions): Subscription
  function subscribe(listener: Listener, options?: SubscribeOptions): Listening
  function subscribe(first: Listener | SubscribeOptions = {}, options: SubscribeOptions = {}) {
    return typeof first === "function" ? listen(running, first, options) : iterate(running, first)
  }

  return {
    articles: articlesOf(running, actor),
    comments: commentsOf(running, actor),
    moderation: moderationOf(running, actor),
    desk: deskOf(running, actor),
    policy,
    subscribe,
    close: running.close
  }
}
