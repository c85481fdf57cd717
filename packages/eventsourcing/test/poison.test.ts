import { describe, expect, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import * as EventFamily from "../src/EventFamily.ts"
import * as EventStore from "../src/EventStore.ts"
import * as Expected from "../src/Expected.ts"
import * as ParkedEvents from "../src/ParkedEvents.ts"
import * as Poison from "../src/Poison.ts"
import * as Projection from "../src/Projection.ts"
import { catchUp, type Options, Projector, rebuild } from "../src/Projector.ts"
import * as StreamId from "../src/StreamId.ts"
import * as Views from "../src/Views.ts"
import { actor, commitId, Counts, Events, inMemory, streamOf } from "./Counter.ts"

let ids = 0
const increase = Effect.fnUntraced(function*(name: string, by: number) {
  const store = yield* EventStore.EventStore
  const append = EventStore.append(Events, streamOf(name), Expected.any, [{ _tag: "Increased", by }])
  return yield* store.commit({ id: commitId(`poison${ids++}`), actor, appends: [append] })
})

/** The same events as a later release writes them. */
const Later = EventFamily.make({
  category: "counter",
  events: { Increased: { by: Schema.Int } },
  upcasters: {
    Increased: [{ changes: "it says by how much", upcast: () => ({ by: 1 }) }, {
      changes: "nothing",
      upcast: (payload) => payload
    }]
  }
})
const increaseLater = Effect.fnUntraced(function*(name: string, by: number) {
  const store = yield* EventStore.EventStore
  const append = EventStore.append(Later, streamOf(name), Expected.any, [{ _tag: "Increased", by }])
  return yield* store.commit({ id: commitId(`poison${ids++}`), actor, appends: [append] })
})

/** Lists what was added, so that order shows; throws at 13 unless it is mended. */
const list = (mended: { now: boolean }) =>
  Projection.make({
    name: "list",
    revision: 1,
    families: [Events],
    indexes: [],
    keys: (event) => [StreamId.localId(event.stream), "all"],
    evolve: (document: { readonly added: ReadonlyArray<number> } | undefined, { event }, key) => {
      const by = event._tag === "Increased" ? event.by : 0
      if (by === 13 && key !== "all" && !mended.now) throw new RangeError(`unlucky, as ${key} is`)
      return { added: [...document?.added ?? [], by] }
    }
  })

const added = (key: string, mended = { now: true }) =>
  Effect.map(Views.get(list(mended), key), (found) => Option.getOrUndefined(found)?.added)

const parking = (projection: Projection.Any, rest: Partial<Options> = {}): Options => ({
  projections: [projection],
  poison: () => Poison.park,
  ...rest
})

describe("an event that a projection cannot take in", () => {
  it.effect("stops that projection before it, is named, and stops no other", () =>
    inMemory(Effect.gen(function*() {
      for (const by of [1, 2, 13, 4]) yield* increase("a", by)
      const error = yield* Effect.flip(catchUp({ projections: [list({ now: false }), Counts] }))
      expect(error).toMatchObject({
        _tag: "PoisonEvent",
        projection: "list",
        position: 3,
        stream: "counter-a",
        version: 3,
        type: "Increased",
        reason: "Fold",
        key: "a"
      })
      expect(error.message).toContain("unlucky")
      expect(Option.getOrUndefined(yield* Views.get(Counts, "a"))).toEqual({ name: "a", count: 20 })
      yield* catchUp({ projections: [list({ now: true })] })
      expect([yield* added("a"), yield* added("all")]).toEqual([[1, 2, 13, 4], [1, 2, 13, 4]])
    })))

  it.effect("leaves a view that readers see where it was, whole up to the event", () =>
    inMemory(Effect.gen(function*() {
      yield* catchUp({ projections: [list({ now: false })] })
      for (const by of [1, 2, 13, 4]) yield* increase("a", by)
      yield* Effect.flip(catchUp({ projections: [list({ now: false })] }))
      expect([yield* added("a"), yield* added("all")]).toEqual([[1, 2], [1, 2]])
    })))

  it.effect("that cannot be decoded stops those that read its family, and no others", () =>
    inMemory(Effect.gen(function*() {
      const Other = EventFamily.make({ category: "other", events: { Seen: { n: Schema.Int } } })
      const seen = Projection.make({
        name: "seen",
        revision: 1,
        families: [Other],
        indexes: [],
        keys: () => ["all"],
        evolve: (document: { readonly n: number } | undefined, { event }) => ({ n: (document?.n ?? 0) + event.n })
      })
      for (let n = 0; n < 7; n++) yield* increase("a", 1)
      yield* increaseLater("a", 1)
      yield* increase("a", 1)
      const error = yield* Effect.flip(catchUp({ projections: [Counts, seen] }))
      expect(error).toMatchObject({ _tag: "PoisonEvent", projection: "counts", position: 8, reason: "NewerVersion" })
      expect(yield* Views.get(seen, "all")).toEqual(Option.none())
    })))

  it.effect("is told to whoever waits for the projection, while others can be waited for", () =>
    inMemory(Effect.gen(function*() {
      const bad = list({ now: false })
      const last = yield* increase("a", 13)
      yield* Effect.gen(function*() {
        const projector = yield* Projector
        yield* projector.caughtUp(last.position, [Counts])
        const stopped = yield* Effect.flip(projector.caughtUp(last.position))
        expect(stopped.message).toContain("The projection list cannot take in Increased at version 1 of counter-a")
        expect(yield* Effect.flip(projector.stopped)).toMatchObject({ _tag: "ProjectorStopped" })
        const next = yield* increase("a", 1)
        yield* projector.caughtUp(next.position, [Counts])
        expect((yield* projector.status).map(({ state }) => state)).toEqual(["stopped", "following"])
      }).pipe(Effect.provide(Projector.layer({ projections: [bad, Counts] })))
    })))

  it.effect("that changes a document in place is not lost", () =>
    inMemory(Effect.gen(function*() {
      const inPlace: Projection.Any = {
        ...list({ now: true }),
        evolve: (document, { event }) => {
          const next: { added: Array<number> } = document ?? { added: [] }
          next.added.push(event.by)
          return next
        }
      }
      yield* increase("a", 1)
      yield* catchUp({ projections: [inPlace] })
      yield* increase("a", 2)
      yield* catchUp({ projections: [inPlace] })
      expect(yield* added("a")).toEqual([1, 2])
    })))
})

describe("an event that is put aside", () => {
  it.effect("is told of once, to whom the policy says; of those that wait behind it nobody is told", () =>
    inMemory(Effect.gen(function*() {
      const told: Array<readonly [string, string, number]> = []
      const park: Poison.Final = {
        _tag: "Park",
        tell: (projection, { position, reason }) => Effect.sync(() => told.push([projection, reason, position]))
      }
      const after = (policy: Poison.Policy) => catchUp(parking(list({ now: false }), { poison: () => policy }))
      for (const by of [1, 13, 3]) yield* increase("a", by)
      yield* after(park)
      yield* increase("b", 13)
      yield* after(Poison.retry(Schedule.recurs(0), park))
      expect(told).toEqual([["list", "Fold", 2], ["list", "Fold", 4]])
    })))

  it.effect("waits with all later ones of its document, and others go on; replayed, it is as if it had never failed", () =>
    inMemory(Effect.gen(function*() {
      const mended = { now: false }
      for (const [name, by] of [["a", 1], ["a", 13], ["b", 5], ["a", 3], ["b", 13]] as const) yield* increase(name, by)
      for (const pageSize of [5000, 1]) {
        yield* catchUp(parking(list(mended), { pageSize }))
        yield* increase("a", 7)
      }
      yield* catchUp(parking(list(mended)))
      expect([yield* added("a"), yield* added("b")]).toEqual([[1], [5]])
      expect(yield* added("all")).toEqual([1, 13, 5, 3, 13, 7, 7])
      const parked = yield* ParkedEvents.list(list(mended))
      expect(parked.map(({ key, position, reason }) => [position, key, reason])).toEqual([
        [2, "a", "Fold"],
        [4, "a", "Behind"],
        [5, "b", "Fold"],
        [6, "a", "Behind"],
        [7, "a", "Behind"]
      ])
      expect(parked[0]).toEqual({
        position: 2,
        stream: "counter-a",
        version: 2,
        type: "Increased",
        key: "a",
        reason: "Fold",
        error: "RangeError"
      })
      const still = yield* ParkedEvents.replay(list(mended))
      expect(still).toMatchObject({ replayed: 0, left: 5, failure: { _tag: "PoisonEvent", position: 2 } })
      mended.now = true
      expect(yield* ParkedEvents.replay(list(mended))).toEqual({ replayed: 5, left: 0 })
      expect([yield* added("a"), yield* added("b")]).toEqual([[1, 13, 3, 7, 7], [5, 13]])
      expect(yield* ParkedEvents.replay(list(mended))).toEqual({ replayed: 0, left: 0 })
      yield* increase("a", 9)
      yield* catchUp(parking(list(mended)))
      expect(yield* added("a")).toEqual([1, 13, 3, 7, 7, 9])
    })))

  it.effect("without being decoded, waits with the later ones of its stream, and is replayed by a release that can", () =>
    inMemory(Effect.gen(function*() {
      yield* increase("a", 1)
      yield* increaseLater("a", 2)
      yield* increase("a", 3)
      yield* increase("b", 4)
      yield* catchUp(parking(list({ now: true })))
      expect([yield* added("a"), yield* added("b"), yield* added("all")]).toEqual([[1], [4], [1, 4]])
      const parked = yield* ParkedEvents.list(list({ now: true }))
      expect(parked.map(({ position, reason }) => [position, reason])).toEqual([[2, "NewerVersion"], [3, "Behind"]])
      const updated = { ...list({ now: true }), families: [Later] }
      expect(yield* ParkedEvents.replay(updated)).toEqual({ replayed: 2, left: 0 })
      expect([yield* added("a"), yield* added("all")]).toEqual([[1, 2, 3], [1, 4, 2, 3]])
      yield* rebuild({ projections: [updated] })
      expect(yield* added("all")).toEqual([1, 2, 3, 4])
    })))

  it.effect("for keys that could not be told, waits with the later ones of its stream", () =>
    inMemory(Effect.gen(function*() {
      const mended = { now: false }
      const projection: Projection.Any = {
        ...list({ now: true }),
        keys: (event) => {
          if (event.event.by === 13 && !mended.now) throw new Error("no key")
          return ["all"]
        }
      }
      for (const [name, by] of [["a", 13], ["a", 1], ["b", 2]] as const) yield* increase(name, by)
      yield* catchUp(parking(projection))
      expect(yield* added("all")).toEqual([2])
      mended.now = true
      expect(yield* ParkedEvents.replay(projection)).toEqual({ replayed: 2, left: 0 })
      expect(yield* added("all")).toEqual([2, 13, 1])
    })))

  it.effect("is replayed while a projector runs, which then goes on by itself", () =>
    inMemory(Effect.gen(function*() {
      const mended = { now: false }
      yield* Effect.gen(function*() {
        const projector = yield* Projector
        yield* projector.caughtUp((yield* increase("a", 13)).position)
        mended.now = true
        expect(yield* ParkedEvents.replay(list(mended))).toEqual({ replayed: 1, left: 0 })
        yield* projector.caughtUp((yield* increase("a", 1)).position)
        expect(yield* added("a")).toEqual([13, 1])
      }).pipe(Effect.provide(Projector.layer(parking(list(mended)))))
    })))

  it.effect("is one too many when so many wait already", () =>
    inMemory(Effect.gen(function*() {
      const store = yield* EventStore.EventStore
      const events = Array.from({ length: Poison.mostParked + 1 }, () => ({ _tag: "Increased" as const, by: 13 }))
      for (let n = 0; n < events.length; n += 100) {
        const [first, ...rest] = events.slice(n, n + 100)
        const append = EventStore.append(Events, streamOf("a"), Expected.any, [first!, ...rest])
        yield* store.commit({ id: commitId(`many${n}`), actor, appends: [append] })
      }
      const error = yield* Effect.flip(catchUp(parking(list({ now: false }), { pageSize: 300 })))
      expect(error).toMatchObject({ _tag: "PoisonEvent", reason: "TooManyParked", position: Poison.mostParked + 1 })
    })))
})

describe("a projection that tries again", () => {
  const runner = (policy: Poison.Policy, mended: { now: boolean }) =>
    Effect.map(
      Layer.build(Layer.fresh(Projector.layer({ projections: [list(mended), Counts], poison: () => policy }))),
      (context) => Context.get(context, Projector)
    )
  const policy = (then = Poison.stop) =>
    Poison.retry(Schedule.spaced("1 minute").pipe(Schedule.upTo({ times: 3 })), then)

  it.effect("takes the event in when what was wrong has passed, and holds up no other", () =>
    inMemory(Effect.scoped(Effect.gen(function*() {
      const mended = { now: false }
      const projector = yield* runner(policy(), mended)
      const { position } = yield* increase("a", 13)
      yield* projector.caughtUp(position, [Counts])
      const waiting = yield* Effect.forkChild(projector.caughtUp(position))
      yield* TestClock.adjust("61 seconds")
      expect(waiting.pollUnsafe()).toBeUndefined()
      mended.now = true
      yield* TestClock.adjust("61 seconds")
      yield* Fiber.join(waiting)
      expect(yield* added("a")).toEqual([13])
    }))))

  it.effect("stops in the end", () =>
    inMemory(Effect.scoped(Effect.gen(function*() {
      const projector = yield* runner(policy(), { now: false })
      const { position } = yield* increase("a", 13)
      yield* projector.caughtUp(position, [Counts])
      const waiting = yield* Effect.forkChild(Effect.flip(projector.caughtUp(position)))
      yield* TestClock.adjust("5 minutes")
      expect((yield* Fiber.join(waiting)).cause).toMatchObject({ _tag: "PoisonEvent", position: 1 })
    }))))

  it.effect("or puts the event aside in the end", () =>
    inMemory(Effect.scoped(Effect.gen(function*() {
      const projector = yield* runner(policy(Poison.park), { now: false })
      const { position } = yield* increase("a", 13)
      const waiting = yield* Effect.forkChild(projector.caughtUp(position))
      yield* TestClock.adjust("5 minutes")
      yield* Fiber.join(waiting)
      expect(yield* ParkedEvents.list(list({ now: false }))).toHaveLength(1)
    }))))
})
