/** A decider with its family, and the codec of its snapshots made ready once. */
import type * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Decider } from "../Decider.ts"
import type { Readable } from "../EventFamily.ts"

/** The part of a decider that folds. */
export type Folding<State, Event extends { readonly _tag: string }> = Pick<
  Decider<State, never, Event, unknown>,
  "initial" | "evolve" | "isTerminal" | "snapshot"
>

export interface Model<State, Event extends { readonly _tag: string }> {
  readonly decider: Folding<State, Event>
  readonly family: Readable<Event>
  readonly snapshot: Snapshotting<State> | undefined
}

interface Snapshotting<State> {
  readonly revision: number
  readonly every: number
  readonly encode: (state: State) => Result.Result<string, unknown>
  readonly decode: (text: string) => Result.Result<State, unknown>
}

/** How often a snapshot is made anew, unless the decider says otherwise. */
const usualEvery = 100

export const make = <State, Event extends { readonly _tag: string }>(
  decider: Folding<State, Event>,
  family: Readable<Event>
): Model<State, Event> => {
  if (decider.snapshot === undefined) return { decider, family, snapshot: undefined }
  const { every = usualEvery, revision, state } = decider.snapshot
  const codec = Schema.fromJsonString(Schema.toCodecJson(state))
  const [encode, decode] = [Schema.encodeUnknownResult(codec), Schema.decodeUnknownResult(codec)]
  return { decider, family, snapshot: { revision, every, encode, decode } }
}
