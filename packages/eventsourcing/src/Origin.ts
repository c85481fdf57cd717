/**
 * What the work that is going on belongs to, and what it was caused by. A program says so once, where a request comes in or
 * an event is reacted to; every commit that is made on the way says it too, and names nothing else.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { eventId } from "./CommitId.ts"
import type { Recorded } from "./Recorded.ts"

export interface Origin {
  /** The id of the request or process that the work belongs to. Never of a person. */
  readonly correlationId?: string
  /** The id of the event or command that led to it. */
  readonly causationId?: string
}

/** The origin of what the current fiber does; empty until somebody says what it is. */
export const Origin: Context.Reference<Origin> = Context.Reference<Origin>("@dateline/eventsourcing/Origin", {
  defaultValue: () => ({})
})

/** Whatever the effect commits belongs to this request or process; what caused it stays as it was. */
export const within = (correlationId: string) => <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.updateService(effect, Origin, (origin) => ({ ...origin, correlationId }))

/**
 * Whatever the effect commits was caused by this event, and belongs to what the event belonged to: to its own commit, if
 * that said nothing. Reactors do this by themselves.
 */
export const causedBy =
  ({ commitId, index, metadata }: Recorded<unknown>) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.provideService(effect, Origin, {
      correlationId: metadata.correlationId ?? commitId,
      causationId: eventId(commitId, index)
    })
