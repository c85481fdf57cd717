/**
 * What an author of a driver makes `changed` from: tells whoever listens that something was written, without saying what,
 * so that hints which nobody has taken yet are one hint. Not a queue: nothing is kept for a slow listener but that there
 * is something to look at.
 */
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Stream from "effect/Stream"

export interface Hints {
  /** To be called once what was written can be read. Costs nothing while nobody listens. */
  readonly give: () => void
  /** A hint for each time that something was given since the last one was taken; it begins with the listening. */
  readonly changed: Stream.Stream<void>
}

/** Hints for any number of listeners, none of which waits for another. */
export const make = (): Hints => {
  const listeners = new Set<Latch.Latch>()
  const listen = Effect.acquireRelease(
    Effect.sync(() => {
      const latch = Latch.makeUnsafe(false)
      listeners.add(latch)
      return latch
    }),
    (latch) => Effect.sync(() => listeners.delete(latch))
  )
  return {
    give: () => {
      for (const latch of listeners) latch.openUnsafe()
    },
    changed: Stream.unwrap(Effect.map(listen, (latch) => Stream.fromEffectRepeat(take(latch))))
  }
}

/** Waits for a hint. What is given from then on is another. */
const take = (latch: Latch.Latch): Effect.Effect<void> =>
  Effect.andThen(latch.await, Effect.sync(() => void latch.closeUnsafe()))
