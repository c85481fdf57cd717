/** What every event store must do, whatever it is made of. */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Expected } from "../Expected.ts"
import * as Expect from "../Expected.ts"
import * as Position from "../Position.ts"
import * as Commits from "./Commits.ts"
import { type Driver, type Law, law, LawBroken, same } from "./Law.ts"

const tags = (outcomes: ReadonlyArray<{ readonly _tag: string }>, tag: string) =>
  outcomes.filter((outcome) => outcome._tag === tag).length

const writers = 8
const each = Array.from({ length: writers }, (_, writer) => writer)

const together = <A>(run: (writer: number) => Effect.Effect<A, unknown>) =>
  Effect.forEach(each, run, { concurrency: "unbounded" })

const readBack = law(
  "what was committed is read back as it was, in both directions and by filter",
  ({ driver }) =>
    Effect.gen(function*() {
      const events = [Commits.event("é\u0000\ud800", ["a", "b"]), {
        ...Commits.event("two", ["b"]),
        type: "Marked"
      }] as const
      const one = Commits.commit("one", [{ stream: "note-1", expected: Expect.noStream, events }])
      yield* driver.commit(one)
      yield* driver.commit(Commits.commit("two", [Commits.append("other-1", Expect.any, "three")]))
      const [first, second] = yield* driver.readStream("note-1", 0, 10, "forward")
      yield* same("the first event", events[0], first && pickRaw(first))
      yield* same("its envelope", ["note-1", 1, "one", 0, 2, 0], first && envelope(first))
      yield* same(
        "what its commit says",
        [one.metadata, one.digest],
        first && [first.commit.metadata, first.commit.digest]
      )
      yield* same("the second event", ["note-1", 2, "one", 1, 2, 0], second && envelope(second))
      yield* same("newest first", [2, 1], versions(yield* driver.readStream("note-1", 0, 10, "backward")))
      yield* same("from a version backwards", [1], versions(yield* driver.readStream("note-1", 2, 10, "backward")))
      yield* same("after a version", [2], versions(yield* driver.readStream("note-1", 1, 10, "forward")))
      yield* same("a page", [1], versions(yield* driver.readStream("note-1", 0, 1, "forward")))
      yield* same("an unknown stream", [], yield* driver.readStream("note-2", 0, 10, "forward"))
      const types = (options: Parameters<Driver["readAll"]>[0]) =>
        Effect.map(
          Stream.runCollect(driver.readAll(options)),
          (chunks) => chunks.flatMap((chunk) => chunk.events.map((event) => `${event.stream} ${event.type}`))
        )
      const everything = ["note-1 Noted", "note-1 Marked", "other-1 Noted"]
      yield* same("the log", everything, yield* types({}))
      yield* same("the log in pages of one", everything, yield* types({ pageSize: 1 }))
      yield* same("the log backwards", everything.toReversed(), yield* types({ direction: "backward" }))
      yield* same("by category", everything.slice(2), yield* types({ query: [{ categories: ["other"] }] }))
      yield* same("by type", everything.slice(1, 2), yield* types({ query: [{ types: ["Marked"] }] }))
      yield* same("by tag", everything.slice(0, 2), yield* types({ query: [{ tags: ["b"] }] }))
      yield* same("by two tags", everything.slice(0, 1), yield* types({ query: [{ tags: ["b", "a"] }] }))
      yield* same("by type and tag", [], yield* types({ query: [{ types: ["Marked"], tags: ["a"] }] }))
      const either = [{ tags: ["a"] }, { categories: ["other"] }] as const
      yield* same("by one or the other", [everything[0], everything[2]], yield* types({ query: either }))
      const backwards = { query: either, direction: "backward", pageSize: 1 } as const
      yield* same("and backwards in pages", [everything[2], everything[0]], yield* types(backwards))
      yield* same("by no type at all", [], yield* types({ query: [{ types: [] }] }))
      yield* same("after a position", everything.slice(1), yield* types({ after: first!.position }))
      const before = { after: second!.position, direction: "backward" } as const
      yield* same("before a position", everything.slice(0, 1), yield* types(before))
      const beyond = { after: Position.make(second!.position + 1000), direction: "backward" } as const
      yield* same("before a position that is not there yet", everything.toReversed(), yield* types(beyond))
      const [page] = yield* Stream.runCollect(driver.readAll({ pageSize: 1 }))
      yield* same("how far a full page was read", first!.position, page?.through)
      const head = yield* driver.head
      const pages = yield* Stream.runCollect(driver.readAll({ query: [{ categories: ["other"] }] }))
      yield* same("how far the last page was read", head, pages.at(-1)?.through)
      yield* same("the head that a page tells", head, page?.head)
    })
)

const pickRaw = (
  { payload, schemaVersion, tags, type }: Parameters<typeof envelope>[0] & ReturnType<typeof Commits.event>
) => ({ type, schemaVersion, payload, tags })

const envelope = (event: {
  readonly stream: string
  readonly version: number
  readonly index: number
  readonly commit: { readonly id: string; readonly size: number; readonly recordedAt: number }
}) => [event.stream, event.version, event.commit.id, event.index, event.commit.size, event.commit.recordedAt]

const versions = (events: ReadonlyArray<{ readonly version: number }>) => events.map((event) => event.version)

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

const limited = law(
  "a commit up to the limits is written, and one over them is refused before anything is",
  ({ driver }) =>
    Effect.gen(function*() {
      const { commitBytes, events, streams } = driver.limits
      const many = (count: number) => {
        const [first = Commits.event(""), ...rest] = Array.from({ length: count }, (_, n) => Commits.event(String(n)))
        return Commits.commit(`${count} events`, [{
          stream: `note-${count}`,
          expected: Expect.any,
          events: [first, ...rest]
        }])
      }
      const wide = (count: number) => {
        const appends = Array.from({ length: count }, (_, n) => Commits.append(`wide-${n}`, Expect.any, "x"))
        return Commits.commit(`${count} streams`, [appends[0]!, ...appends.slice(1)])
      }
      yield* same("as many events", "Committed", (yield* driver.commit(many(events)))._tag)
      yield* same("as many streams", "Committed", (yield* driver.commit(wide(streams)))._tag)
      /** A commit of so many bytes: of payload, type, tags and metadata. */
      const heavy = (bytes: number) => {
        const of = (text: string) => Commits.commit(`${bytes} bytes`, [Commits.append("note-heavy", Expect.any, text)])
        const { appends, metadata } = of("")
        const [{ payload, type }] = appends[0].events
        return of("x".repeat(bytes - payload.length - type.length - metadata.length))
      }
      yield* same("as many bytes", "Committed", (yield* driver.commit(heavy(commitBytes)))._tag)
      for (const over of [many(events + 1), wide(streams + 1), heavy(commitBytes + 1)]) {
        const refused = yield* Effect.flip(driver.commit(over)).pipe(
          Effect.mapError(() => new LawBroken({ detail: `${over.id} over the limits was not refused` }))
        )
        yield* same(`the refusal of ${over.id}`, "TooLarge", refused._tag)
      }
      yield* same("events in all", events + streams + 1, (yield* Commits.all(driver)).length)
    })
)

const cells: ReadonlyArray<readonly [Expected, ReadonlyArray<boolean>]> = [
  // whether it holds for a stream at version 0, 1, 2, 3
  [Expect.any, [true, true, true, true]],
  [Expect.noStream, [true, false, false, false]],
  [Expect.exists, [false, true, true, true]],
  [Expect.exactly(2), [false, false, true, false]]
]

const everyCell = (
  refusal: string,
  attempt: (driver: Driver, id: string, stream: string, expected: Expected) => ReturnType<Driver["commit"]>
) =>
(driver: Driver) =>
  Effect.gen(function*() {
    for (const [expected, holds] of cells) {
      for (let version = 0; version < holds.length; version++) {
        const stream = `note-${expected._tag}-${version}`
        for (let n = 0; n < version; n++) {
          yield* driver.commit(Commits.commit(`${stream} ${n}`, [Commits.append(stream, Expect.any, "x")]))
        }
        const outcome = yield* attempt(driver, `try ${stream}`, stream, expected)
        const what = `${Expect.describe(expected)}, at version ${version}`
        yield* same(what, holds[version] ? "Committed" : refusal, outcome._tag)
        if ("actual" in outcome) yield* same(`${what}: the true version`, version, outcome.actual)
      }
    }
  })

const expectations = law(
  "every expected version is honoured in every state of a stream",
  ({ driver }) =>
    everyCell(
      "Conflict",
      (driver, id, stream, expected) => driver.commit(Commits.commit(id, [Commits.append(stream, expected, "x")]))
    )(driver)
)

const guards = law(
  "every guard is honoured in every state of the stream that it names",
  ({ driver }) =>
    everyCell("GuardFailed", (driver, id, stream, expected) => {
      const guard = { _tag: "StreamAt", stream, expected } as const
      return driver.commit(Commits.commit(id, [Commits.append(`guarded-${id}`, Expect.any, "x")], [guard]))
    })(driver)
)

/** The laws of every event store. */
export const coreLaws: ReadonlyArray<Law> = [
  readBack,
  oneWinner,
  allSucceed,
  repeated,
  reused,
  whole,
  limited,
  expectations,
  guards
]
