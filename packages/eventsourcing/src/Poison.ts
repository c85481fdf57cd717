/**
 * What a projector does at an event that a projection cannot take in. Other projections go on in any case: what one
 * cannot read is no reason to leave the others behind.
 */
import * as Effect from "effect/Effect"
import type * as Schedule from "effect/Schedule"
import type { ParkedEvent } from "./ParkedEvents.ts"
import type { PoisonEvent } from "./ProjectionError.ts"

/**
 * What comes in the end.
 *
 * - `Stop`: the view stays before the event, readers go on seeing it, and `Projector.stopped` says why.
 * - `Park`: the event is put aside for the document that it failed for, and so is every later event of that document, so
 *   that they can be replayed in order; where no document is known, every later event of the same stream. With
 *   {@link mostParked} put aside, the projection stops. `tell` is told of an event once it is put aside, but not of those
 *   that wait behind it.
 */
export type Final =
  | { readonly _tag: "Stop" }
  | {
    readonly _tag: "Park"
    readonly tell: (projection: string, event: ParkedEvent) => Effect.Effect<void>
  }

/** `Retry`: again and again as the schedule says, and in the end one of the others. For what may pass by itself. */
export type Policy = Final | {
  readonly _tag: "Retry"
  readonly schedule: Schedule.Schedule<unknown, PoisonEvent>
  readonly then: Final
}

/** Nothing is passed over. The policy unless another is chosen. */
export const stop: Final = { _tag: "Stop" }

/** Readers get what can be made; a warning is logged for what cannot. */
export const park: Final = {
  _tag: "Park",
  tell: (projection, { error, key, position, reason, type }) =>
    Effect.logWarning("An event was put aside").pipe(
      Effect.annotateLogs({ projection, position, type, key, reason, error })
    )
}

/** Tries again under a schedule, and then does what `then` says: it stops unless told otherwise. */
export const retry = (schedule: Schedule.Schedule<unknown, PoisonEvent>, then: Final = stop): Policy => ({
  _tag: "Retry",
  schedule,
  then
})

/** Most events, counted once for each document, that one projection puts aside. */
export const mostParked = 1000
