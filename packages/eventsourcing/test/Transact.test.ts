import { describe, expect, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as EventStore from "../src/EventStore.ts"
import * as EventStoreDriver from "../src/EventStoreDriver.ts"
import * as Expected from "../src/Expected.ts"
import * as KeyVault from "../src/KeyVault.ts"
import * as MemoryEventStore from "../src/MemoryEventStore.ts"
import * as MemoryKeyVault from "../src/MemoryKeyVault.ts"
import { Ambiguous } from "../src/StoreError.ts"
import * as Transact from "../src/Transact.ts"
import { actor, type Command, commitId, Counter, Events, inMemory, streamOf } from "./Counter.ts"

const run = (id: string, command: Command, more: { readonly expectedVersion?: number } = {}) =>
  Transact.run(Counter, Events)({ stream: streamOf("a"), command, commitId: commitId(id), actor, ...more })

const stored = Effect.flatMap(
  EventStore.EventStore,
  (store) => Stream.runCollect(store.readStream(Events, streamOf("a")))
)

describe("a command", () => {
  it.effect("answers the state, the version and the events that it led to", () =>
    inMemory(Effect.gen(function*() {
      yield* run("1", { _tag: "Increase", by: 2 })
      const second = yield* run("2", { _tag: "Increase", by: 3 })
      expect(second).toMatchObject({ state: 5, version: 2, position: 2, repeated: false })
      expect(second.events.map((event) => event.event)).toEqual([{ _tag: "Increased", by: 3 }])
      expect(second.events[0]?.metadata.actor).toEqual(actor)
    })))

  it.effect("that is already true writes nothing", () =>
    inMemory(Effect.gen(function*() {
      yield* run("1", { _tag: "Increase", by: 2 })
      expect(yield* run("2", { _tag: "SetTo", count: 2 })).toMatchObject({ state: 2, version: 1, events: [] })
      expect(yield* stored).toHaveLength(1)
    })))

  it.effect("that is forbidden fails with the decider's rejection and writes nothing", () =>
    inMemory(Effect.gen(function*() {
      expect(yield* Effect.flip(run("1", { _tag: "Decrease", by: 1 }))).toMatchObject({ _tag: "BelowZero", count: 0 })
      expect(yield* stored).toHaveLength(0)
    })))

  it.effect("sent again answers the first result, though it would be decided otherwise now", () =>
    inMemory(Effect.gen(function*() {
      yield* run("1", { _tag: "Increase", by: 2 })
      const first = yield* run("2", { _tag: "Decrease", by: 2 })
      const again = yield* run("2", { _tag: "Decrease", by: 2 })
      expect(again).toEqual({ ...first, repeated: true })
      yield* run("3", { _tag: "Increase", by: 9 })
      expect(yield* run("2", { _tag: "Decrease", by: 2 })).toEqual({ ...first, repeated: true })
      expect(yield* stored).toHaveLength(3)
    })))

  it.effect("with a personal value, sent again, is recognised as the same", () =>
    inMemory(Effect.gen(function*() {
      const command = { _tag: "Name", by: "x", email: "x@example.com" } as const
      yield* run("1", command)
      expect((yield* run("1", command)).repeated).toBe(true)
      const other = yield* Effect.flip(run("1", { ...command, email: "y@example.com" }))
      expect(other._tag).toBe("CommitIdReused")
      const vault = yield* KeyVault.KeyVault
      yield* vault.forget("person-x")
      expect((yield* run("1", command)).repeated).toBe(true)
    })))

  it.effect("with the commit id of another command is refused", () =>
    inMemory(Effect.gen(function*() {
      yield* run("1", { _tag: "Increase", by: 2 })
      for (
        const other of [
          { _tag: "Increase", by: 3 },
          { _tag: "Decrease", by: 3 },
          { _tag: "SetTo", count: 0 }
        ] as const
      ) {
        expect((yield* Effect.flip(run("1", other)))._tag).toBe("CommitIdReused")
      }
      expect(yield* stored).toHaveLength(1)
    })))

  it.effect("on a version that has passed is refused with the true one", () =>
    inMemory(Effect.gen(function*() {
      yield* run("1", { _tag: "Increase", by: 1 }, { expectedVersion: 0 })
      const stale = yield* Effect.flip(run("2", { _tag: "Increase", by: 1 }, { expectedVersion: 0 }))
      expect(stale).toMatchObject({ _tag: "Conflict", actual: 1, expected: Expected.exactly(0) })
    })))

  it.effect(
    "among many at once is decided on what the others did: no increase is lost",
    () =>
      inMemory(Effect.gen(function*() {
        const all = Array.from({ length: 16 }, (_, n) => run(`c${n}`, { _tag: "Increase", by: 1 }))
        yield* Effect.all(all, { concurrency: "unbounded" })
        const counts = (yield* stored).reduce(Counter.evolve, 0)
        expect(counts).toBe(16)
      })),
    { timeout: 20_000 }
  )
})

/** Loses the answer to the first commit: before it was written, or after. */
const losing = (when: "before" | "after") =>
  Layer.effect(
    EventStoreDriver.EventStoreDriver,
    Effect.map(MemoryEventStore.make(), (driver) => {
      let lost = false
      return {
        ...driver,
        commit: Effect.fnUntraced(function*(commit) {
          if (lost) return yield* driver.commit(commit)
          lost = true
          if (when === "after") yield* driver.commit(commit)
          return yield* new Ambiguous({ commitId: commit.id, cause: "the connection was cut" })
        })
      }
    })
  )

describe("a command whose answer was lost", () => {
  for (const when of ["before", "after"] as const) {
    it.live(`${when} it was written has one effect`, () =>
      Effect.gen(function*() {
        expect(yield* run("1", { _tag: "Increase", by: 1 })).toMatchObject({ state: 1, repeated: when === "after" })
        expect(yield* stored).toHaveLength(1)
      }).pipe(
        Effect.provide(EventStore.EventStore.layer.pipe(
          Layer.provide([losing(when), MemoryKeyVault.layer])
        ))
      ))
  }
})

describe("a command that is sent twice at once", () => {
  /** A store in which something happens between the question for the commit id and whatever is read next. */
  const interrupted = Effect.gen(function*() {
    const driver = yield* MemoryEventStore.make()
    let between: Effect.Effect<unknown, unknown> = Effect.void
    const layer = EventStore.EventStore.layer.pipe(Layer.provide([
      Layer.succeed(EventStoreDriver.EventStoreDriver, {
        ...driver,
        findCommit: (id, stream) =>
          Effect.tap(driver.findCommit(id, stream), () => {
            const now = between
            between = Effect.void
            return Effect.orDie(now)
          })
      }),
      MemoryKeyVault.layer
    ]))
    return { layer, happens: (what: Effect.Effect<unknown, unknown>) => Effect.sync(() => void (between = what)) }
  })

  const cases: ReadonlyArray<readonly [Command, { readonly expectedVersion?: number }]> = [
    [{ _tag: "Decrease", by: 2 }, {}],
    [{ _tag: "SetTo", count: 0 }, {}],
    [{ _tag: "Increase", by: 1 }, {}],
    [{ _tag: "Increase", by: 1 }, { expectedVersion: 1 }]
  ]
  for (const [command, more] of cases) {
    it.effect(`answers its twin's result: ${JSON.stringify({ ...command, ...more })}`, () =>
      Effect.gen(function*() {
        const { happens, layer } = yield* interrupted
        yield* Effect.gen(function*() {
          const context = yield* Effect.context<EventStore.EventStore>()
          yield* run("1", { _tag: "Increase", by: 2 })
          const twin = run("2", command, more)
          const stranger = run("3", { _tag: "Increase", by: 10 })
          yield* happens(Effect.provide(Effect.andThen(twin, stranger), context))
          const answer = yield* twin
          expect(answer).toMatchObject({ version: 2, repeated: true })
          expect(answer.events).toHaveLength(1)
          expect(answer.state).toBe(command._tag === "Increase" ? 3 : 0)
          expect(yield* stored).toHaveLength(3)
        }).pipe(Effect.provide(layer))
      }))
  }

  it.effect("is not mistaken for another command about a subject that was forgotten", () =>
    inMemory(Effect.gen(function*() {
      yield* run("1", { _tag: "Increase", by: 2 })
      yield* run("2", { _tag: "Name", by: "x", email: "x@example.com" })
      const { forget } = yield* KeyVault.KeyVault
      yield* forget("person-x")
      const other = yield* Effect.flip(run("1", { _tag: "Name", by: "x", email: "x@example.com" }))
      expect(other._tag).toBe("CommitIdReused")
    })))
})

describe("a stream that has ended", () => {
  const ending = { ...Counter, isTerminal: (count: number) => count >= 3 }
  const run = (id: string, command: Command) =>
    Transact.run(ending, Events)({ stream: streamOf("a"), command, commitId: commitId(id), actor })

  it.effect("can be read, answers what is already true and what was done before, and takes nothing more", () =>
    inMemory(Effect.gen(function*() {
      yield* run("1", { _tag: "Increase", by: 2 })
      const last = yield* run("2", { _tag: "Increase", by: 1 })
      expect(yield* Effect.flip(run("3", { _tag: "Increase", by: 1 }))).toMatchObject({
        _tag: "StreamEnded",
        stream: "counter-a",
        version: 2
      })
      expect((yield* Effect.flip(run("4", { _tag: "Decrease", by: 9 })))._tag).toBe("BelowZero")
      expect(yield* run("5", { _tag: "SetTo", count: 3 })).toMatchObject({ events: [], version: 2 })
      expect(yield* run("2", { _tag: "Increase", by: 1 })).toEqual({ ...last, repeated: true })
      expect(yield* Transact.stateOf(ending, Events)(streamOf("a"))).toEqual({ state: 3, version: 2 })
      expect(yield* stored).toHaveLength(2)
    })))

  it.effect("while a command was being decided takes nothing of that command", () =>
    inMemory(Effect.gen(function*() {
      yield* run("1", { _tag: "Increase", by: 2 })
      const all = ["2", "3", "4", "5"].map((id) => Effect.result(run(id, { _tag: "Increase", by: 1 })))
      const results = yield* Effect.all(all, { concurrency: "unbounded" })
      expect(results.filter(Result.isSuccess)).toHaveLength(1)
      expect(yield* stored).toHaveLength(2)
    })), { timeout: 20_000 })
})

describe("a command that meets nothing but conflicts", () => {
  /** When each try was made, in milliseconds since the first. */
  const triesOf = Effect.fnUntraced(function*(options?: Transact.Options) {
    const driver = yield* MemoryEventStore.make()
    const tries: Array<number> = []
    const contested = Layer.succeed(EventStoreDriver.EventStoreDriver, {
      ...driver,
      commit: ({ appends: [{ expected, stream }] }: EventStoreDriver.Commit) =>
        Effect.map(Clock.currentTimeMillis, (now) => {
          tries.push(now)
          return { _tag: "Conflict" as const, stream, expected, actual: 7 }
        })
    })
    const store = EventStore.EventStore.layer.pipe(Layer.provide([contested, MemoryKeyVault.layer]))
    const command = Transact.run(Counter, Events, options)({
      stream: streamOf("a"),
      command: { _tag: "Increase", by: 1 },
      commitId: commitId("1"),
      actor
    })
    const refused = yield* Effect.forkChild(Effect.flip(Effect.provide(command, store)))
    for (let step = 0; step < 2000; step++) yield* TestClock.adjust("1 millis")
    expect((yield* Fiber.join(refused))._tag).toBe("Conflict")
    return tries.map((at) => Math.round(at - tries[0]!))
  })

  it.effect("is decided anew as often as the caller's schedule says", () =>
    Effect.gen(function*() {
      const twice = Schedule.spaced("3 millis").pipe(Schedule.upTo({ times: 2 }))
      expect(yield* triesOf({ retry: twice })).toEqual([0, 3, 6])
      expect(yield* triesOf({ retry: Schedule.recurs(0) })).toEqual([0])
    }))

  it.effect("is decided anew at once, then ever more slowly, and refused after about a second", () =>
    Effect.gen(function*() {
      const seeded = (seed: string) => Random.withSeed(triesOf(), seed)
      const tries = yield* seeded("one writer")
      const waits = tries.slice(1).map((at, place) => at - tries[place]!)
      expect(tries.length).toBe(19)
      // Each wait is 1.4 times the one before, with a fifth up or down; here they are rounded.
      for (const [place, wait] of waits.entries()) {
        expect(wait).toBeGreaterThanOrEqual(Math.floor(0.8 * 1.4 ** place) - 1)
        expect(wait).toBeLessThanOrEqual(Math.ceil(1.2 * 1.4 ** place) + 1)
      }
      expect(yield* seeded("another writer")).not.toEqual(tries)
    }))
})
