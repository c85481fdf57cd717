/**
 * What happens outside because something happened in the log: a notification, a webhook, a later command. A reactor is
 * told of every event at least once and in the order of each key, with an idempotency key that is the same at every
 * repeat. Rebuilding views never tells it anything. For what must be counted exactly once, there are projections.
 */
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Schedule from "effect/Schedule"
import type * as EventFamily from "./EventFamily.ts"
import type { Position } from "./Position.ts"
import type * as Query from "./Query.ts"
import type { Recorded } from "./Recorded.ts"
import type * as Timer from "./Timer.ts"

/** What a reaction may use. */
export interface Reaction {
  /** Names the event and the reactor, at every try and after every restart. Give it to whoever must not act twice. */
  readonly idempotencyKey: string
  /** Which try this is since the program began, from 1. */
  readonly attempt: number
  /**
   * Sets a timer of this reactor, or moves the one of the same key. It is kept in the same step as the reactor's checkpoint,
   * once the reaction has succeeded.
   */
  readonly schedule: (timer: Timer.Request) => Effect.Effect<void>
  /** Takes a timer back; there may be none. Kept as `schedule` is. */
  readonly cancel: (key: string) => Effect.Effect<void>
}

export interface Reactor<in Event, out R = never> {
  /** Names its checkpoint, its timers and its parked messages for ever. 1 to 80 of a-z, 0-9 and `-`. */
  readonly name: string
  readonly families: ReadonlyArray<EventFamily.Any>
  /** Of these families' events, those that the query selects; absent, all of them. */
  readonly query?: Query.Query
  /** Where it begins when it is started for the first time ever: with what happens from `now` on, unless told otherwise. */
  readonly start?: "now" | "beginning" | Position
  /** Events of the same key are reacted to one after another; the stream, unless told otherwise. */
  readonly key?: (event: Recorded<Event>) => string
  readonly react: (event: Recorded<Event>, reaction: Reaction) => Effect.Effect<unknown, unknown, R>
  /** What happens when a timer is due; its commit id makes a command happen once. */
  readonly fire?: (timer: Timer.Timer, reaction: Reaction) => Effect.Effect<unknown, unknown, R>
  /** Reactions to different keys that go on at once; 8 unless told otherwise. */
  readonly concurrency?: number
  /** Events that may wait for an earlier one to be dealt with, in memory; 1,000 unless told otherwise. */
  readonly window?: number
  /** How long one try may take; a minute unless told otherwise. */
  readonly timeout?: Duration.Input
  /** When a reaction that failed is tried again, and when no more; five times within about half a minute. */
  readonly retry?: Schedule.Schedule<unknown, unknown>
  /**
   * What becomes of a key's later events while one of them is parked: `hold` (unless told otherwise) parks them behind it,
   * so that the order of the key is kept; `pass` reacts to them.
   */
  readonly afterParked?: "hold" | "pass"
  /** What is kept of an error with a parked message; only its tag or name unless told otherwise: nothing personal. */
  readonly describe?: (error: unknown) => string
}

/** A reactor to whatever events. */
export type Any<R = any> = Reactor<any, R>

/** What the reactions of a reactor need. */
export type ServicesOf<R> = R extends Reactor<any, infer Services> ? Services : never

/** Gives a reactor its types from the families it reads. */
export const make = <const Families extends ReadonlyArray<EventFamily.Any>, R = never>(
  reactor: { readonly families: Families } & Reactor<EventFamily.EventOf<Families[number]>, R>
): Reactor<EventFamily.EventOf<Families[number]>, R> => reactor
