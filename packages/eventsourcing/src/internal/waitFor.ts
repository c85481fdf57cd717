/** How far something has come, and those who wait for it to come further. */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"

interface Waiter<E> {
  readonly position: number
  readonly ready: Deferred.Deferred<void, E>
}

export interface Reached<E> {
  /** It has come to a position; one that is no further changes nothing. */
  readonly reach: (position: number) => void
  /** It will come no further. */
  readonly stop: (error: E) => void
  readonly wait: (position: number) => Effect.Effect<void, E>
  /** Ends when it stops. */
  readonly stopped: Effect.Effect<never, E>
}

export const make = <E>(): Reached<E> => {
  let reached = -1
  const waiters = new Set<Waiter<E>>()
  const end = Deferred.makeUnsafe<never, E>()

  const waitFor = (position: number) => {
    const waiter: Waiter<E> = { position, ready: Deferred.makeUnsafe() }
    waiters.add(waiter)
    return Effect.onInterrupt(Deferred.await(waiter.ready), () => Effect.sync(() => waiters.delete(waiter)))
  }
  return {
    reach: (position) => {
      reached = Math.max(reached, position)
      for (const waiter of waiters) {
        if (waiter.position > reached) continue
        waiters.delete(waiter)
        Deferred.doneUnsafe(waiter.ready, Exit.void)
      }
    },
    stop: (error) => {
      const exit = Exit.fail(error)
      Deferred.doneUnsafe(end, exit)
      for (const waiter of waiters) Deferred.doneUnsafe(waiter.ready, exit)
      waiters.clear()
    },
    wait: (position) =>
      Effect.suspend(() => {
        if (reached >= position) return Effect.void
        return Deferred.isDoneUnsafe(end) ? Deferred.await(end) : waitFor(position)
      }),
    stopped: Deferred.await(end)
  }
}
