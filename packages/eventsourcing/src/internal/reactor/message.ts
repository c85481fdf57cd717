/** What a reactor has to do with, as it is kept: timers, and messages that could not be delivered. */
import type { Json } from "../../Projection.ts"
import type * as Timer from "../../Timer.ts"

/** Where a parked message came from. */
export type Source =
  | {
    readonly _tag: "Event"
    readonly stream: string
    readonly version: number
    readonly position: number
    readonly type: string
  }
  | { readonly _tag: "Timer"; readonly timer: Timer.Request }

export interface Message {
  readonly kind: "message"
  readonly id: string
  /** Messages of one lane are delivered in the order of their places. */
  readonly lane: string
  readonly place: number
  /** `held`: never tried, because an earlier one of its lane is parked; `discarded`: about to be taken out. */
  readonly state: "parked" | "held" | "discarded"
  readonly attempts: number
  readonly error: string
  /** Milliseconds since the Unix epoch. */
  readonly parkedAt: number
  readonly source: Source
}

export interface KeptTimer {
  readonly kind: "timer"
  readonly key: string
  readonly at: number
  readonly payload?: Json
}

/** A lane whose messages somebody asked to be delivered again. */
export interface Replay {
  readonly kind: "replay"
  readonly lane: string
  readonly place: number
}

/** One step of a reactor, in the order in which it happened. */
export type Change =
  | { readonly _tag: "Schedule"; readonly timer: Timer.Request }
  | { readonly _tag: "Cancel"; readonly key: string }
  /** The timer is done with, unless it has been moved to another instant since. */
  | { readonly _tag: "Fired"; readonly key: string; readonly at: number }
  | { readonly _tag: "Park"; readonly message: Message }
  | { readonly _tag: "Unpark"; readonly id: string }
  | { readonly _tag: "Discard"; readonly id: string }
  | { readonly _tag: "Replay"; readonly lane: string }
  | { readonly _tag: "Replayed"; readonly lane: string }

export const timerKey = (key: string): string => `timer/${key}`
export const messageKey = (id: string): string => `message/${id}`
export const replayKey = (lane: string): string => `replay/${lane}`
