/** What an event store must do with commits: each once, whole, and in a version of its own. */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Expect from "../Expected.ts"
import * as Commits from "./Commits.ts"
import { type Law, law, LawBroken, same } from "./Law.ts"

const tags = (outcomes: ReadonlyArray<{ readonly _tag: string }>, tag: string) =>
  outcomes.filter((outcome) => outcome._tag === tag).length

const versions = (events: ReadonlyArray<{ readonly version: number }>) => events.map((event) => event.version)

const writers = 8
const each = Array.from({ length: writers }, (_, writer) => writer)

const together = <A>(run: (writer: number) => Effect.Effect<A, unknown>) =>
  Effect.forEach(each, run, { concurrency: "unbounded" })

const oneWinner = law(
  "of writers that expect the same version exactly one wins, and the others learn the true version",
  ({ connect, driver }) =>
    Effect.gen(function*() {
      const drivers = [driver, yield* connect]
      for (let version = 0; version < 5; version++) {
        const outcomes = yield* together((writer) => {
          const append = Commits.append("note-1", Expect.exactly(version), `by ${writer}`)
          return drivers[writer % 2]!.commit(Commits.commit(`v${version} w${writer}`, [append]))
        })
        yield* same(`winners at version ${version}`, 1, tags(outcomes, "Committed"))
        const told = outcomes.flatMap((outcome) => outcome._tag === "Conflict" ? [outcome.actual] : [])
        yield* same("what the losers learnt", Array(writers - 1).fill(version + 1), told)
      }
      yield* same("the stream", [1, 2, 3, 4, 5], versions(yield* Commits.ofStream(driver, "note-1")))
    })
)

const allSucceed = law(
  "writers that expect nothing all succeed, and versions are dense",
  ({ connect, driver }) =>
    Effect.gen(function*() {
      const drivers = [driver, yield* connect]
      const outcomes = yield* together((writer) =>
        drivers[writer % 2]!.commit(Commits.commit(`w${writer}`, [Commits.append("note-1", Expect.any, "a", "b")]))
      )
      yield* same("successes", writers, tags(outcomes, "Committed"))
      const events = yield* Commits.ofStream(driver, "note-1")
      yield* same("versions", Array.from({ length: 2 * writers }, (_, place) => place + 1), versions(events))
      const log = yield* Commits.all(driver)
      const increasing = log.every((event, place) => place === 0 || event.position > log[place - 1]!.position)
      yield* same("positions increase", true, increasing)
    })
)

const repeated = law(
  "a commit that comes again answers the first result and writes nothing",
  ({ connect, driver }) =>
    Effect.gen(function*() {
      const other = yield* connect
      const commit = Commits.commit("one", [Commits.append("note-1", Expect.any, "a", "b")])
      const first = yield* driver.commit(commit)
      yield* same("the first", "Committed", first._tag)
      const receipt = first._tag === "Committed" ? first.receipt : undefined
      const again = { _tag: "Repeated", receipt }
      yield* same("again", again, yield* driver.commit({ ...commit, recordedAt: 1 }))
      yield* same("through another connection", again, yield* other.commit(commit))
      yield* Effect.forEach(
        Array(100).keys(),
        (n) => driver.commit(Commits.commit(`later ${n}`, [Commits.append("note-1", Expect.any, "c")]))
      )
      yield* same("after many others", again, yield* driver.commit(commit))
      yield* same("found", receipt, Option.getOrUndefined(yield* driver.findCommit(commit.id, "note-1")))
      yield* same(
        "not found elsewhere",
        undefined,
        Option.getOrUndefined(yield* driver.findCommit(commit.id, "note-2"))
      )
      yield* same("events", 102, (yield* Commits.all(driver)).length)
      const strict = Commits.commit("strict", [Commits.append("note-3", Expect.noStream, "a")])
      yield* driver.commit(strict)
      yield* same("its expectation is not asked again", "Repeated", (yield* driver.commit(strict))._tag)
      const twin = Commits.commit("twin", [Commits.append("note-2", Expect.noStream, "a")])
      const outcomes = yield* together((writer) => (writer % 2 === 0 ? driver : other).commit(twin))
      yield* same("of twins, one is new", [1, writers - 1], [tags(outcomes, "Committed"), tags(outcomes, "Repeated")])
      yield* same("and one is written", 1, (yield* Commits.ofStream(driver, "note-2")).length)
    })
)

const reused = law(
  "a commit id that comes with other content is refused, and writes nothing",
  ({ driver }) =>
    Effect.gen(function*() {
      const make = (stream: string, text: string) => Commits.commit("one", [Commits.append(stream, Expect.any, text)])
      yield* driver.commit(make("note-1", "a"))
      yield* same("other content", "CommitIdReused", (yield* driver.commit(make("note-1", "b")))._tag)
      yield* same("the stream", 1, (yield* Commits.ofStream(driver, "note-1")).length)
      yield* same("in the scope of another stream", "Committed", (yield* driver.commit(make("note-2", "a")))._tag)
    })
)

const whole = law(
  "a commit over several streams is seen whole or not at all",
  ({ connect, driver }) =>
    Effect.gen(function*() {
      const reader = yield* connect
      const partly = yield* Effect.forkScoped(Effect.forever(Effect.gen(function*() {
        const events = yield* Commits.all(reader)
        const last = events.at(-1)
        const own = last && events.filter((event) => event.commit.id === last.commit.id)
        const detail = `a reader saw ${own?.length} of ${last?.commit.size} events of ${last?.commit.id}`
        if (own && own.length !== 6) return yield* new LawBroken({ detail })
        yield* Effect.yieldNow
      })))
      for (let n = 1; n <= 20; n++) {
        const append = (name: string) => Commits.append(`note-${name}`, Expect.exactly(2 * (n - 1)), "x", "y")
        const outcome = yield* driver.commit(Commits.commit(`c${n}`, [append("a"), append("b"), append("c")]))
        yield* same("the outcome", "Committed", outcome._tag)
        yield* Effect.yieldNow
      }
      yield* Effect.raceFirst(Fiber.join(partly), Effect.void)
      const refused = [
        Commits.append("note-new", Expect.noStream, "x"),
        Commits.append("note-a", Expect.noStream, "x")
      ] as const
      yield* same("one refused append", "Conflict", (yield* driver.commit(Commits.commit("no", [...refused])))._tag)
      yield* same("refuses the others", 0, (yield* Commits.ofStream(driver, "note-new")).length)
      yield* same("events in all", 120, (yield* Commits.all(driver)).length)
    })
)

export const commitLaws: ReadonlyArray<Law> = [oneWinner, allSucceed, repeated, reused, whole]
