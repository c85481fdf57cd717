/** What an event store must do when many things happen at once, or stop in the middle. */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import type { RecordedRaw } from "../EventStoreDriver.ts"
import * as Expect from "../Expected.ts"
import * as Position from "../Position.ts"
import * as Commits from "./Commits.ts"
import type { Driver } from "./Harness.ts"
import { type Law, law, same } from "./Law.ts"

/** Reads on from where it was, whenever it is asked to. */
const poller = (driver: Driver) => {
  const seen: Array<RecordedRaw> = []
  let after = Position.start
  const poll = Effect.suspend(() =>
    Stream.runForEach(driver.readAll({ after, pageSize: 3 }), (chunk) =>
      Effect.sync(() => {
        seen.push(...chunk.events)
        if (chunk.through > after) after = chunk.through
      }))
  )
  return { seen, poll }
}

const pollingMissesNothing = law(
  "a reader who polls while others write sees every event once, and nothing appears before what was seen",
  ({ connect, driver, hold }) =>
    Effect.gen(function*() {
      const other = yield* connect
      const { poll, seen } = poller(yield* connect)
      const held = hold ? yield* hold : undefined
      const late = yield* Effect.forkScoped(
        driver.commit(Commits.commit("late", [Commits.append("note-late", Expect.any, "a", "b")])),
        { startImmediately: true }
      )
      if (held) yield* held.reached
      const write = (n: number) =>
        other.commit(Commits.commit(`w${n}`, [Commits.append(`note-${n % 3}`, Expect.any, "a", "b")]))
      const writers = yield* Effect.forkScoped(Effect.forEach(Array(20).keys(), write, { concurrency: 4 }))
      // Whether others get past a commit that is held is the store's affair.
      for (let n = 0; n < 10; n++) yield* Effect.andThen(poll, Effect.yieldNow)
      if (held) yield* held.release
      const done = Effect.all([Fiber.join(late), Fiber.join(writers)])
      yield* Effect.raceFirst(done, Effect.forever(Effect.andThen(poll, Effect.yieldNow)))
      yield* poll
      yield* same("what the reader saw", yield* Commits.all(driver), seen)
    })
)

const pausedReader = law(
  "a reader may pause between two pages, or begin anew after any event: it misses nothing and is given nothing twice",
  ({ connect, driver }) =>
    Effect.gen(function*() {
      const writer = yield* connect
      const write = (from: number, to: number) =>
        Effect.forEach(
          Array.from({ length: to - from }, (_, n) => from + n),
          (n) => writer.commit(Commits.commit(`c${n}`, [Commits.append("note-1", Expect.any, "a", "b", "c")]))
        )
      yield* write(0, 5)
      const seen: Array<RecordedRaw> = []
      let pages = 0
      yield* Stream.runForEach(driver.readAll({ pageSize: 2 }), (chunk) => {
        seen.push(...chunk.events)
        // Writers do not wait for a reader who is busy with a page.
        return ++pages === 2 ? write(5, 30) : Effect.void
      })
      const log = yield* Commits.all(driver)
      yield* same("what the paused reader saw", log, seen)
      for (const [place, { position }] of log.entries()) {
        const rest = yield* Stream.runCollect(driver.readAll({ after: position, pageSize: 7 }))
        yield* same(`after event ${place}`, log.slice(place + 1), rest.flatMap((chunk) => chunk.events))
      }
    })
)

const interrupted = law(
  "a commit whose caller stops waiting is there as a whole or not at all, and can be made again",
  ({ driver }) =>
    Effect.gen(function*() {
      for (let turns = 0; turns < 25; turns++) {
        const commit = Commits.commit(`c${turns}`, [
          Commits.append("note-shared", Expect.any, "a", "b"),
          Commits.append(`note-${turns}`, Expect.noStream, "c")
        ])
        const caller = yield* Effect.forkScoped(driver.commit(commit), { startImmediately: true })
        for (let turn = 0; turn < turns; turn++) yield* Effect.yieldNow
        yield* Fiber.interrupt(caller)
        const { _tag } = yield* driver.commit(commit)
        yield* same("made again", true, _tag === "Committed" || _tag === "Repeated")
        yield* same("its events", 1, (yield* Commits.ofStream(driver, `note-${turns}`)).length)
        yield* same("those it shares", 2 * (turns + 1), (yield* Commits.ofStream(driver, "note-shared")).length)
      }
    })
)

export const concurrencyLaws: ReadonlyArray<Law> = [pollingMissesNothing, pausedReader, interrupted]
