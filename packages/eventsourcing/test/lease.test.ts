import { describe, expect, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import * as EventStore from "../src/EventStore.ts"
import * as Expected from "../src/Expected.ts"
import * as Position from "../src/Position.ts"
import * as ProjectionMetrics from "../src/ProjectionMetrics.ts"
import { catchUp, type Options, Projector } from "../src/Projector.ts"
import { StoreFault } from "../src/StoreError.ts"
import * as Views from "../src/Views.ts"
import { ViewStore } from "../src/ViewStore.ts"
import { actor, commitId, Counts, Events, inMemory, streamOf } from "./Counter.ts"

let ids = 0
const increase = Effect.fnUntraced(function*(name: string, by: number) {
  const store = yield* EventStore.EventStore
  const append = EventStore.append(Events, streamOf(name), Expected.any, [{ _tag: "Increased", by }])
  return yield* store.commit({ id: commitId(`lease${ids++}`), actor, appends: [append] })
})

const count = Effect.map(Views.get(Counts, "a"), (found) => Option.getOrUndefined(found)?.count)

/** A projector that can be closed as a program that ends, or cut off from the view store as one that is killed. */
const runner = Effect.fnUntraced(function*(options: Partial<Options> = {}) {
  const scope = yield* Scope.make()
  const views = yield* ViewStore
  const killed = { now: false }
  const gone = Effect.fail(new StoreFault({ operation: "any", cause: "killed", retryable: false }))
  const cut = <A, E>(effect: Effect.Effect<A, E>) =>
    Effect.suspend((): Effect.Effect<A, E | StoreFault> => killed.now ? gone : effect)
  const connection: typeof views = {
    ...views,
    apply: (batches) => cut(views.apply(batches)),
    claim: (view, request) => cut(views.claim(view, request)),
    release: (view, owner) => cut(views.release(view, owner))
  }
  const layer = Projector.layer({ projections: [Counts], ...options })
  const context = yield* Layer.buildWithScope(
    Layer.fresh(Layer.provide(layer, Layer.succeed(ViewStore, connection))),
    scope
  )
  return {
    projector: Context.get(context, Projector),
    kill: Effect.sync(() => killed.now = true),
    close: Scope.close(scope, Exit.void),
    state: Effect.map(Context.get(context, Projector).status, ([status]) => status!.state)
  }
})

describe("of two programs with the same projections", () => {
  it.effect("one runs them and the other stands by, and both can be waited for", () =>
    inMemory(Effect.gen(function*() {
      const [one, two] = [yield* runner(), yield* runner()]
      expect([yield* one.state, yield* two.state]).toEqual(["following", "standby"])
      const { position } = yield* increase("a", 3)
      yield* one.projector.caughtUp(position)
      yield* two.projector.caughtUp(position)
      expect(yield* count).toBe(3)
      yield* one.close
      yield* two.close
    })))

  it.effect("the other takes over at once when the first one ends", () =>
    inMemory(Effect.gen(function*() {
      const [one, two] = [yield* runner(), yield* runner()]
      yield* one.projector.caughtUp((yield* increase("a", 3)).position)
      yield* one.close
      yield* TestClock.adjust("1 second")
      yield* two.projector.caughtUp((yield* increase("a", 4)).position)
      expect([yield* two.state, yield* count]).toEqual(["following", 7])
      yield* two.close
    })))

  it.effect("the other takes over a killed one when its time is over, and not before", () =>
    inMemory(Effect.gen(function*() {
      const [one, two] = [yield* runner(), yield* runner({ lease: { duration: "30 seconds" } })]
      yield* one.projector.caughtUp((yield* increase("a", 3)).position)
      yield* one.kill
      const { position } = yield* increase("a", 4)
      const waiting = yield* Effect.forkChild(two.projector.caughtUp(position))
      yield* TestClock.adjust("5 seconds")
      expect([yield* two.state, waiting.pollUnsafe(), yield* count]).toEqual(["standby", undefined, 3])
      yield* TestClock.adjust("9 seconds")
      yield* Fiber.join(waiting)
      expect([yield* two.state, yield* count]).toEqual(["following", 7])
      yield* two.close
    })))

  it.effect("the first one keeps them for as long as it lives", () =>
    inMemory(Effect.gen(function*() {
      const [one, two] = [yield* runner(), yield* runner()]
      yield* TestClock.adjust("10 minutes")
      expect([yield* one.state, yield* two.state]).toEqual(["following", "standby"])
      yield* one.close
      yield* two.close
    })))

  it.effect("one that takes over makes the other stand by: what that one still writes is refused, and counts once", () =>
    inMemory(Effect.gen(function*() {
      const one = yield* runner()
      yield* one.projector.caughtUp((yield* increase("a", 1)).position)
      const two = yield* runner({ lease: { takeOver: true } })
      for (let n = 0; n < 5; n++) yield* two.projector.caughtUp((yield* increase("a", 1)).position)
      yield* TestClock.adjust("5 seconds")
      const waiting = yield* Effect.forkChild(one.projector.caughtUp((yield* increase("a", 1)).position))
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(waiting)
      expect([yield* one.state, yield* two.state, yield* count]).toEqual(["standby", "following", 7])
      yield* one.close
      yield* two.close
    })))

  it.effect("a single run is refused while the other is at it", () =>
    inMemory(Effect.gen(function*() {
      const one = yield* runner()
      expect(yield* Effect.flip(catchUp({ projections: [Counts] }))).toMatchObject({ _tag: "LeaseHeld" })
      yield* one.close
      yield* catchUp({ projections: [Counts] })
    })))
})

describe("a projector tells as metrics", () => {
  it.effect("how far it is behind, what it folded and what it wrote, for each projection", () =>
    inMemory(
      Effect.gen(function*() {
        for (const name of ["a", "a", "b"]) yield* increase(name, 1)
        const { close, projector } = yield* runner({ pageSize: 2 })
        yield* projector.caughtUp(Position.make(3))
        yield* close
        const read = (metric: Metric.Metric<never, unknown>) =>
          Metric.value(Metric.withAttributes(metric, { projection: "counts" }))
        expect(yield* read(ProjectionMetrics.lag)).toMatchObject({ value: 0 })
        expect(yield* read(ProjectionMetrics.position)).toMatchObject({ value: 3 })
        expect(yield* read(ProjectionMetrics.events)).toMatchObject({ count: 3 })
        expect(yield* read(ProjectionMetrics.documents)).toMatchObject({ count: 2 })
        expect(yield* read(ProjectionMetrics.parked)).toMatchObject({ value: 0 })
      }).pipe(Effect.provideService(Metric.MetricRegistry, new Map()))
    ))

  it.effect("and one that comes to its end tells nothing: it would overwrite what one that goes on has told", () => {
    const registry: Context.Service.Shape<typeof Metric.MetricRegistry> = new Map()
    return inMemory(
      Effect.gen(function*() {
        yield* increase("a", 1)
        yield* catchUp({ projections: [Counts] })
        expect(yield* count).toBe(1)
        expect(registry.size).toBe(0)
      }).pipe(Effect.provideService(Metric.MetricRegistry, registry))
    )
  })
})
