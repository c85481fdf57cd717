/** What the timers of reactors must be, on somebody's driver and view store, by a clock that the law moves. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as TestClock from "effect/testing/TestClock"
import * as Reactor from "../Reactor.ts"
import type { Reactors } from "../Reactors.ts"
import type * as Timer from "../Timer.ts"
import * as Timers from "../Timers.ts"
import { type Law, same } from "./Law.ts"
import { followerLaw, type Followers, Notes, program } from "./Runtime.ts"

const name = "ringing"

interface Fired {
  readonly key: string
  readonly commitId: string
}

/** A reactor to texts: `set 60` sets the timer of its stream for that second, `cancel` takes it back, `fail 60` sets it and fails. */
const ringing = (whileFiring: Effect.Effect<unknown> = Effect.void) => {
  const fired: Array<Fired> = []
  const fire = ({ commitId, key }: Timer.Timer) =>
    Effect.suspend(() => {
      fired.push({ key, commitId })
      return whileFiring
    })
  const reactor = Reactor.make({
    name,
    families: [Notes],
    start: "beginning",
    retry: Schedule.recurs(1),
    react: ({ event, stream }, { cancel, schedule }) => {
      const [word, seconds] = event.text.split(" ")
      if (word === "cancel") return cancel(stream)
      const set = schedule({ key: stream, at: Number(seconds) * 1000 })
      return word === "fail" ? Effect.andThen(set, Effect.fail("no")) : set
    },
    fire
  })
  return { fired, reactor, keys: () => fired.map(({ key }) => key) }
}

/** Lets what goes on elsewhere go on; a little later by the law's clock. */
const tick = Effect.andThen(TestClock.withLive(Effect.sleep(1)), TestClock.adjust("20 millis"))

const until = (isSo: () => boolean) =>
  Effect.suspend(() => isSo() ? Effect.void : Effect.asVoid(Effect.repeat(tick, { until: isSo })))

/** Moves the clock to a second, and waits until it is so. */
const ring = (second: number, isSo: () => boolean) => Effect.andThen(TestClock.setTime(second * 1000), until(isSo))

const timerLaw = (lawName: string, check: (log: Followers) => Effect.Effect<void, unknown>): Law =>
  followerLaw(lawName, (log) => Effect.provide(check(log), TestClock.layer()))

/** Whether the reactor has dealt with everything that is in the log by now. */
const settled = (log: Followers, reactors: Reactors["Service"]) =>
  Effect.raceFirst(Effect.flatMap(log.store.head, reactors.caughtUp), Effect.forever(tick))

/** Sets a timer from outside of the reactor, and waits until it was taken over. */
const schedule = Effect.fnUntraced(function*(key: string, seconds: number) {
  yield* Timers.schedule(name, { key, at: seconds * 1000 })
  const listed = Effect.map(Timers.list(name, { limit: 100 }), (timers) => timers.some((timer) => timer.key === key))
  yield* Effect.repeat(Effect.andThen(tick, listed), { until: (isThere) => isThere })
})

const notBefore = timerLaw("a timer fires when its instant has come, and not before", (log) =>
  Effect.gen(function*() {
    const clock = yield* Clock.Clock
    const times: Array<number> = []
    const { keys, reactor } = ringing(Effect.sync(() => times.push(clock.currentTimeMillisUnsafe())))
    yield* program(log, reactor, () =>
      Effect.gen(function*() {
        yield* schedule("late", 45)
        yield* schedule("early", 40)
        yield* ring(39, () => keys().includes("early"))
        yield* TestClock.setTime(44_900)
        yield* until(() => keys().includes("late"))
      }))
    yield* same("which fired", ["early", "late"], keys())
    yield* same("that neither did before its time", [true, true], [times[0]! >= 40_000, times[1]! >= 45_000])
  }))

const onlyOnce = timerLaw(
  "a timer fires once; if its program ends meanwhile it fires again, under the same commit id",
  (log) =>
    Effect.gen(function*() {
      const stuck = ringing(Effect.never)
      yield* program(
        log,
        stuck.reactor,
        () => Effect.andThen(schedule("a", 40), ring(40, () => stuck.fired.length > 0))
      )
      const again = ringing()
      yield* program(log, again.reactor, () =>
        Effect.gen(function*() {
          yield* until(() => again.keys().includes("a"))
          yield* schedule("after", 80)
          yield* ring(80, () => again.keys().includes("after"))
        }))
      const last = ringing()
      yield* program(log, last.reactor, () =>
        Effect.gen(function*() {
          yield* schedule("last", 120)
          yield* ring(120, () => last.keys().includes("last"))
        }))
      yield* same("what fired", [["a"], ["a", "after"], ["last"]], [stuck.keys(), again.keys(), last.keys()])
      yield* same("the commit id", stuck.fired[0]!.commitId, again.fired[0]!.commitId)
    })
)

const kept = timerLaw(
  "a timer survives its program, and fires late if nobody ran at its instant",
  (log) =>
    Effect.gen(function*() {
      const first = ringing()
      yield* program(log, first.reactor, () => schedule("a", 60))
      yield* TestClock.setTime(120_000)
      const second = ringing()
      yield* program(log, second.reactor, () =>
        Effect.gen(function*() {
          yield* schedule("b", 160)
          yield* ring(160, () => second.keys().includes("b"))
        }))
      yield* same("what fired", [[], ["a", "b"]], [first.keys(), second.keys()])
    })
)

const takenBack = timerLaw(
  "a timer that was taken back or moved does not fire at its former instant",
  (log) =>
    Effect.gen(function*() {
      const { fired, keys, reactor } = ringing()
      yield* log.write("moved", "set 60", "set 100")
      yield* log.write("gone", "set 60", "cancel")
      yield* program(log, reactor, (reactors) =>
        Effect.gen(function*() {
          yield* settled(log, reactors)
          yield* schedule("other", 61)
          yield* ring(61, () => keys().includes("other"))
          yield* same("by then", ["other"], keys())
          yield* ring(100, () => keys().includes("note-moved"))
          yield* same("in the end", ["other", "note-moved"], fired.map(({ key }) => key))
        }))
    })
)

const ofSuccess = timerLaw("a reaction that failed has set no timer", (log) =>
  Effect.gen(function*() {
    const { keys, reactor } = ringing()
    yield* log.write("a", "fail 60")
    yield* program(log, reactor, (reactors) =>
      Effect.gen(function*() {
        yield* settled(log, reactors)
        yield* schedule("other", 61)
        yield* ring(61, () => keys().includes("other"))
      }))
    yield* same("what fired", ["other"], keys())
  }))

/** The laws of timers. */
export const timerLaws: ReadonlyArray<Law> = [notBefore, onlyOnce, kept, takenBack, ofSuccess]
