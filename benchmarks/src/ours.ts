/** Our own side of the contests: the event store as an application uses it, over a database file or in memory. */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import type * as EventFamily from "@dateline/eventsourcing/EventFamily"
import * as EventStore from "@dateline/eventsourcing/EventStore"
import * as Expected from "@dateline/eventsourcing/Expected"
import { KeyVault } from "@dateline/eventsourcing/KeyVault"
import * as MemoryEventStore from "@dateline/eventsourcing/MemoryEventStore"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import * as SqliteEventStore from "@dateline/store-sqlite/SqliteEventStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Result from "effect/Result"
import { actor, commitIdOf, noteOf, Notes, streamNameOf } from "./work.ts"

export type Store = EventStore.EventStore["Service"]

export const streamOf = (name: string): StreamId.StreamId => Result.getOrThrow(StreamId.parse(name))

interface Where {
  readonly filename: string
  /** For events with sealed values. */
  readonly vault?: Layer.Layer<KeyVault>
}

const layerSqlite = ({ filename, vault = KeyVault.layerNone }: Where) =>
  EventStore.EventStore.layer.pipe(Layer.provide([SqliteEventStore.layer({ filename }), vault]))

const layerMemory = EventStore.EventStore.layer.pipe(Layer.provide([MemoryEventStore.layer, KeyVault.layerNone]))

/** Gives a program a store for as long as it runs, and closes the store after it. */
export const withStore = async <A>(
  where: Where | "memory",
  use: (store: Store, run: <B, E>(effect: Effect.Effect<B, E>) => Promise<B>) => Promise<A>
): Promise<A> => {
  const runtime = ManagedRuntime.make(where === "memory" ? layerMemory : layerSqlite(where))
  try {
    const store = await runtime.runPromise(EventStore.EventStore)
    return await use(store, (effect) => runtime.runPromise(effect))
  } finally {
    await runtime.dispose()
  }
}

/** One event for one stream, whatever its version. */
export const commitEvent = <Family extends EventFamily.Any>(
  store: Store,
  family: Family,
  number: number,
  event: EventFamily.DraftOf<Family>,
  stream = streamNameOf(number)
) =>
  store.commit({
    id: CommitId.make(commitIdOf(number)),
    actor,
    appends: [EventStore.append(family, streamOf(stream), Expected.any, [event])]
  })

export const commitNote = (store: Store, number: number, stream = streamNameOf(number)) =>
  commitEvent(store, Notes, number, noteOf(number), stream)

/** A commit for each hundred events of a stream; `from`: how many notes came before. */
export const fill = (
  store: Store,
  stream: string,
  events: number,
  { concurrency = 16, from = 0 }: { readonly from?: number; readonly concurrency?: number } = {}
) =>
  Effect.forEach(Array.from({ length: Math.ceil(events / 100) }, (_, n) => n), (batch) => {
    const notes = Array.from({ length: Math.min(100, events - batch * 100) }, (_, n) => noteOf(from + batch * 100 + n))
    const [first, ...rest] = notes
    return store.commit({
      id: CommitId.make(commitIdOf(from + batch)),
      actor,
      appends: [EventStore.append(Notes, streamOf(stream), Expected.any, [first!, ...rest])]
    })
  }, { concurrency, discard: true })
