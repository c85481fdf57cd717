import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as EventStore from "../src/EventStore.ts"
import { EventStoreDriver, type ReadAllOptions } from "../src/EventStoreDriver.ts"
import * as Expected from "../src/Expected.ts"
import * as MemoryEventStore from "../src/MemoryEventStore.ts"
import * as MemoryKeyVault from "../src/MemoryKeyVault.ts"
import * as Position from "../src/Position.ts"
import { actor, commitId, Events, inMemory, streamOf } from "./Counter.ts"

const commit = (name: string) =>
  Effect.flatMap(EventStore.EventStore, (store) =>
    store.commit({
      id: commitId(name),
      actor,
      appends: [EventStore.append(Events, streamOf("a"), Expected.any, [{ _tag: "Increased", by: 1 }])]
    }))

const commits = (prefix: string, count: number) =>
  Effect.forEach(Array(count).keys(), (n) => commit(`${prefix}${n}`), { discard: true })

type After = EventStore.SubscribeOptions<unknown>["after"]

const subscribe = (after?: After, pageSize = 7) =>
  Stream.unwrap(
    Effect.map(EventStore.EventStore, (store) =>
      store.subscribe({ families: [Events], pageSize, ...(after === undefined ? {} : { after }) }))
  ).pipe(
    Stream.flatMap((page) =>
      Stream.fromIterable(page.events.map((event) => event.position))
    )
  )

const upTo = (last: number, after?: After) =>
  subscribe(after).pipe(Stream.takeUntil((position) => position === last), Stream.runCollect)

const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n)

/** A driver whose reads of the log are counted and whose hints can be silenced. */
const watched = (options: { readonly hints: boolean }) =>
  Effect.map(MemoryEventStore.make(), (driver) => {
    const read = { pages: 0 }
    const counted = Layer.succeed(EventStoreDriver, {
      ...driver,
      readAll: (request: ReadAllOptions) =>
        Stream.tap(driver.readAll(request), () => Effect.sync(() => void read.pages++)),
      ...(options.hints ? {} : { changed: Stream.never })
    })
    return { read, layer: EventStore.EventStore.layer.pipe(Layer.provide([counted, MemoryKeyVault.layer])) }
  })

describe("a subscription", () => {
  it.effect("brings every event once, from before it began and after", () =>
    inMemory(Effect.gen(function*() {
      yield* commit("first")
      yield* Effect.forkChild(commits("w", 50))
      expect(yield* upTo(51)).toEqual(from(1, 51))
    })))

  it.effect("that begins at the end brings what is committed from then on, and nothing from before", () =>
    inMemory(Effect.gen(function*() {
      yield* commits("before", 5)
      const seen = yield* Effect.forkChild(upTo(8, "end"), { startImmediately: true })
      yield* commits("after", 3)
      expect(yield* Fiber.join(seen)).toEqual([6, 7, 8])
    })))

  it.effect("goes on from any position and from any checkpoint without a gap or a repeat", () =>
    inMemory(Effect.gen(function*() {
      const { log } = yield* EventStore.EventStore
      yield* commits("c", 20)
      for (let n = 0; n < 20; n++) {
        const position = Position.make(n)
        expect(yield* upTo(20, position)).toEqual(from(n + 1, 20))
        expect(yield* upTo(20, { log: log.id, epoch: log.epoch, position })).toEqual(from(n + 1, 20))
      }
    })))

  it.effect("from a place that the log has not come to, or from another log or epoch, is a typed error", () =>
    inMemory(Effect.gen(function*() {
      const { log } = yield* EventStore.EventStore
      yield* commits("c", 3)
      const own = { log: log.id, epoch: log.epoch, position: Position.make(2) }
      const elsewhere: ReadonlyArray<After> = [
        Position.make(4),
        { ...own, position: Position.make(4) },
        { ...own, log: "another" },
        { ...own, epoch: "2" }
      ]
      for (const after of elsewhere) {
        expect(yield* Effect.flip(upTo(3, after))).toMatchObject({
          _tag: "CheckpointFromElsewhere",
          log: { id: log.id, head: 3 }
        })
      }
    })))

  it.effect("reads at most one page ahead of a slow consumer, and drops nothing", () =>
    Effect.gen(function*() {
      const { layer, read } = yield* watched({ hints: true })
      yield* Effect.gen(function*() {
        yield* commits("c", 100)
        const store = yield* EventStore.EventStore
        const steps = yield* Queue.unbounded<void>()
        const taken: Array<number> = []
        const slow = Stream.runForEach(store.subscribe({ families: [Events], pageSize: 5 }), (page) =>
          Effect.andThen(
            Queue.take(steps),
            Effect.sync(() => taken.push(...page.events.map((one) => one.position)))
          ))
        yield* Effect.forkChild(slow, { startImmediately: true })
        for (let step = 0; step < 19; step++) {
          yield* Effect.yieldNow
          expect(read.pages).toBeLessThanOrEqual(step + 2)
          yield* Queue.offer(steps, undefined)
        }
        yield* commits("later", 5)
        for (let step = 0; step < 3; step++) yield* Queue.offer(steps, undefined)
        yield* TestClock.adjust("1 second")
        expect(taken).toEqual(from(1, 105))
      }).pipe(Effect.provide(layer))
    }))

  it.effect("that hears no hint looks by itself", () =>
    Effect.gen(function*() {
      const { layer } = yield* watched({ hints: false })
      yield* Effect.gen(function*() {
        const seen = yield* Effect.forkChild(Stream.runHead(subscribe()), { startImmediately: true })
        yield* TestClock.adjust("1 second")
        yield* commit("unheard")
        expect(seen.pollUnsafe()).toBeUndefined()
        yield* TestClock.adjust("200 millis")
        expect(yield* Fiber.join(seen)).toEqual(Option.some(1))
      }).pipe(Effect.provide(layer))
    }))
})
