/** Everything that readers and the desk see, folded from an exported log: by the same functions as on the server. */
import * as EventStore from "@dateline/eventsourcing/EventStore"
import { EventStoreDriver } from "@dateline/eventsourcing/EventStoreDriver"
import * as MemoryViewStore from "@dateline/eventsourcing/MemoryViewStore"
import type * as Projection from "@dateline/eventsourcing/Projection"
import * as Projector from "@dateline/eventsourcing/Projector"
import * as Views from "@dateline/eventsourcing/Views"
import type { ViewStore } from "@dateline/eventsourcing/ViewStore"
import * as Projections from "@dateline/publishing/Projections"
import type { NonEmptyReadonlyArray } from "effect/Array"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as ExportedLog from "./ExportedLog.ts"
import * as ReaderKeys from "./ReaderKeys.ts"

/** The log and empty views. */
const storesOf = (lines: NonEmptyReadonlyArray<ExportedLog.Line>, keys: ReaderKeys.Keys | undefined) =>
  Layer.merge(
    MemoryViewStore.layer,
    EventStore.EventStore.layer.pipe(
      Layer.provideMerge(
        Layer.mergeAll(Layer.effect(EventStoreDriver, ExportedLog.driverOf(lines)), ReaderKeys.layer(keys))
      )
    )
  )

/**
 * Folds the log into all views, in memory, and runs what reads them. Fails with `PoisonEvent` when an event of the log was
 * changed on the way, and names its position.
 */
export const inViews = <A, E>(
  lines: NonEmptyReadonlyArray<ExportedLog.Line>,
  keys: ReaderKeys.Keys | undefined,
  read: Effect.Effect<A, E, EventStore.EventStore | ViewStore>
) => Effect.provide(Effect.andThen(Projector.catchUp({ projections: Projections.all }), read), storesOf(lines, keys))

/** The keys of the documents that a projection ever made. */
const keysOf = Effect.fnUntraced(function*(projection: Projection.Any) {
  const store = yield* EventStore.EventStore
  const keys = new Set<string>()
  const { families, opens = [] } = projection
  yield* Stream.runForEach(
    store.readAll({ families }),
    (page) =>
      Effect.map(store.openAll(page.events, opens), (events) => {
        for (const event of events) for (const key of projection.keys(event)) keys.add(key)
      })
  )
  return [...keys].toSorted()
})

/** All documents of all views, by view and key. */
export const documents = Effect.gen(function*() {
  const all: Record<string, Record<string, unknown>> = {}
  for (const projection of Projections.all) {
    const found = yield* Views.getMany(projection, yield* keysOf(projection))
    all[projection.name] = Object.fromEntries([...found].toSorted(([a], [b]) => a < b ? -1 : 1))
  }
  return all
})
