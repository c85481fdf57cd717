import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as EventStore from "../src/EventStore.ts"
import { EventStoreDriver } from "../src/EventStoreDriver.ts"
import * as Expected from "../src/Expected.ts"
import * as MemoryEventStore from "../src/MemoryEventStore.ts"
import * as MemoryKeyVault from "../src/MemoryKeyVault.ts"
import * as MemoryViewStore from "../src/MemoryViewStore.ts"
import * as Position from "../src/Position.ts"
import type { Json } from "../src/Projection.ts"
import * as Snapshot from "../src/Snapshot.ts"
import * as Snapshots from "../src/Snapshots.ts"
import { StoreFault } from "../src/StoreError.ts"
import * as Transact from "../src/Transact.ts"
import { ViewStore } from "../src/ViewStore.ts"
import { actor, commitId, Counter, Events, streamOf } from "./Counter.ts"

/** A counter whose states are kept every ten events; it tells how many events it folded. */
const kept = (options: { readonly revision?: number; readonly factor?: number } = {}) => {
  const folds = { events: 0 }
  const factor = options.factor ?? 1
  const decider: typeof Counter = {
    ...Counter,
    evolve: (count, event) => {
      folds.events++
      return count + factor * Counter.evolve(0, event)
    },
    snapshot: Snapshot.make({ revision: options.revision ?? 1, state: Schema.Number, every: 10 })
  }
  return { decider, folds, state: Transact.stateOf(decider, Events)(streamOf("a")) }
}

const append = (id: string, count: number, name = "a") =>
  Effect.flatMap(EventStore.EventStore, (store) =>
    Effect.forEach(Array(count).keys(), (n) =>
      store.commit({
        id: commitId(`${id}${n}`),
        actor,
        appends: [EventStore.append(Events, streamOf(name), Expected.any, [{ _tag: "Increased", by: 1 }])]
      }), { discard: true }))

const store = EventStore.EventStore.layer.pipe(Layer.provide([MemoryEventStore.layer, MemoryKeyVault.layer]))
const layer = Layer.fresh(Snapshots.layer.pipe(Layer.provideMerge(Layer.merge(store, MemoryViewStore.layer))))
const provided = <A, E>(effect: Effect.Effect<A, E, EventStore.EventStore | ViewStore>) => Effect.provide(effect, layer)

const view = { name: "snapshots", revision: 1, build: 0 }
const keyOf = Effect.map(EventStore.EventStore, ({ log }) => `${log.id}.${log.epoch} counter-a`)

const document = Effect.gen(function*() {
  const views = yield* ViewStore
  const key = yield* keyOf
  return (yield* views.getMany(view, [key])).get(key) as Record<string, Json> | undefined
})

/** Puts another document in the place of the snapshot. */
const replace = (change: (snapshot: Record<string, Json>) => Json) =>
  Effect.gen(function*() {
    const views = yield* ViewStore
    const still = { log: "snapshots", epoch: "1", position: Position.start }
    const upserts = new Map([[yield* keyOf, change((yield* document)!)]])
    yield* views.apply([{ view, fence: 0, from: still, to: still, upserts, deletes: [] }])
  })

describe("a snapshot", () => {
  it.effect("lets a state be loaded in the time of its tail", () =>
    provided(Effect.gen(function*() {
      yield* append("first", 25)
      expect(yield* kept().state).toEqual({ state: 25, version: 25 })
      yield* append("later", 4)
      const { folds, state } = kept()
      expect(yield* state).toEqual({ state: 29, version: 29 })
      expect(folds.events).toBe(4)
      expect(yield* document).toMatchObject({ version: 25 })
    })))

  it.effect("is made anew when enough events came after it, by commands as well", () =>
    provided(Effect.gen(function*() {
      const { decider } = kept()
      for (let n = 0; n < 23; n++) {
        yield* Transact.run(decider, Events)({
          stream: streamOf("a"),
          command: { _tag: "Increase", by: 1 },
          commitId: commitId(`run${n}`),
          actor
        })
      }
      expect(yield* document).toMatchObject({ version: 20, revision: 1 })
    })))

  it.effect("of another fold is passed over and made anew", () =>
    provided(Effect.gen(function*() {
      yield* append("first", 12)
      yield* kept().state
      const { folds, state } = kept({ revision: 2, factor: 2 })
      expect(yield* state).toEqual({ state: 24, version: 12 })
      expect(folds.events).toBe(12)
      expect(yield* document).toMatchObject({ revision: 2, version: 12 })
      // The older program, still running beside it, does the same.
      expect(yield* kept().state).toEqual({ state: 12, version: 12 })
    })))

  const damages: ReadonlyArray<readonly [string, (snapshot: Record<string, Json>) => Json]> = [
    ["whose state was changed", (snapshot) => ({ ...snapshot, state: "999" })],
    ["whose version was changed", (snapshot) => ({ ...snapshot, version: 11 })],
    ["that is not one", () => ({ hello: "world" })],
    ["that is not even a document", () => 7]
  ]
  for (const [name, damage] of damages) {
    it.effect(`${name} is passed over and made anew`, () =>
      provided(Effect.gen(function*() {
        yield* append("first", 12)
        yield* kept().state
        yield* replace(damage)
        expect(yield* kept().state).toEqual({ state: 12, version: 12 })
        expect(yield* document).toMatchObject({ version: 12, state: "12" })
      })))
  }

  it.effect("that its state's schema refuses is passed over and made anew", () =>
    provided(Effect.gen(function*() {
      yield* append("first", 12)
      const { decider } = kept()
      const fold = { initial: "", evolve: (all: string) => `${all}x` }
      const asText = { ...fold, snapshot: Snapshot.make({ revision: 1, state: Schema.String, every: 10 }) }
      yield* Transact.stateOf(asText, Events)(streamOf("a"))
      expect(yield* Transact.stateOf(decider, Events)(streamOf("a"))).toEqual({ state: 12, version: 12 })
      expect(yield* document).toMatchObject({ state: "12" })
    })))

  it.effect("from beyond the stream's end, or of a stream that went another way, is passed over and made anew", () =>
    Effect.gen(function*() {
      const views = MemoryViewStore.make()
      const log = yield* MemoryEventStore.make()
      // The log as a backup has it: the same id, fewer events or other ones.
      const restored = { ...(yield* MemoryEventStore.make()), log: log.log }
      const shorter = { ...(yield* MemoryEventStore.make()), log: log.log }
      const on = (driver: typeof log) =>
        Snapshots.layer.pipe(
          Layer.provideMerge(EventStore.EventStore.layer),
          Layer.provideMerge(Layer.mergeAll(
            Layer.succeed(EventStoreDriver, driver),
            MemoryKeyVault.layer,
            Layer.succeed(ViewStore, views)
          ))
        )
      yield* Effect.provide(Effect.andThen(append("first", 25), kept().state), on(log))
      yield* Effect.gen(function*() {
        yield* append("first", 11)
        expect(yield* kept().state).toEqual({ state: 11, version: 11 })
        expect(yield* document).toMatchObject({ version: 11 })
      }).pipe(Effect.provide(on(shorter)))
      yield* Effect.gen(function*() {
        yield* append("other", 30)
        const { folds, state } = kept()
        expect(yield* state).toEqual({ state: 30, version: 30 })
        expect(folds.events).toBe(30)
      }).pipe(Effect.provide(on(restored)))
    }))

  it.effect("that cannot be read or kept is done without", () =>
    provided(Effect.gen(function*() {
      yield* append("first", 12)
      const fault = Effect.fail(new StoreFault({ operation: "snapshots", cause: "the disk is full", retryable: true }))
      const broken = Layer.succeed(Snapshots.Snapshots, { load: () => fault, save: () => fault })
      expect(yield* Effect.provide(kept().state, broken)).toEqual({ state: 12, version: 12 })
    })))

  it.effect("of many streams never mix, and events that were only decided are in none", () =>
    provided(Effect.gen(function*() {
      yield* append("a", 12)
      yield* append("b", 15, "b")
      yield* kept().state
      const { decider } = kept()
      expect((yield* Transact.stateOf(decider, Events)(streamOf("b"))).state).toBe(15)
      const ids = yield* Effect.flatMap(
        EventStore.EventStore,
        (all) =>
          Stream.runCollect(
            Stream.map(all.readStream(Events, streamOf("a")), (event) => `${event.commitId}:${event.index}`)
          )
      )
      expect(ids).toContain((yield* document)!["event"])
    })))
})
