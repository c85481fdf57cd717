import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as fc from "fast-check"
import * as EventStore from "../src/EventStore.ts"
import { EventStoreDriver } from "../src/EventStoreDriver.ts"
import * as Expected from "../src/Expected.ts"
import * as MemoryEventStore from "../src/MemoryEventStore.ts"
import * as MemoryKeyVault from "../src/MemoryKeyVault.ts"
import * as StateCache from "../src/StateCache.ts"
import * as Transact from "../src/Transact.ts"
import { actor, type Command, commitId, Counter, type Event, Events, streamOf } from "./Counter.ts"

/** A decider that tells how many events it folded. */
const counting = () => {
  const folds = { events: 0 }
  const decider: typeof Counter = {
    ...Counter,
    evolve: (count, event) => {
      folds.events++
      return Counter.evolve(count, event)
    }
  }
  return { decider, folds }
}

let ids = 0
const request = (name: string, command: Command) => ({
  stream: streamOf(name),
  command,
  commitId: commitId(`cache-${ids++}`),
  actor
})

/** Two programs with a cache each, on one log. */
const programs = Effect.gen(function*() {
  const driver = yield* MemoryEventStore.make()
  const store = EventStore.EventStore.layer.pipe(
    Layer.provide([Layer.succeed(EventStoreDriver, driver), MemoryKeyVault.layer])
  )
  const program = (capacity: number) => {
    const cache = StateCache.make({ capacity })
    return { cache, layer: Layer.merge(store, Layer.succeed(StateCache.StateCache, cache)) }
  }
  return { one: program(10), two: program(10), small: program(3) }
})

const append = (name: string, id: string, event: Event) =>
  Effect.flatMap(EventStore.EventStore, (store) =>
    store.commit({
      id: commitId(id),
      actor,
      appends: [EventStore.append(Events, streamOf(name), Expected.any, [event])]
    }))

describe("a cache of folded states", () => {
  it.effect("lets a command fold only what came since the last one", () =>
    Effect.gen(function*() {
      const { one } = yield* programs
      const { decider, folds } = counting()
      yield* Effect.gen(function*() {
        const run = Transact.run(decider, Events)
        for (let n = 0; n < 30; n++) yield* run(request("a", { _tag: "Increase", by: 1 }))
        expect(folds.events).toBe(30)
        yield* append("a", "behind", { _tag: "Increased", by: 5 })
        expect(yield* Transact.stateOf(decider, Events)(streamOf("a"))).toEqual({ state: 35, version: 31 })
        expect(folds.events).toBe(31)
      }).pipe(Effect.provide(one.layer))
    }))

  it.effect("knows what another program wrote, and rejects nothing on an old state", () =>
    Effect.gen(function*() {
      const { one, two } = yield* programs
      const run = (command: Command) => Transact.run(Counter, Events)(request("a", command))
      yield* Effect.provide(run({ _tag: "Increase", by: 1 }), one.layer)
      yield* Effect.provide(run({ _tag: "Increase", by: 9 }), two.layer)
      // On the cached state, 1, this would be rejected.
      expect(yield* Effect.provide(run({ _tag: "Decrease", by: 10 }), one.layer)).toMatchObject({ state: 0 })
      expect(yield* Effect.provide(run({ _tag: "SetTo", count: 0 }), two.layer)).toMatchObject({ events: [] })
      expect((yield* Effect.flip(Effect.provide(run({ _tag: "Decrease", by: 1 }), two.layer)))._tag).toBe("BelowZero")
    }))

  it.effect("remembers no more states than it may", () =>
    Effect.gen(function*() {
      const { small } = yield* programs
      const { decider, folds } = counting()
      yield* Effect.gen(function*() {
        const run = Transact.run(decider, Events)
        for (const name of ["a", "b", "c", "a", "d"]) yield* run(request(name, { _tag: "Increase", by: 1 }))
        expect(small.cache.size()).toBe(3)
        folds.events = 0
        yield* Transact.stateOf(decider, Events)(streamOf("a"))
        expect(folds.events).toBe(0) // used after b, so b made room
        yield* Transact.stateOf(decider, Events)(streamOf("b"))
        expect(folds.events).toBe(1)
      }).pipe(Effect.provide(small.layer))
    }))

  it.effect("answers a repeat with the state of its own time, and forgets nothing newer over it", () =>
    Effect.gen(function*() {
      const { one } = yield* programs
      yield* Effect.gen(function*() {
        const run = Transact.run(Counter, Events)
        const first = request("a", { _tag: "Increase", by: 2 })
        const answer = yield* run(first)
        yield* run(request("a", { _tag: "Increase", by: 3 }))
        expect(yield* run(first)).toEqual({ ...answer, repeated: true })
        expect(yield* Transact.stateOf(Counter, Events)(streamOf("a"))).toEqual({ state: 5, version: 2 })
      }).pipe(Effect.provide(one.layer))
    }))

  it.effect("drops the state of a stream that has ended", () =>
    Effect.gen(function*() {
      const { one } = yield* programs
      const ending = { ...Counter, isTerminal: (count: number) => count >= 3 }
      yield* Effect.gen(function*() {
        const run = Transact.run(ending, Events)
        yield* run(request("a", { _tag: "Increase", by: 2 }))
        expect(one.cache.size()).toBe(1)
        yield* run(request("a", { _tag: "Increase", by: 1 }))
        expect(one.cache.size()).toBe(0)
      }).pipe(Effect.provide(one.layer))
    }))

  it("gives the same answers as no cache, whatever two programs do, interrupted or not", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ program: fc.nat(1), stream: fc.nat(2), by: fc.integer({ min: -3, max: 4 }), cut: fc.nat(9) })
        ),
        (steps) =>
          Effect.runPromise(Effect.gen(function*() {
            const { one, two } = yield* programs
            for (const { by, cut, program, stream } of steps) {
              const name = `s${stream}`
              const command: Command = by < 0 ? { _tag: "Decrease", by: -by } : { _tag: "Increase", by }
              const run = Effect.result(Transact.run(Counter, Events)(request(name, command)))
              const interrupted = Effect.raceFirst(run, Effect.forEach(Array(cut), () => Effect.yieldNow))
              const { layer } = program === 0 ? one : two
              yield* Effect.provide(cut === 0 ? run : interrupted, layer)
              const truth = yield* Effect.provide(
                Effect.flatMap(
                  EventStore.EventStore,
                  (store) => Stream.runFold(store.readStream(Events, streamOf(name)), () => 0, Counter.evolve)
                ),
                layer
              )
              const { state } = yield* Effect.provide(Transact.stateOf(Counter, Events)(streamOf(name)), layer)
              expect(state).toBe(truth)
            }
          }))
      ),
      { numRuns: 60 }
    ))
})
