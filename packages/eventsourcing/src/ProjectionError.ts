/** What can go wrong between the log and its views, and between the views and their readers. */
import * as Data from "effect/Data"
import * as Option from "effect/Option"
import type { CheckpointFromElsewhere } from "./Checkpoint.ts"
import type { CorruptEvent, StoreFault } from "./StoreError.ts"
import type { VaultFault } from "./VaultError.ts"
import type { CheckpointMoved, Fenced, LeaseHeld, LiveMoved, UnknownView } from "./ViewStoreError.ts"

/**
 * A projection cannot take an event in: it cannot be decoded, or the projection's own code threw. The view knows
 * everything before it, and nothing of it.
 */
export class PoisonEvent extends Data.TaggedError("PoisonEvent")<{
  readonly projection: string
  readonly position: number
  readonly stream: string
  /** Place in its stream, from 1. */
  readonly version: number
  readonly type: string
  /**
   * `Keys`, `Fold`: `keys` or `evolve` threw. `TooManyParked`: it has to wait behind another, and too many do already.
   * Else why it cannot be decoded.
   */
  readonly reason: "Keys" | "Fold" | "TooManyParked" | CorruptEvent["reason"]
  /** The document that was being folded. */
  readonly key?: string
  /** What was thrown, or the `CorruptEvent`. */
  readonly cause: unknown
}> {
  override get message(): string {
    const cause = this.cause instanceof Error ? this.cause.message : String(this.cause)
    return `The projection ${this.projection} cannot take in ${this.type} at version ${this.version} of ${this.stream} ` +
      `(position ${this.position}), ${this.reason}: ${cause}`
  }
}

/** Readers see a later revision of the view than this program's projection makes: a newer program runs it now. */
export class ViewSuperseded extends Data.TaggedError("ViewSuperseded")<{
  readonly view: string
  readonly revision: number
  readonly live: number
}> {
  override get message(): string {
    return `The view ${this.view} is of revision ${this.live} by now; this program makes revision ${this.revision}`
  }
}

/** There is no whole view that this program can read: it is still being built, or another program's is there. */
export class ViewNotReady extends Data.TaggedError("ViewNotReady")<{
  readonly view: string
  readonly revision: number
  /** The revision that is there, if any. */
  readonly live: Option.Option<number>
}> {
  override get message(): string {
    const there = Option.match(this.live, { onNone: () => "nothing", onSome: (live) => `revision ${live}` })
    return `The view ${this.view} is not ready: revision ${this.revision} is wanted, and ${there} is there`
  }
}

/** Something else wrote the view, switched it or dropped it meanwhile; what was not written is not lost. */
export type TakenAway = CheckpointMoved | Fenced | LiveMoved | UnknownView

/** Why a view stopped following the log. */
export type ProjectionError =
  | StoreFault
  | VaultFault
  | PoisonEvent
  | CheckpointFromElsewhere
  | ViewSuperseded
  | LeaseHeld
  | TakenAway

/** Whether a reader or a writer was overtaken by a rebuild, a switch or another owner. */
export const isTakenAway = (error: { readonly _tag: string }): error is TakenAway =>
  error._tag === "CheckpointMoved" || error._tag === "Fenced" || error._tag === "LiveMoved" ||
  error._tag === "UnknownView"
