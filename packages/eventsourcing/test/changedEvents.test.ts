import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as EventStore from "../src/EventStore.ts"
import { EventStoreDriver, type RecordedRaw } from "../src/EventStoreDriver.ts"
import * as Expected from "../src/Expected.ts"
import { KeyVault } from "../src/KeyVault.ts"
import * as MemoryEventStore from "../src/MemoryEventStore.ts"
import { actor, commitId, type Event, Events, streamOf } from "./Counter.ts"

const up = (by: number): Event => ({ _tag: "Increased", by })

/** A store in memory that reads the events at positions 3 and 5 with another payload than was written. */
const layer = EventStore.EventStore.layer.pipe(
  Layer.provide([
    KeyVault.layerNone,
    Layer.effect(
      EventStoreDriver,
      Effect.map(MemoryEventStore.make(), (driver) => {
        const change = (event: RecordedRaw) =>
          event.position === 3 || event.position === 5
            ? { ...event, payload: "{\"by\":100}" }
            : event
        return {
          ...driver,
          readStream: (...request) => Effect.map(driver.readStream(...request), (events) => events.map(change)),
          readAll: (options) =>
            Stream.map(driver.readAll(options), (chunk) => ({ ...chunk, events: chunk.events.map(change) }))
        }
      })
    )
  ])
)

/** One event, and then a commit of three in two streams, at the positions 2 to 4. */
const filled = Effect.gen(function*() {
  const store = yield* EventStore.EventStore
  const append = (stream: string, ...numbers: readonly [number, ...ReadonlyArray<number>]) => {
    const [first, ...rest] = numbers
    return EventStore.append(Events, streamOf(stream), Expected.any, [up(first), ...rest.map(up)])
  }
  yield* store.commit({ id: commitId("one"), actor, appends: [append("a", 1)] })
  yield* store.commit({ id: commitId("two"), actor, appends: [append("b", 2, 3), append("c", 4)] })
  return store
})

describe("an event that is not what was written is not taken for what it says", () => {
  for (const pageSize of [1, 2, 1000]) {
    it.effect(`in the log, read ${pageSize} at a time`, () =>
      Effect.gen(function*() {
        const store = yield* filled
        const read = Stream.runCollect(store.readAll({ families: [Events], pageSize }))
        expect(yield* Effect.flip(read)).toMatchObject({
          _tag: "CorruptEvent",
          reason: "Changed",
          position: 2,
          stream: "counter-b"
        })
      }).pipe(Effect.provide(layer)))
  }

  it.effect("in the log, while what comes before it is read", () =>
    Effect.gen(function*() {
      const store = yield* filled
      const first = yield* Stream.runHead(store.readAll({ families: [Events], pageSize: 1 }))
      expect(first).toMatchObject({ value: { events: [{ position: 1 }] } })
    }).pipe(Effect.provide(layer)))

  it.effect("in a stream that holds all of its commit, however often it is read", () =>
    Effect.gen(function*() {
      const store = yield* filled
      yield* store.commit({
        id: commitId("three"),
        actor,
        appends: [EventStore.append(Events, streamOf("a"), Expected.any, [up(5)])]
      })
      const events = Stream.runCollect(store.readStream(Events, streamOf("a")))
      const twice = yield* Effect.all([Effect.flip(events), Effect.flip(events)], { concurrency: 2 })
      expect(twice).toMatchObject([{ reason: "Changed", version: 2 }, { reason: "Changed", version: 2 }])
    }).pipe(Effect.provide(layer)))

  it.effect("but cannot be told from the others where only a part of its commit is read", () =>
    Effect.gen(function*() {
      const store = yield* filled
      const events = yield* Stream.runCollect(store.readStream(Events, streamOf("b")))
      expect(events.map(({ event }) => event)).toEqual([up(2), up(100)])
    }).pipe(Effect.provide(layer)))
})
