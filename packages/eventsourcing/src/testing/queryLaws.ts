/** What a store must do that evaluates guards by query (`NothingSince` among its `guards`). */
import * as Effect from "effect/Effect"
import type { NothingSince } from "../EventStoreDriver.ts"
import * as Expect from "../Expected.ts"
import * as Position from "../Position.ts"
import type { Query } from "../Query.ts"
import * as Commits from "./Commits.ts"
import type { Driver } from "./Harness.ts"
import { type Law, law, same } from "./Law.ts"

const nothingSince = (query: Query, after: number): NothingSince => ({
  _tag: "NothingSince",
  query,
  after: Position.make(after)
})

const tagged = (id: string, stream: string, type: string, tags: ReadonlyArray<string>, guard?: NothingSince) =>
  Commits.commit(
    id,
    [{ stream, expected: Expect.any, events: [{ ...Commits.event(id, tags), type }] }],
    guard ? [guard] : []
  )

/** A tag of whatever means something to a database, or is nothing to it. */
const odd = "\u0000 \u0001 \u00010 \\u0000 \"'{NULL}\\,%_"

/** Queries by what they select of a log whose one event is a `Taken` of `seat-1`, tagged `seat:1`, `room:a` and odd. */
const cells: ReadonlyArray<readonly [what: string, query: Query, selects: boolean]> = [
  ["its type", [{ types: ["Taken", "Left"] }], true],
  ["another type", [{ types: ["Left"] }], false],
  ["its category", [{ categories: ["seat"] }], true],
  ["another category", [{ categories: ["room"] }], false],
  ["one of its tags", [{ tags: ["room:a"] }], true],
  ["both of its tags", [{ tags: ["room:a", "seat:1"] }], true],
  ["its odd tag", [{ tags: [odd] }], true],
  ["its tag and its odd tag", [{ tags: ["seat:1", odd] }], true],
  ["a tag that is nearly as odd", [{ tags: [odd.slice(1)] }], false],
  ["one tag of its and one of another", [{ tags: ["room:a", "seat:2"] }], false],
  ["its tag and another type", [{ tags: ["room:a"], types: ["Left"] }], false],
  ["something else, or its type", [{ tags: ["seat:2"] }, { types: ["Taken"] }], true]
]

const everyQuery = law(
  "a commit that depends on a query is refused if anything it selects was recorded since, and only then",
  ({ driver }) =>
    Effect.gen(function*() {
      yield* driver.commit(tagged("first", "seat-1", "Taken", ["seat:1", "room:a", odd]))
      const first = yield* driver.head
      for (const [what, query, selects] of cells) {
        const since = yield* driver.commit(tagged(`since ${what}`, "log-1", "Asked", [], nothingSince(query, 0)))
        const expected = selects ? ["GuardFailed", first] : ["Committed", undefined]
        yield* same(`${what}, since the start`, expected, [since._tag, "actual" in since ? since.actual : undefined])
        const head = yield* driver.head
        const later = yield* driver.commit(tagged(`later ${what}`, "log-1", "Asked", [], nothingSince(query, head)))
        yield* same(`${what}, since the head`, "Committed", later._tag)
      }
      const head = yield* driver.head
      const all = yield* driver.commit(tagged("all", "log-1", "Asked", [], nothingSince([{}], first)))
      yield* same("everything", ["GuardFailed", head], [all._tag, "actual" in all ? all.actual : undefined])
    })
)

/** A store may not look at the last page alone. */
const farBack = law(
  "a commit that depends on a query is told of an event however many others followed it",
  ({ driver }) =>
    Effect.gen(function*() {
      const many = Array.from({ length: Math.min(1000, driver.limits.events) - 1 }, (_, n) => Commits.event(`${n}`))
      yield* driver.commit(tagged("first", "seat-1", "Taken", ["seat:1"]))
      const first = yield* driver.head
      for (let n = 0; n < 20; n++) {
        yield* driver.commit(Commits.commit(`many ${n}`, [{
          stream: `note-${n}`,
          expected: Expect.any,
          events: [Commits.event("0"), ...many]
        }]))
      }
      for (const query of [[{ types: ["Taken"] }], [{ tags: ["seat:1"] }]] as const) {
        const outcome = yield* driver.commit(tagged("late", "seat-2", "Taken", [], nothingSince(query, 0)))
        yield* same("the refusal", ["GuardFailed", first], [outcome._tag, "actual" in outcome ? outcome.actual : 0])
      }
    })
)

const writers = 8

const oneWinner = law(
  "of writers whose commits depend on the same query and are selected by it, exactly one wins",
  ({ connect, driver }) =>
    Effect.gen(function*() {
      const drivers: ReadonlyArray<Driver> = [driver, yield* connect]
      for (let round = 0; round < 5; round++) {
        const guard = nothingSince([{ tags: ["seat:1"] }], yield* driver.head)
        const outcomes = yield* Effect.forEach(
          Array.from({ length: writers }, (_, writer) => writer),
          (writer) =>
            drivers[writer % 2]!.commit(
              tagged(`r${round} w${writer}`, `seat-${round}-${writer}`, "Taken", ["seat:1"], guard)
            ),
          { concurrency: "unbounded" }
        )
        const won = outcomes.filter(({ _tag }) => _tag === "Committed")
        yield* same(`winners of round ${round}`, 1, won.length)
        const refused = outcomes.filter(({ _tag }) => _tag === "GuardFailed")
        yield* same(`losers of round ${round}`, writers - 1, refused.length)
      }
    })
)

/** The laws of an event store that evaluates guards by query. */
export const queryLaws: ReadonlyArray<Law> = [everyQuery, farBack, oneWinner]
