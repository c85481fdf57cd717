/** Our own side of the contests: the event store as an application uses it, over a database file or in memory. */
import * as CommitId from "@dateline/eventsourcing/CommitId"
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

type Store = EventStore.EventStore["Service"]

export const streamOf = (name: string): StreamId.StreamId => Result.getOrThrow(StreamId.parse(name))

const layerSqlite = (filename: string) =>
  EventStore.EventStore.layer.pipe(Layer.provide([SqliteEventStore.layer({ filename }), KeyVault.layerNone]))

const layerMemory = EventStore.EventStore.layer.pipe(Layer.provide([MemoryEventStore.layer, KeyVault.layerNone]))

/** Gives a program a store for as long as it runs, and closes the store after it. */
export const withStore = async <A>(
  where: { readonly filename: string } | "memory",
  use: (store: Store, run: <B, E>(effect: Effect.Effect<B, E>) => Promise<B>) => Promise<A>
): Promise<A> => {
  const runtime = ManagedRuntime.make(where === "memory" ? layerMemory : layerSqlite(where.filename))
  try {
    const store = await runtime.runPromise(EventStore.EventStore)
    return await use(store, (effect) => runtime.runPromise(effect))
  } finally {
    await runtime.dispose()
  }
}

/** One event for one stream, whatever its version. */
export const commitNote = (store: Store, number: number, stream = streamNameOf(number)) =>
  store.commit({
    id: CommitId.make(commitIdOf(number)),
    actor,
    appends: [EventStore.append(Notes, streamOf(stream), Expected.any, [noteOf(number)])]
  })

/** The same as one transaction for each hundred events of a stream; `from`: how many such notes came before. */
export const fill = (store: Store, stream: string, events: number, from = 0) =>
  Effect.forEach(Array.from({ length: Math.ceil(events / 100) }, (_, n) => n), (batch) => {
    const notes = Array.from({ length: Math.min(100, events - batch * 100) }, (_, n) => noteOf(from + batch * 100 + n))
    const [first, ...rest] = notes
    return store.commit({
      id: CommitId.make(commitIdOf(from + batch)),
      actor,
      appends: [EventStore.append(Notes, streamOf(stream), Expected.any, [first!, ...rest])]
    })
  }, { concurrency: 16, discard: true })
