/** The state of a stream: from the cache or a snapshot where there is one, and always with the tail that followed it. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { eventId } from "../CommitId.ts"
import type { EventStore } from "../EventStore.ts"
import type { Recorded } from "../Recorded.ts"
import { Snapshots } from "../Snapshots.ts"
import { StateCache } from "../StateCache.ts"
import type { CorruptEvent, StoreFault } from "../StoreError.ts"
import type { StreamId } from "../StreamId.ts"
import * as Version from "../Version.ts"
import type { Model } from "./model.ts"

export interface Folded<out State> {
  readonly state: State
  readonly version: Version.Version
  /** The id of the last event; nothing without events. */
  readonly event: string
  /** The version of the snapshot that is kept, as far as is known; `useless`: there is one, to be made anew. */
  readonly kept: number | "useless"
}

type Store = EventStore["Service"]
type Tagged = { readonly _tag: string }

const logOf = ({ log }: Store): string => `${log.id}.${log.epoch}`

/** The state after one more event, which was read from the log. */
export const advance = <State, Event extends Tagged>(
  model: Model<State, Event>,
  folded: Folded<State>,
  event: Recorded<Event>
): Folded<State> => ({
  state: model.decider.evolve(folded.state, event),
  version: event.version,
  event: eventId(event.commitId, event.index),
  kept: folded.kept
})

const beginning = <State, Event extends Tagged>(model: Model<State, Event>): Folded<State> => ({
  state: model.decider.initial,
  version: Version.none,
  event: "",
  kept: 0
})

/** What the snapshot of a stream holds, not yet proven to be of this stream. */
const snapshotOf = Effect.fnUntraced(function*<State, Event extends Tagged>(
  store: Store,
  model: Model<State, Event>,
  stream: StreamId
): Effect.fn.Return<Folded<State>> {
  const snapshots = yield* Snapshots
  const begin = beginning(model)
  if (snapshots === undefined || model.decider.snapshot === undefined) return begin
  // Whatever is wrong with a snapshot, the stream itself is read; if the store is at fault, that will say so.
  const snapshot = yield* Effect.orElseSucceed(snapshots.load(logOf(store), stream), () => "useless" as const)
  if (snapshot === undefined) return begin
  if (snapshot === "useless" || snapshot.revision !== model.decider.snapshot.revision) {
    return { ...begin, kept: "useless" }
  }
  const state = model.decider.snapshot.decode(snapshot.state)
  if (Result.isFailure(state)) return { ...begin, kept: "useless" }
  const { event, version } = snapshot
  return { state: state.success, version: Version.make(version), event, kept: version }
})

/** Folds what follows. The event folded last must still be at its place, or nothing comes of it. */
const withTail = <State, Event extends Tagged>(
  store: Store,
  model: Model<State, Event>,
  stream: StreamId,
  from: Folded<State>,
  upTo: number
): Effect.Effect<Folded<State> | undefined, StoreFault | CorruptEvent> => {
  const proof = from.version > 0
  return store.readStream(model.family, stream, { after: from.version - (proof ? 1 : 0) }).pipe(
    Stream.takeWhile((event) => event.version <= upTo),
    Stream.runFold(
      (): Folded<State> | undefined => proof ? undefined : from,
      (folded, event: Recorded<Event>) => {
        if (folded !== undefined) return advance(model, folded, event)
        return event.version === from.version && eventId(event.commitId, event.index) === from.event ? from : undefined
      }
    )
  )
}

/** The state after the events with versions up to `upTo`. */
export const load = Effect.fnUntraced(function*<State, Event extends Tagged>(
  store: Store,
  model: Model<State, Event>,
  stream: StreamId,
  upTo: number
): Effect.fn.Return<Folded<State>, StoreFault | CorruptEvent> {
  const cache = yield* StateCache
  // Whatever was put there under this fold came from this fold.
  const cached = cache?.get(logOf(store), stream, model.decider.evolve) as Folded<State> | undefined
  const known = cached ?? (yield* snapshotOf(store, model, stream))
  // A state from after `upTo` is of no use either: its proof is not read.
  const folded = yield* withTail(store, model, stream, known, upTo)
  if (folded !== undefined) return folded
  return (yield* withTail(store, model, stream, { ...beginning(model), kept: "useless" }, upTo))!
})

/** Remembers the newest state of a stream, and keeps a snapshot of it when the last one is too old. */
export const remember = Effect.fnUntraced(function*<State, Event extends Tagged>(
  store: Store,
  model: Model<State, Event>,
  stream: StreamId,
  folded: Folded<State>
) {
  const kept = yield* keep(store, model, stream, folded)
  const cache = yield* StateCache
  if (cache === undefined || folded.version === 0) return
  const ended = model.decider.isTerminal?.(folded.state) === true
  if (ended) cache.forget(logOf(store), stream, model.decider.evolve)
  else cache.set(logOf(store), stream, model.decider.evolve, { ...folded, kept })
})

const keep = Effect.fnUntraced(function*<State, Event extends Tagged>(
  store: Store,
  { decider: { snapshot } }: Model<State, Event>,
  stream: StreamId,
  { event, kept, state, version }: Folded<State>
) {
  const snapshots = yield* Snapshots
  const due = kept === "useless" || snapshot !== undefined && version - kept >= snapshot.every
  if (snapshots === undefined || snapshot === undefined || version === 0 || !due) return kept
  const text = snapshot.encode(state)
  if (Result.isFailure(text)) return kept
  const saving = snapshots.save(logOf(store), stream, {
    revision: snapshot.revision,
    version,
    event,
    state: text.success
  })
  return yield* Effect.match(saving, { onFailure: () => kept, onSuccess: () => version as number })
})
