/**
 * How the folded states of a decider are kept, for streams that grow long. Where they are kept is {@link Snapshots}'
 * concern; a decider that says nothing of it has no snapshots, and its program carries nothing for them.
 */
import type * as Result from "effect/Result"
import * as Schema from "effect/Schema"

export interface Snapshot<in out State> {
  /** Raise it whenever `initial`, `evolve` or the state's shape change: states of another revision are never used. */
  readonly revision: number
  /** A snapshot is made when this many events came after the last one. */
  readonly every: number
  /** The state as JSON text; a failure, where the schema refuses it, makes no snapshot. */
  readonly encode: (state: State) => Result.Result<string, unknown>
  readonly decode: (text: string) => Result.Result<State, unknown>
}

/**
 * Snapshots of states that a schema describes; one every 100 events, unless told otherwise.
 *
 * @example
 * const decider = { ...Counter, snapshot: Snapshot.make({ revision: 1, state: Schema.Int }) }
 */
export const make = <State>({ every = 100, revision, state }: {
  readonly revision: number
  readonly state: Schema.Codec<State, unknown>
  readonly every?: number
}): Snapshot<State> => {
  const codec = Schema.fromJsonString(Schema.toCodecJson(state))
  return {
    revision,
    every,
    encode: Schema.encodeUnknownResult(codec),
    decode: Schema.decodeUnknownResult(codec)
  }
}
