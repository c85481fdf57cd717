import { describe, expect, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as EventFamily from "../src/EventFamily.ts"
import * as EventStore from "../src/EventStore.ts"
import * as Expected from "../src/Expected.ts"
import * as MemoryViewStore from "../src/MemoryViewStore.ts"
import * as Projection from "../src/Projection.ts"
import { catchUp, Projector, rebuild } from "../src/Projector.ts"
import { StoreFault } from "../src/StoreError.ts"
import * as Transact from "../src/Transact.ts"
import * as Views from "../src/Views.ts"
import { ViewStore } from "../src/ViewStore.ts"
import { actor, commitId, Counter, type CounterDocument, Counts, Events, inMemory, streamOf } from "./Counter.ts"

let ids = 0
const increase = (name: string, by: number) =>
  Transact.run(Counter, Events)({
    stream: streamOf(name),
    command: { _tag: "Increase", by },
    commitId: commitId(`p${ids++}`),
    actor
  })

const counts = Effect.map(
  Views.query(Counts, { index: "byCount", equal: [], limit: 100 }),
  (page) => page.items.map(({ document }) => `${document.name} ${document.count}`)
)

/** A projector of its own, for as long as the scope. */
const runner = Effect.map(
  Layer.build(Layer.fresh(Projector.layer({ projections: [Counts] }))),
  (context) => Context.get(context, Projector)
)

/** The same events as a later release writes them. */
const Future = EventFamily.make({
  category: "counter",
  events: { Increased: { by: Schema.Int } },
  upcasters: {
    Increased: [{ changes: "One.", upcast: () => ({ by: 1 }) }, { changes: "Two.", upcast: (payload) => payload }]
  }
})

describe("a projector", () => {
  it.effect("follows the log, and tells when a view knows of a commit", () =>
    inMemory(Effect.gen(function*() {
      yield* increase("a", 2)
      const { position } = yield* Effect.gen(function*() {
        const projector = yield* Projector
        const result = yield* increase("b", 1)
        yield* projector.caughtUp(result.position)
        expect(yield* counts).toEqual(["b 1", "a 2"])
        return result
      }).pipe(Effect.provide(Projector.layer({ projections: [Counts] })))
      expect(position).toBe(2)
    })))

  it.effect("gives the same documents in pages of one as in one page", () =>
    inMemory(Effect.gen(function*() {
      for (const [name, by] of [["a", 2], ["b", 1], ["a", -2], ["b", 4], ["c", 3]] as const) yield* increase(name, by)
      yield* catchUp({ projections: [Counts], pageSize: 1 })
      const paged = yield* counts
      yield* rebuild({ projections: [Counts] })
      expect(yield* counts).toEqual(paged)
      expect(paged).toEqual(["c 3", "b 5"])
    })))

  it.effect("counts every event once when writing fails in between", () =>
    inMemory(Effect.gen(function*() {
      yield* catchUp({ projections: [Counts] })
      for (let n = 0; n < 10; n++) yield* increase("a", 1)
      const views = yield* ViewStore
      let writes = 0
      const failing = Layer.succeed(ViewStore, {
        ...views,
        apply: (batches) =>
          writes++ === 4
            ? Effect.fail(new StoreFault({ operation: "apply", cause: "the disk is full", retryable: false }))
            : views.apply(batches)
      })
      const error = yield* Effect.flip(
        Effect.provide(catchUp({ projections: [Counts], pageSize: 1, batchSize: 1 }), failing)
      )
      expect(error).toMatchObject({ _tag: "StoreFault" })
      expect(yield* counts).toEqual(["a 4"])
      yield* catchUp({ projections: [Counts] })
      expect(yield* counts).toEqual(["a 10"])
    })))

  it.effect("reads no event twice when a projection joins later", () =>
    inMemory(Effect.gen(function*() {
      const Total = Projection.make({
        name: "total",
        revision: 1,
        families: [Events],
        indexes: [],
        keys: () => ["all"],
        evolve: (document: { readonly events: number } | undefined) => ({ events: (document?.events ?? 0) + 1 })
      })
      yield* increase("a", 1)
      yield* catchUp({ projections: [Counts] })
      yield* increase("a", 1)
      yield* catchUp({ projections: [Counts, Total] })
      expect(yield* counts).toEqual(["a 2"])
      expect(Option.getOrUndefined(yield* Views.get(Total, "all"))).toEqual({ events: 2 })
    })))

  it.effect("stops at an event that it cannot read, and says so to whoever waits", () =>
    inMemory(Effect.gen(function*() {
      const store = yield* EventStore.EventStore
      const append = EventStore.append(Future, streamOf("a"), Expected.any, [{ _tag: "Increased", by: 1 }])
      const committed = yield* store.commit({ id: commitId("newer"), actor, appends: [append] })
      const stopped = yield* Effect.gen(function*() {
        const projector = yield* Projector
        return yield* Effect.flip(projector.caughtUp(committed.position))
      }).pipe(Effect.provide(Projector.layer({ projections: [Counts] })))
      expect(stopped.message).toContain("position 1")
    })))

  it.effect("says what was wrong with a projection that throws", () =>
    inMemory(Effect.gen(function*() {
      const throwing = { ...Counts, keys: () => ["a"], evolve: () => expect.fail("a mistake in the fold") }
      const { position } = yield* increase("a", 1)
      const stopped = yield* Effect.gen(function*() {
        const projector = yield* Projector
        return yield* Effect.flip(projector.caughtUp(position))
      }).pipe(Effect.provide(Projector.layer({ projections: [throwing] })))
      expect(stopped.message).toContain("a mistake in the fold")
    })))

  it.effect("folds an event once into a document that the projection names twice", () =>
    inMemory(Effect.gen(function*() {
      yield* increase("a", 1)
      yield* catchUp({ projections: [{ ...Counts, keys: () => ["a", "a"] }] })
      expect(yield* counts).toEqual(["a 1"])
    })))

  it.live("goes on from where another projector of the same views stands", () =>
    inMemory(Effect.gen(function*() {
      const position = yield* Effect.scoped(Effect.gen(function*() {
        const [one, two] = yield* Effect.all([runner, runner])
        for (let n = 0; n < 20; n++) yield* increase("a", 1)
        const last = yield* increase("b", 1)
        yield* one.caughtUp(last.position)
        yield* two.caughtUp(last.position)
        return last.position
      }))
      expect(position).toBe(21)
      expect(yield* counts).toEqual(["b 1", "a 20"])
    })))

  it.effect("refuses two families of one category, which would each refuse what the other knows", () =>
    inMemory(Effect.gen(function*() {
      const partial = Projection.make({ ...Counts, name: "partial", opens: [], families: [Future], keys: () => [] })
      const exit = yield* Effect.exit(catchUp({ projections: [Counts, partial] }))
      expect(String(exit)).toContain("share the category")
    })))

  it.effect("refuses a view that belongs to another log", () =>
    Effect.gen(function*() {
      const views = yield* ViewStore
      const shared = Layer.succeed(ViewStore, views)
      const once = Effect.andThen(increase("a", 1), catchUp({ projections: [Counts] }))
      yield* inMemory(Effect.provide(once, shared))
      const error = yield* Effect.flip(inMemory(Effect.provide(once, shared)))
      expect(error._tag).toBe("CheckpointFromElsewhere")
    }).pipe(Effect.provide(MemoryViewStore.layer)))

  it.effect("keeps a document that the fold did not change", () =>
    inMemory(Effect.gen(function*() {
      yield* increase("a", 1)
      const document: Option.Option<CounterDocument> = yield* Effect.andThen(
        catchUp({ projections: [Counts] }),
        Views.get(Counts, "a")
      )
      expect(Option.getOrUndefined(document)).toEqual({ name: "a", count: 1 })
    })))
})
