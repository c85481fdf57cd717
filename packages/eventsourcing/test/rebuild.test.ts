import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as EventStore from "../src/EventStore.ts"
import * as Expected from "../src/Expected.ts"
import * as MemoryViewStore from "../src/MemoryViewStore.ts"
import * as Projection from "../src/Projection.ts"
import { catchUp, Projector, rebuild } from "../src/Projector.ts"
import { StoreFault } from "../src/StoreError.ts"
import * as StreamId from "../src/StreamId.ts"
import * as Views from "../src/Views.ts"
import { ViewStore } from "../src/ViewStore.ts"
import { actor, commitId, Counts, Events, inMemory, streamOf } from "./Counter.ts"

let ids = 0
const increase = Effect.fnUntraced(function*(name: string, by: number) {
  const store = yield* EventStore.EventStore
  const append = EventStore.append(Events, streamOf(name), Expected.any, [{ _tag: "Increased", by }])
  return yield* store.commit({ id: commitId(`rebuild${ids++}`), actor, appends: [append] })
})

interface Sum {
  readonly sum: number
  readonly events: number
}

/** Sums of counters; `folds` counts how often an event was folded. */
const sums = (revision: number, folds: { count: number } = { count: 0 }) =>
  Projection.make({
    name: "sums",
    revision,
    families: [Events],
    indexes: [{ name: "bySum", equal: [], order: ["sum"] }],
    keys: (event) => [StreamId.localId(event.stream)],
    evolve: (document: Sum | undefined, { event }) => {
      folds.count++
      return {
        sum: (document?.sum ?? 0) + (event._tag === "Increased" ? event.by : 0),
        events: (document?.events ?? 0) + 1
      }
    }
  })

const sumOf = (projection: Projection.Projection<Sum, never>, key = "a") =>
  Effect.map(Views.get(projection, key), (found) => Option.getOrUndefined(found)?.sum)

const builds = (name: string) =>
  Effect.gen(function*() {
    const views = yield* ViewStore
    return (yield* views.builds(name)).map(({ build, revision }) => `${revision}.${build}`).sort()
  })

/** A view store whose `apply` fails, as if the program had been killed before it, from the n-th time on. */
const failingAfter = (times: number) =>
  Layer.effect(
    ViewStore,
    Effect.map(ViewStore, (views) => {
      let writes = 0
      const apply: typeof views.apply = (batches) =>
        writes++ >= times
          ? Effect.fail(new StoreFault({ operation: "apply", cause: "killed", retryable: false }))
          : views.apply(batches)
      return { ...views, apply }
    })
  )

describe("a projection of a new revision", () => {
  it.effect("is built at the start, while readers see the old documents as the projection says", () =>
    inMemory(Effect.gen(function*() {
      for (let n = 1; n <= 4; n++) yield* increase("a", n)
      yield* catchUp({ projections: [sums(1)] })
      yield* increase("a", 5)
      const next = { ...sums(2), earlier: { 1: (old: Projection.Json) => ({ ...old as unknown as Sum, events: -1 }) } }
      yield* Effect.flip(
        Effect.provide(catchUp({ projections: [next], pageSize: 1, batchSize: 1 }), failingAfter(2))
      )
      expect(yield* builds("sums")).toEqual(["1.0", "2.0"])
      expect(Option.getOrUndefined(yield* Views.get(next, "a"))).toEqual({ sum: 10, events: -1 })
      const page = yield* Views.query(next, { index: "bySum", equal: [], limit: 1 })
      expect(page.items.map(({ document }) => document)).toEqual([{ sum: 10, events: -1 }])
      yield* Effect.gen(function*() {
        const projector = yield* Projector
        yield* projector.caughtUp((yield* increase("a", 6)).position, [next])
        expect(Option.getOrUndefined(yield* Views.get(next, "a"))).toEqual({ sum: 21, events: 6 })
        expect(yield* builds("sums")).toEqual(["2.0"])
      }).pipe(Effect.provide(Projector.layer({ projections: [next] })))
    })))

  it.effect("whose old documents it does not know how to show is not ready until it is built", () =>
    inMemory(Effect.gen(function*() {
      yield* increase("a", 1)
      yield* catchUp({ projections: [sums(1)] })
      const refused = yield* Effect.flip(Views.get(sums(2), "a"))
      expect(refused).toMatchObject({ _tag: "ViewNotReady", view: "sums", revision: 2, live: Option.some(1) })
      yield* catchUp({ projections: [sums(2)] })
      expect(yield* sumOf(sums(2))).toBe(1)
      expect(yield* Effect.flip(Views.get(sums(1), "a"))).toMatchObject({ _tag: "ViewNotReady", live: Option.some(2) })
    })))

  it.effect("may have an index that the old documents have not: that list is not ready", () =>
    inMemory(Effect.gen(function*() {
      yield* catchUp({ projections: [sums(1)] })
      const indexes = [{ name: "byEvents", equal: [], order: ["events"] }]
      const next = { ...sums(2), indexes, earlier: { 1: Projection.unchanged<Sum> } }
      const refused = yield* Effect.flip(Views.query(next, { index: "byEvents", equal: [], limit: 1 }))
      expect(refused._tag).toBe("ViewNotReady")
    })))

  it.effect("does not hold up the others, nor those who wait for them", () =>
    inMemory(Effect.gen(function*() {
      for (let n = 0; n < 50; n++) yield* increase("a", 1)
      yield* catchUp({ projections: [sums(1), Counts] })
      const seen: Array<number> = []
      const slow: typeof Counts["keys"] = (event) => {
        seen.push(event.position)
        return [StreamId.localId(event.stream)]
      }
      const next = { ...sums(2), keys: slow, earlier: { 1: Projection.unchanged<Sum> } }
      yield* Effect.gen(function*() {
        const projector = yield* Projector
        const { position } = yield* increase("a", 1)
        yield* projector.caughtUp(position)
        expect(seen.length).toBeLessThan(51)
        expect(Option.getOrUndefined(yield* Views.get(Counts, "a"))).toMatchObject({ count: 51 })
        yield* projector.caughtUp(position, [next])
        expect(seen.length).toBe(51)
      }).pipe(Effect.provide(Projector.layer({ projections: [next, Counts], pageSize: 1 })))
    })))

  it.effect("is what an older program finds, and is told", () =>
    inMemory(Effect.gen(function*() {
      yield* catchUp({ projections: [sums(2)] })
      const error = yield* Effect.flip(catchUp({ projections: [sums(1)] }))
      expect(error).toMatchObject({ _tag: "ViewSuperseded", view: "sums", revision: 1, live: 2 })
      expect(yield* builds("sums")).toEqual(["2.0"])
    })))
})

describe("a view that is made for the first time", () => {
  it.effect("is seen when it is whole, and not before", () =>
    inMemory(Effect.gen(function*() {
      for (let n = 1; n <= 3; n++) yield* increase("a", n)
      yield* Effect.flip(
        Effect.provide(catchUp({ projections: [sums(1)], pageSize: 1, batchSize: 1 }), failingAfter(2))
      )
      expect(yield* Effect.flip(Views.get(sums(1), "a"))).toMatchObject({ _tag: "ViewNotReady", live: Option.none() })
      yield* catchUp({ projections: [sums(1)] })
      expect(yield* sumOf(sums(1))).toBe(6)
    })))

  it.effect("over an empty log is there at once", () =>
    inMemory(
      Effect.gen(function*() {
        expect(yield* sumOf(sums(1))).toBe(undefined)
      }).pipe(Effect.provide(Layer.fresh(Projector.layer({ projections: [sums(1)] }))), inMemory)
    ))
})

describe("a rebuild", () => {
  it.effect("goes on where it was when it was killed, and readers see the old view until the new one is whole", () =>
    inMemory(Effect.gen(function*() {
      for (let n = 1; n <= 10; n++) yield* increase("a", n)
      yield* catchUp({ projections: [sums(1)] })
      const folds = { count: 0 }
      const projections = [sums(1, folds)]
      yield* Effect.flip(Effect.provide(rebuild({ projections, pageSize: 1, batchSize: 1 }), failingAfter(6)))
      expect(yield* builds("sums")).toEqual(["1.0", "1.1"])
      expect(yield* sumOf(sums(1))).toBe(55)
      const before = folds.count
      const told: Array<number> = []
      yield* rebuild({ projections, pageSize: 2, onProgress: ({ position }) => Effect.sync(() => told.push(position)) })
      expect(folds.count - before).toBe(4)
      expect(told).toEqual([8, 10])
      expect(yield* builds("sums")).toEqual(["1.1"])
      expect(yield* sumOf(sums(1))).toBe(55)
    })))

  it.effect("while events are appended and a projector runs: readers never see an empty or half view", () =>
    inMemory(Effect.gen(function*() {
      for (let n = 0; n < 40; n++) yield* increase("a", 1)
      yield* Effect.gen(function*() {
        const projector = yield* Projector
        yield* projector.caughtUp((yield* increase("a", 1)).position)
        const seen: Array<number> = []
        const reader = yield* Effect.forkChild(Effect.forever(Effect.gen(function*() {
          const byKey = yield* sumOf(sums(1))
          const { items } = yield* Views.query(sums(1), { index: "bySum", equal: [], limit: 1 })
          seen.push(byKey ?? 0, items[0]?.document.sum ?? 0)
          yield* Effect.yieldNow
        })))
        const building = yield* Effect.forkChild(rebuild({ projections: [sums(1)], pageSize: 1 }))
        for (let n = 0; n < 20; n++) yield* projector.caughtUp((yield* increase("a", 1)).position)
        yield* Fiber.join(building)
        const last = yield* increase("a", 1)
        yield* projector.caughtUp(last.position)
        yield* Fiber.interrupt(reader)
        expect(seen.length).toBeGreaterThan(40)
        expect(seen.filter((sum) => sum < 41)).toEqual([])
        expect(seen).toEqual(seen.toSorted((a, b) => a - b))
        expect(yield* sumOf(sums(1))).toBe(62)
        expect(yield* builds("sums")).toEqual(["1.1"])
      }).pipe(Effect.provide(Projector.layer({ projections: [sums(1)] })))
    })))

  it.effect("does not disturb who turns the pages of a list", () =>
    inMemory(Effect.gen(function*() {
      for (const [place, name] of ["a", "b", "c"].entries()) yield* increase(name, place + 1)
      yield* catchUp({ projections: [sums(1)] })
      const request = { index: "bySum", equal: [], limit: 2 }
      const first = yield* Views.query(sums(1), request)
      yield* rebuild({ projections: [sums(1)] })
      const second = yield* Views.query(sums(1), { ...request, cursor: first.next! })
      expect([...first.items, ...second.items].map(({ key }) => key)).toEqual(["a", "b", "c"])
    })))

  it.effect("mends a view that belongs to a log as it was before it was restored", () =>
    Effect.gen(function*() {
      const shared = Layer.succeed(ViewStore, MemoryViewStore.make())
      yield* inMemory(Effect.provide(Effect.andThen(increase("a", 5), catchUp({ projections: [sums(1)] })), shared))
      yield* inMemory(
        Effect.gen(function*() {
          yield* increase("a", 7)
          expect((yield* Effect.flip(catchUp({ projections: [sums(1)] })))._tag).toBe("CheckpointFromElsewhere")
          yield* rebuild({ projections: [sums(1)] })
          yield* catchUp({ projections: [sums(1)] })
          expect(yield* sumOf(sums(1))).toBe(7)
        }).pipe(Effect.provide(shared))
      )
    }))
})
