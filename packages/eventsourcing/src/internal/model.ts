/** The part of a decider that folds, with the family that reads what it folds. */
import type { Decider } from "../Decider.ts"
import type { Readable } from "../EventFamily.ts"

export type Folding<State, Event extends { readonly _tag: string }> = Pick<
  Decider<State, never, Event, unknown>,
  "initial" | "evolve" | "isTerminal" | "snapshot"
>

export interface Model<State, Event extends { readonly _tag: string }> {
  readonly decider: Folding<State, Event>
  readonly family: Readable<Event>
}
