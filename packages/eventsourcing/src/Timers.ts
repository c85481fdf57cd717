/**
 * The timers of a reactor, from outside of it. A reaction that sets one uses its own `schedule`, which is kept together
 * with the reactor's checkpoint. Works in any program that has the reactor's view store.
 */
import * as Effect from "effect/Effect"
import * as Inbox from "./internal/reactor/inbox.ts"
import * as Journal from "./internal/reactor/journal.ts"
import type { KeptTimer } from "./internal/reactor/message.ts"
import { StoreFault } from "./StoreError.ts"
import type * as Timer from "./Timer.ts"
import { ViewStore } from "./ViewStore.ts"

const asFault = (cause: { readonly _tag: string }): StoreFault =>
  cause instanceof StoreFault ? cause : new StoreFault({ operation: "timers", cause, retryable: false })

const order = (reactor: string, what: Inbox.Order): Effect.Effect<void, StoreFault, ViewStore> =>
  Effect.flatMap(ViewStore, (views) => Effect.mapError(Inbox.post(views, reactor, what), asFault))

/**
 * Sets a timer of a reactor, or moves the one of the same key. Once this has succeeded, the timer survives restarts; whether
 * it survives a power cut is for the view store to say, so what must never be lost is better an event that a reaction
 * sets the timer for.
 */
export const schedule = (reactor: string, timer: Timer.Request): Effect.Effect<void, StoreFault, ViewStore> =>
  order(reactor, { _tag: "Schedule", timer })

/** Takes a timer back; there may be none. Once this has succeeded before the timer's instant, it does not fire. */
export const cancel = (reactor: string, key: string): Effect.Effect<void, StoreFault, ViewStore> =>
  order(reactor, { _tag: "Cancel", key })

/**
 * The timers that a reactor has set, soonest first, without orders that it has not taken over yet. `limit`: from 1 to
 * 1,000.
 */
export const list = Effect.fn("Timers.list")(function*(
  reactor: string,
  options: { readonly limit: number }
): Effect.fn.Return<ReadonlyArray<Timer.Request>, StoreFault, ViewStore> {
  const views = yield* ViewStore
  const view = Journal.viewOf(reactor)
  yield* views.define(view, Journal.indexes)
  const page = yield* Effect.mapError(views.query(view, { index: "due", equal: ["timer"], ...options }), asFault)
  return page.items.map(({ document }) => {
    // The documents of this index were all written by the reactor.
    const { kind: _, ...timer } = document as unknown as KeptTimer
    return timer
  })
})
