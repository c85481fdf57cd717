import { describe, expect, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as EventStore from "../src/EventStore.ts"
import * as Expected from "../src/Expected.ts"
import * as ParkedMessages from "../src/ParkedMessages.ts"
import * as Reactor from "../src/Reactor.ts"
import { Reactors } from "../src/Reactors.ts"
import type * as Timer from "../src/Timer.ts"
import * as Timers from "../src/Timers.ts"
import * as Transact from "../src/Transact.ts"
import type { ViewStore } from "../src/ViewStore.ts"
import { actor, commitId, Counter, type Event, Events, inMemory, streamOf } from "./Counter.ts"

let ids = 0
const commit = (name: string, event: Event) =>
  Effect.flatMap(EventStore.EventStore, (store) =>
    store.commit({
      id: commitId(`t${ids++}`),
      actor,
      appends: [EventStore.append(Events, streamOf(name), Expected.any, [event])]
    }))

/** Each increase sets its counter's timer, that many seconds after the epoch; a decrease takes it back. */
const setting = (fire: (timer: Timer.Timer) => Effect.Effect<unknown, unknown, EventStore.EventStore>) =>
  Reactor.make({
    name: "setting",
    families: [Events],
    start: "beginning",
    retry: Schedule.recurs(1),
    react: ({ event, stream }, { cancel, schedule }) => {
      if (stream === "counter-published") return Effect.void
      return event._tag === "Increased"
        ? schedule({ key: stream, at: event.by * 1000, payload: { by: event.by } })
        : cancel(stream)
    },
    fire
  })

const noting = () => {
  const fired: Array<string> = []
  const reactor = setting((timer) =>
    Effect.map(Clock.currentTimeMillis, (now) => void fired.push(`${timer.key} set for ${timer.at} at ${now}`))
  )
  return { fired, reactor }
}

/** A clock that can be set without waking whoever sleeps, as an operating system's can. */
const jumpingClock = Effect.map(Clock.Clock, (clock) => {
  let offset = 0
  const jumped: Clock.Clock = {
    ...clock,
    currentTimeMillisUnsafe: () => clock.currentTimeMillisUnsafe() + offset,
    currentTimeMillis: Effect.map(clock.currentTimeMillis, (now) => now + offset),
    sleep: (duration) => clock.sleep(duration)
  }
  return { clock: jumped, by: (millis: number) => void (offset += millis) }
})

const running = <A, E>(
  reactor: Reactor.Any<EventStore.EventStore>,
  effect: Effect.Effect<A, E, EventStore.EventStore | ViewStore | Reactors>
) => Effect.provide(effect, Layer.fresh(Reactors.layer([reactor])))

const settled = Effect.gen(function*() {
  const [reactors, store] = [yield* Reactors, yield* EventStore.EventStore]
  yield* reactors.caughtUp(yield* store.head)
})

const set = (name: string, seconds: number) => commit(name, { _tag: "Increased", by: seconds })
const takeBack = (name: string) => commit(name, { _tag: "Decreased", by: 0 })

describe("a timer", () => {
  it.effect("fires at its instant, once", () =>
    inMemory(Effect.gen(function*() {
      const { fired, reactor } = noting()
      yield* running(
        reactor,
        Effect.gen(function*() {
          yield* set("a", 60)
          yield* settled
          expect(yield* Timers.list("setting", { limit: 10 })).toEqual([
            { key: "counter-a", at: 60_000, payload: { by: 60 } }
          ])
          yield* TestClock.adjust("59999 millis")
          expect(fired).toEqual([])
          yield* TestClock.adjust("1 millis")
          expect(fired).toEqual(["counter-a set for 60000 at 60000"])
          yield* TestClock.adjust("10 minutes")
          expect(fired).toHaveLength(1)
          expect(yield* Timers.list("setting", { limit: 10 })).toEqual([])
        })
      )
    })))

  it.effect("that was set while nobody looked fires late, once, and one that was taken back never does", () =>
    inMemory(Effect.gen(function*() {
      const { fired, reactor } = noting()
      yield* running(reactor, Effect.andThen(set("a", 60), settled))
      yield* TestClock.adjust("2 minutes")
      // Both are due by the time that the reactor reads of them, and one of them is no more.
      yield* set("b", 90)
      yield* set("c", 90)
      yield* takeBack("b")
      yield* running(reactor, Effect.andThen(settled, TestClock.adjust("1 second")))
      expect(fired.toSorted()).toEqual([
        "counter-a set for 60000 at 120000",
        "counter-c set for 90000 at 120000"
      ])
      yield* running(reactor, Effect.andThen(settled, TestClock.adjust("1 minute")))
      expect(fired).toHaveLength(2)
    })))

  it.effect("that is set again under its key is moved", () =>
    inMemory(Effect.gen(function*() {
      const { fired, reactor } = noting()
      yield* running(
        reactor,
        Effect.gen(function*() {
          yield* set("a", 60)
          yield* set("a", 30)
          yield* settled
          yield* TestClock.adjust("40 seconds")
          yield* set("a", 90)
          yield* settled
          yield* TestClock.adjust("1 minute")
        })
      )
      expect(fired).toEqual(["counter-a set for 30000 at 30000", "counter-a set for 90000 at 90000"])
    })))

  it.effect("that is moved while it fires fires again at its new instant", () =>
    inMemory(Effect.gen(function*() {
      const gate = yield* Deferred.make<void>()
      const fired: Array<number> = []
      const slow = setting((timer) => {
        fired.push(timer.at)
        return timer.at === 10_000 ? Deferred.await(gate) : Effect.void
      })
      yield* running(
        slow,
        Effect.gen(function*() {
          yield* set("a", 10)
          yield* settled
          yield* TestClock.adjust("10 seconds")
          yield* set("a", 20)
          yield* settled
          yield* Deferred.succeed(gate, undefined)
          yield* TestClock.adjust("10 seconds")
        })
      )
      expect(fired).toEqual([10_000, 20_000])
    })))

  it.effect("fires within a moment when the clock is set forward, and not again when it is set back", () =>
    inMemory(Effect.gen(function*() {
      const { fired, reactor } = noting()
      const jumping = yield* jumpingClock
      yield* running(
        reactor,
        Effect.gen(function*() {
          yield* set("a", 3600)
          yield* settled
          yield* TestClock.adjust("1 second")
          expect(fired).toEqual([])
          jumping.by(3_600_000)
          yield* TestClock.adjust("250 millis")
          expect(fired).toHaveLength(1)
          jumping.by(-3_600_000)
          yield* TestClock.adjust("1 minute")
        })
      ).pipe(Effect.provideService(Clock.Clock, jumping.clock))
      expect(fired).toHaveLength(1)
    })))

  it.effect("can be set, moved and taken back from outside, also while nobody runs the reactor", () =>
    inMemory(Effect.gen(function*() {
      const { fired, reactor } = noting()
      yield* Timers.schedule("setting", { key: "x", at: 1000 })
      yield* Timers.schedule("setting", { key: "x", at: 2000 })
      yield* Timers.schedule("setting", { key: "x", at: 2000 })
      yield* Timers.schedule("setting", { key: "y", at: 2000 })
      yield* Timers.cancel("setting", "y")
      yield* Timers.cancel("setting", "nothing")
      yield* running(
        reactor,
        Effect.gen(function*() {
          yield* TestClock.adjust("1500 millis")
          expect(yield* Timers.list("setting", { limit: 10 })).toEqual([{ key: "x", at: 2000 }])
          yield* TestClock.adjust("1 minute")
        })
      )
      expect(fired).toEqual(["x set for 2000 at 2000"])
    })))

  it.effect("taken back before its instant does not fire, though the reactor has not looked since", () =>
    inMemory(Effect.gen(function*() {
      const { fired, reactor } = noting()
      yield* running(
        reactor,
        Effect.gen(function*() {
          yield* Timers.schedule("setting", { key: "x", at: 1000 })
          yield* TestClock.adjust("999 millis")
          yield* Timers.cancel("setting", "x")
          yield* TestClock.adjust("1 minute")
        })
      )
      expect(fired).toEqual([])
    })))

  it.effect("does not overtake a cancellation that was in the log before its instant, however long that takes", () =>
    inMemory(Effect.gen(function*() {
      const gate = yield* Deferred.make<void>()
      const { fired, reactor } = noting()
      const slow = {
        ...reactor,
        react: (event: Parameters<typeof reactor.react>[0], reaction: Reactor.Reaction) =>
          event.event._tag === "Decreased"
            ? Effect.andThen(Deferred.await(gate), reactor.react(event, reaction))
            : reactor.react(event, reaction)
      }
      yield* running(
        slow,
        Effect.gen(function*() {
          yield* set("a", 10)
          yield* settled
          yield* takeBack("a")
          yield* TestClock.adjust("20 seconds")
          yield* Deferred.succeed(gate, undefined)
          yield* settled
          yield* TestClock.adjust("1 minute")
        })
      )
      expect(fired).toEqual([])
    })))

  it.effect("that takes its time is not begun a second time meanwhile", () =>
    inMemory(Effect.gen(function*() {
      const gate = yield* Deferred.make<void>()
      let fires = 0
      const slow = setting(() => Effect.suspend(() => fires++ === 0 ? Deferred.await(gate) : Effect.void))
      yield* running(
        slow,
        Effect.gen(function*() {
          yield* set("a", 10)
          yield* settled
          yield* TestClock.adjust("20 seconds")
          yield* Deferred.succeed(gate, undefined)
          yield* TestClock.adjust("20 seconds")
        })
      )
      expect(fires).toBe(1)
    })))

  it.effect("commits what it commits once, though it fires again because the program ended too early", () =>
    inMemory(Effect.gen(function*() {
      const begun = yield* Deferred.make<void>()
      let fires = 0
      const publishing = setting((timer) =>
        Transact.run(Counter, Events)({
          stream: streamOf("published"),
          command: { _tag: "Increase", by: 1 },
          commitId: timer.commitId,
          actor
        }).pipe(
          // The first time, the program ends after the commit and before anything of it is remembered.
          Effect.andThen(Effect.suspend(() =>
            fires++ === 0 ? Effect.andThen(Deferred.succeed(begun, undefined), Effect.never) : Effect.void
          ))
        )
      )
      yield* set("a", 10)
      yield* running(
        publishing,
        Effect.andThen(settled, Effect.andThen(TestClock.adjust("10 seconds"), Deferred.await(begun)))
      )
      yield* running(publishing, Effect.andThen(settled, TestClock.adjust("1 second")))
      expect(fires).toBe(2)
      const store = yield* EventStore.EventStore
      const published = yield* Stream.runCollect(store.readStream(Events, streamOf("published")))
      expect(published).toHaveLength(1)
    })))

  it.effect("whose reaction fails in every try is parked, and fires under the same commit id when it is replayed", () =>
    inMemory(Effect.gen(function*() {
      let broken = true
      const commits: Array<string> = []
      const failing = setting((timer) =>
        Effect.suspend(() => {
          commits.push(timer.commitId)
          return broken ? Effect.fail("no") : Effect.void
        })
      )
      yield* set("a", 10)
      yield* running(
        failing,
        Effect.gen(function*() {
          yield* settled
          yield* TestClock.adjust("1 minute")
          const { items } = yield* ParkedMessages.list("setting", { limit: 10 })
          expect(items).toMatchObject([{
            source: { _tag: "Timer", timer: { key: "counter-a", at: 10_000 } },
            attempts: 2
          }])
          broken = false
          yield* ParkedMessages.replay("setting", items[0]!.id)
          yield* TestClock.adjust("1 second")
          expect((yield* ParkedMessages.list("setting", { limit: 10 })).items).toEqual([])
        })
      )
      expect(commits).toHaveLength(3)
      expect(new Set(commits).size).toBe(1)
    })))
})
