import { describe, expect, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import * as TestClock from "effect/testing/TestClock"
import * as EventStore from "../src/EventStore.ts"
import * as Expected from "../src/Expected.ts"
import * as ParkedMessages from "../src/ParkedMessages.ts"
import * as Position from "../src/Position.ts"
import * as Projector from "../src/Projector.ts"
import * as Reactor from "../src/Reactor.ts"
import { Reactors } from "../src/Reactors.ts"
import { ViewStore } from "../src/ViewStore.ts"
import { actor, commitId, Counts, Events, inMemory, streamOf } from "./Counter.ts"

let ids = 0
const increase = (name: string, by = 1) =>
  Effect.flatMap(EventStore.EventStore, (store) =>
    store.commit({
      id: commitId(`r${ids++}`),
      actor,
      appends: [EventStore.append(Events, streamOf(name), Expected.any, [{ _tag: "Increased", by }])]
    }))

const increases = (names: ReadonlyArray<string>) => Effect.forEach(names, (name) => increase(name))

interface Told {
  readonly stream: string
  readonly version: number
  readonly key: string
  readonly attempt: number
}

type Event = Parameters<Reactor.Reactor<any>["react"]>[0]

/** A reactor that notes what it is told, and then does what `outcome` says. */
const noting = (
  options: Partial<Reactor.Reactor<any>> = {},
  outcome: (event: Event, attempt: number) => Effect.Effect<unknown, unknown> = () => Effect.void
) => {
  const told: Array<Told> = []
  const reactor = Reactor.make({
    name: "noting",
    families: [Events],
    start: "beginning",
    retry: Schedule.recurs(2),
    react: (event, { attempt, idempotencyKey }) =>
      Effect.suspend(() => {
        told.push({ stream: event.stream.slice(8), version: event.version, key: idempotencyKey, attempt })
        return outcome(event, attempt)
      }),
    ...options
  })
  const names = () => told.map(({ stream, version }) => `${stream}${version}`)
  return { told, names, reactor }
}

/** Runs a reactor for as long as the effect. */
const running = <A, E>(
  reactor: Reactor.Any<never>,
  effect: Effect.Effect<A, E, EventStore.EventStore | ViewStore | Reactors>
) => Effect.provide(effect, Layer.fresh(Reactors.layer([reactor])))

const caughtUp = (position: number) => Effect.flatMap(Reactors, (reactors) => reactors.caughtUp(position))

/** Everything that is in the log by now has been dealt with. */
const settled = Effect.flatMap(EventStore.EventStore, (store) => Effect.flatMap(store.head, caughtUp))

describe("a reactor", () => {
  it.effect("is told of every event once, each under its own key, while nothing goes wrong", () =>
    inMemory(Effect.gen(function*() {
      const { names, reactor, told } = noting({ concurrency: 1 })
      yield* increases(["a", "b"])
      yield* running(
        reactor,
        Effect.gen(function*() {
          yield* increases(["a", "c"])
          yield* settled
        })
      )
      expect(names()).toEqual(["a1", "b1", "a2", "c1"])
      expect(new Set(told.map(({ key }) => key)).size).toBe(4)
      expect(told[0]!.key).toMatch(/^r\d+:0\/noting$/)
    })))

  it.effect("goes on where it was when it is started again, and does not repeat what it has remembered", () =>
    inMemory(Effect.gen(function*() {
      const { names, reactor } = noting()
      yield* increase("a")
      yield* running(reactor, settled)
      yield* increase("b")
      yield* running(reactor, settled)
      expect(names()).toEqual(["a1", "b1"])
    })))

  it.effect("begins, at its first start ever, with what happens from now on, or after a position", () =>
    inMemory(Effect.gen(function*() {
      yield* increases(["a", "b"])
      const fromNow = noting({ name: "from-now", start: "now" })
      const later = noting({ name: "later", start: Position.make(1) })
      yield* running(fromNow.reactor, settled)
      // It began when it was first started, not when it first met an event.
      yield* increase("c")
      yield* running(fromNow.reactor, settled)
      yield* running(later.reactor, settled)
      expect(fromNow.names()).toEqual(["c1"])
      expect(later.names()).toEqual(["b1", "c1"])
    })))

  it.effect("reacts to other keys while one of them takes its time, and never to two events of one key at once", () =>
    inMemory(Effect.gen(function*() {
      const gate = yield* Deferred.make<void>()
      const begun = yield* Deferred.make<void>()
      const { names, reactor } = noting(
        {},
        (event) => {
          if (event.stream !== "counter-a") {
            return event.stream === "counter-c"
              ? Deferred.succeed(begun, undefined)
              : Effect.void
          }
          return event.version === 1 ? Deferred.await(gate) : Effect.void
        }
      )
      yield* increases(["a", "a", "b", "c"])
      yield* running(
        reactor,
        Effect.gen(function*() {
          yield* Deferred.await(begun)
          expect(names()).toEqual(["a1", "b1", "c1"])
          yield* Deferred.succeed(gate, undefined)
          yield* settled
          expect(names()).toEqual(["a1", "b1", "c1", "a2"])
        })
      )
    })))

  it.effect("is told again, under the same key, of what it was told and had not finished when the program ended", () =>
    inMemory(Effect.gen(function*() {
      const begun = yield* Deferred.make<void>()
      const stuck = noting(
        {},
        (event) =>
          event.stream === "counter-a" ? Effect.andThen(Deferred.succeed(begun, undefined), Effect.never) : Effect.void
      )
      yield* increases(["a", "b", "b"])
      yield* running(stuck.reactor, Deferred.await(begun))
      const again = noting()
      yield* running(again.reactor, settled)
      // What came after the unfinished one was done as well, and is repeated: at least once, never lost.
      expect(again.names().toSorted()).toEqual(["a1", "b1", "b2"])
      const first = stuck.told.find(({ stream }) => stream === "a")!
      expect(again.told.find(({ stream }) => stream === "a")!.key).toBe(first.key)
    })))

  it.effect("holds no more events than its window, however slow it is", () =>
    inMemory(Effect.gen(function*() {
      const gate = yield* Deferred.make<void>()
      const { names, reactor } = noting({ window: 5, concurrency: 100 }, () => Deferred.await(gate))
      const streams = Array.from({ length: 30 }, (_, n) => `s${n}x`)
      yield* increases(streams)
      yield* running(
        reactor,
        Effect.gen(function*() {
          yield* TestClock.adjust("1 second")
          expect(names()).toHaveLength(5)
          yield* Deferred.succeed(gate, undefined)
          yield* settled
          expect(names()).toHaveLength(30)
        })
      )
    })))

  it.effect("reads only what it asks for", () =>
    inMemory(Effect.gen(function*() {
      const { names, reactor } = noting({ query: [{ types: ["Decreased"] }] })
      yield* increase("a", 2)
      yield* Effect.flatMap(EventStore.EventStore, (store) =>
        store.commit({
          id: commitId("down"),
          actor,
          appends: [EventStore.append(Events, streamOf("a"), Expected.any, [{ _tag: "Decreased", by: 1 }])]
        }))
      yield* running(reactor, settled)
      expect(names()).toEqual(["a2"])
    })))

  it.effect("is told nothing by a view that is made anew", () =>
    inMemory(Effect.gen(function*() {
      const { names, reactor } = noting()
      yield* increase("a")
      yield* running(
        reactor,
        Effect.gen(function*() {
          yield* settled
          yield* Projector.catchUp({ projections: [Counts] })
          yield* settled
        })
      )
      expect(names()).toEqual(["a1"])
    })))

  it.effect("is run by one program at a time, and by the next one when that one ends", () =>
    inMemory(Effect.gen(function*() {
      const [one, two] = [noting(), noting()]
      yield* Effect.scoped(Effect.gen(function*() {
        const second = Layer.build(Layer.fresh(Reactors.layer([two.reactor])))
        yield* running(
          one.reactor,
          Effect.gen(function*() {
            yield* settled
            yield* Effect.provide(Effect.forkChild(Effect.scoped(Effect.andThen(second, Effect.never))), Layer.empty)
            yield* increase("a")
            yield* settled
            yield* TestClock.adjust("30 seconds")
          })
        )
        expect([one.names(), two.names()]).toEqual([["a1"], []])
        yield* increase("b")
        yield* TestClock.adjust("2 seconds")
        expect([one.names(), two.names()]).toEqual([["a1"], ["b1"]])
      }))
    })))

  it.effect("stops, and says so, at a log that is not the one that it has read", () =>
    Effect.gen(function*() {
      const { reactor } = noting()
      const views = yield* inMemory(Effect.gen(function*() {
        yield* increase("a")
        yield* running(reactor, settled)
        return yield* ViewStore
      }))
      const stopped = yield* inMemory(Effect.gen(function*() {
        yield* increase("a")
        return yield* Effect.flip(Effect.provide(running(reactor, settled), Layer.succeed(ViewStore, views)))
      }))
      expect(stopped).toMatchObject({ _tag: "ReactorStopped", cause: { _tag: "CheckpointFromElsewhere" } })
    }))
})

describe("a reaction that fails", () => {
  it.effect("is tried again under the same key, by its schedule, and then forgotten", () =>
    inMemory(Effect.gen(function*() {
      const { reactor, told } = noting(
        { retry: Schedule.spaced("10 seconds") },
        (_, attempt) => attempt < 3 ? Effect.fail(new Error("busy")) : Effect.void
      )
      yield* increase("a")
      yield* running(
        reactor,
        Effect.gen(function*() {
          yield* TestClock.adjust("15 seconds")
          expect(told.map(({ attempt }) => attempt)).toEqual([1, 2])
          yield* TestClock.adjust("5 seconds")
          yield* settled
        })
      )
      expect(told.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
      expect(new Set(told.map(({ key }) => key)).size).toBe(1)
      expect((yield* ParkedMessages.list("noting", { limit: 10 })).items).toEqual([])
    })))

  it.effect("in every try, by throwing or by taking too long, is parked; later ones of its key are held behind it", () =>
    inMemory(Effect.gen(function*() {
      const kinds = [
        Effect.fail(new TypeError("secret@example.com")),
        Effect.die("thrown"),
        Effect.never,
        Effect.interrupt
      ]
      const { names, reactor } = noting(
        { retry: Schedule.recurs(1), timeout: "1 second" },
        (event) =>
          event.version === 1 && event.stream !== "counter-z" ? kinds[Number(event.stream.slice(8))]! : Effect.void
      )
      yield* increases(["0", "1", "2", "3", "0", "z"])
      yield* running(
        reactor,
        Effect.gen(function*() {
          yield* TestClock.adjust("10 seconds")
          yield* settled
        })
      )
      const { items } = yield* ParkedMessages.list("noting", { limit: 10 })
      expect(items.map(({ attempts, lane, state }) => [lane, state, attempts])).toEqual([
        ["event/counter-0", "parked", 2],
        ["event/counter-1", "parked", 2],
        ["event/counter-2", "parked", 2],
        ["event/counter-3", "parked", 2],
        ["event/counter-0", "held", 0]
      ])
      expect(names().filter((name) => name.startsWith("z"))).toEqual(["z1"])
      // What an error says may be personal, so only its name is kept.
      expect(JSON.stringify(items)).not.toContain("secret")
      expect(items[0]!.error).toBe("TypeError")
    })))

  it.effect("is parked with what the reactor says of its error, when it says something", () =>
    inMemory(Effect.gen(function*() {
      const describe = (error: unknown) => `refused: ${(error as Error).message}`
      const { reactor } = noting({ describe }, () => Effect.fail(new Error("no such mailbox")))
      yield* increase("a")
      yield* running(reactor, settled)
      const { items } = yield* ParkedMessages.list("noting", { limit: 10 })
      expect(items.map(({ error }) => error)).toEqual(["refused: no such mailbox"])
    })))

  it.effect("keeps nobody waiting whose reactor lets later ones pass", () =>
    inMemory(Effect.gen(function*() {
      const { reactor } = noting(
        { afterParked: "pass" },
        (event) => event.version === 1 ? Effect.fail("no") : Effect.void
      )
      yield* increases(["a", "a"])
      yield* running(reactor, settled)
      const { items } = yield* ParkedMessages.list("noting", { limit: 10 })
      expect(items.map(({ source, state }) => [source, state])).toMatchObject([[{ version: 1 }, "parked"]])
    })))
})

describe("a parked message", () => {
  const parkedOnce = (broken: { now: boolean }) =>
    noting(
      {},
      (event) => broken.now && event.version === 1 && event.stream === "counter-a" ? Effect.fail("down") : Effect.void
    )

  it.effect("is delivered again under its key when somebody asks, and what was held behind it after it", () =>
    inMemory(Effect.gen(function*() {
      const broken = { now: true }
      const { names, reactor, told } = parkedOnce(broken)
      yield* increases(["a", "a", "b", "a"])
      yield* running(
        reactor,
        Effect.gen(function*() {
          yield* settled
          const [first] = (yield* ParkedMessages.list("noting", { limit: 1 })).items
          broken.now = false
          told.length = 0
          yield* ParkedMessages.replay("noting", first!.id)
          yield* TestClock.adjust("1 second")
          expect(names()).toEqual(["a1", "a2", "a3"])
          expect(told[0]!.key).toBe(`${first!.id}/noting`)
          yield* increase("a")
          yield* settled
          expect(names()).toEqual(["a1", "a2", "a3", "a4"])
          expect((yield* ParkedMessages.list("noting", { limit: 10 })).items).toEqual([])
          expect((yield* Effect.flip(ParkedMessages.replay("noting", first!.id)))._tag).toBe("NotParked")
        })
      )
    })))

  it.effect("that fails again stays parked, and goes on holding what came after it, also after a restart", () =>
    inMemory(Effect.gen(function*() {
      const broken = { now: true }
      const { names, reactor, told } = parkedOnce(broken)
      yield* increases(["a", "a"])
      yield* running(reactor, settled)
      const [first] = (yield* ParkedMessages.list("noting", { limit: 1 })).items
      // Ordered while nobody runs the reactor, and carried out when somebody does.
      yield* ParkedMessages.replay("noting", first!.id)
      told.length = 0
      yield* running(
        reactor,
        Effect.gen(function*() {
          yield* increase("a")
          yield* TestClock.adjust("1 second")
          yield* settled
        })
      )
      expect(names()).toEqual(["a1", "a1", "a1"])
      const { items } = yield* ParkedMessages.list("noting", { limit: 10 })
      expect(items.map(({ attempts, state }) => [state, attempts])).toEqual([["parked", 6], ["held", 0], ["held", 0]])
    })))

  it.effect("can be given up, and what was held behind it is delivered", () =>
    inMemory(Effect.gen(function*() {
      const { names, reactor, told } = parkedOnce({ now: true })
      yield* increases(["a", "a"])
      yield* running(
        reactor,
        Effect.gen(function*() {
          yield* settled
          told.length = 0
          const [first] = (yield* ParkedMessages.list("noting", { limit: 1 })).items
          yield* ParkedMessages.discard("noting", first!.id)
          yield* TestClock.adjust("1 second")
          expect(names()).toEqual(["a2"])
          yield* increase("a")
          yield* settled
          expect(names()).toEqual(["a2", "a3"])
        })
      )
      expect((yield* ParkedMessages.list("noting", { limit: 10 })).items).toEqual([])
    })))

  it.effect("is looked for where there is such a reactor", () =>
    inMemory(Effect.gen(function*() {
      const unknown = yield* Effect.flip(ParkedMessages.list("nobody", { limit: 1 }))
      expect(unknown).toMatchObject({ _tag: "UnknownReactor", reactor: "nobody" })
    })))
})
