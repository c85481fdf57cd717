import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { RecordedRaw } from "../../src/EventStoreDriver.ts"
import * as Expected from "../../src/Expected.ts"
import * as MemoryEventStore from "../../src/MemoryEventStore.ts"
import * as Position from "../../src/Position.ts"
import { Commits, History } from "../../src/testing/index.ts"
import * as Version from "../../src/Version.ts"

const note = (id: string, expected: Expected.Expected, text = id) =>
  Commits.commit(id, [Commits.append("note-1", expected, text)])

/** Two commits of one stream, one of two streams, a conflict, a repeat and an id used again: all in order. */
const recorded = Effect.gen(function*() {
  const memory = yield* MemoryEventStore.make()
  const history = History.recorder()
  const driver = history.watch(memory)
  yield* driver.commit(note("one", Expected.noStream))
  yield* driver.commit(note("two", Expected.exactly(1)))
  yield* driver.commit(note("late", Expected.exactly(1)))
  yield* driver.commit(note("two", Expected.exactly(1)))
  yield* driver.commit(note("two", Expected.any, "other"))
  yield* driver.commit(
    Commits.commit("wide", [
      Commits.append("note-1", Expected.any, "a", "b"),
      Commits.append("note-2", Expected.any, "c")
    ])
  )
  const guard = { _tag: "StreamAt", stream: "note-2", expected: Expected.noStream } as const
  yield* driver.commit(Commits.commit("guarded", [Commits.append("note-3", Expected.any, "x")], [guard]))
  const since = { _tag: "NothingSince", query: [{ types: ["Noted"] }], after: Position.make(1) } as const
  yield* driver.commit(Commits.commit("asking", [Commits.append("note-3", Expected.any, "x")], [since]))
  return { calls: history.calls(), log: yield* Commits.all(memory) }
})

type Recorded = Effect.Success<typeof recorded>
type Tamper = (recorded: Recorded) => Partial<Recorded>

const change = (at: number, fields: Partial<History.Call>): Tamper => ({ calls }) => ({
  calls: calls.map((call, place) => place === at ? { ...call, ...fields } : call)
})

const mapLog = (change: (event: RecordedRaw, at: number) => RecordedRaw): Tamper => ({ log }) => ({
  log: log.map(change)
})

const answered = (at: number, change: (outcome: any) => object): Tamper => ({ calls }) => ({
  calls: calls.map((call, place) =>
    place === at ? { ...call, outcome: { ...call.outcome, ...change(call.outcome) } as History.Call["outcome"] } : call
  )
})

const lies: ReadonlyArray<readonly [what: string, tamper: Tamper, finding: RegExp]> = [
  ["an acknowledged commit is not there", ({ log }) => ({ log: log.slice(0, 2) }), /"wide".* is not there/],
  [
    "a commit is there that nobody asked for",
    ({ calls }) => ({ calls: calls.toSpliced(5, 1) }),
    /"wide".*nobody made it/
  ],
  ["a commit that was refused is there", change(0, { outcome: { _tag: "Refused" } }), /"one".*nobody made it/],
  ["a commit is there in part", ({ log }) => ({ log: log.slice(0, -1) }), /"wide".* is not whole/],
  [
    "a commit is there twice",
    ({ log }) => ({ log: [...log, { ...log[0]!, position: Position.make(9) }] }),
    /there twice/
  ],
  [
    "a version is left out",
    mapLog((event, at) => at === 1 ? { ...event, version: Version.make(3) } : event),
    /in place 2/
  ],
  ["positions go back", ({ log }) => ({ log: log.toReversed() }), /comes after/],
  [
    "a receipt has another position",
    answered(0, ({ receipt }) => ({ receipt: { ...receipt, position: 2 } })),
    /was told/
  ],
  [
    "a receipt has another version",
    answered(1, ({ receipt }) => ({ receipt: { ...receipt, versions: [3] } })),
    /was told/
  ],
  [
    "a commit comes before one that was answered before it was asked for",
    change(1, { invoked: -2, answered: -1 }),
    /"one".*comes before/
  ],
  ["a commit was made on another version", ({ calls }) => ({
    calls: calls.map((call, at) => at === 1 ? { ...call, commit: note("two", Expected.exactly(4)) } : call)
  }), /"two".*was made with note-1 at 1/],
  ["a conflict names a version that never was", answered(2, () => ({ actual: 7 })), /version 7/],
  ["a conflict names a version that was over", answered(2, () => ({ actual: 0 })), /version 0/],
  ["a conflict names a version that was not yet", answered(2, () => ({ actual: 3 })), /version 3/],
  ["a conflict was none", answered(2, () => ({ actual: 1 })), /was as expected/],
  ["a conflict is of another stream", answered(2, () => ({ stream: "note-9" })), /not its own/],
  ["a guard failed that held", answered(6, () => ({ actual: 0 })), /"guarded".*was as expected/],
  ["a guard failed on a version that never was", answered(6, () => ({ actual: 4 })), /"guarded".*version 4/],
  [
    "a guard of another commit failed",
    answered(6, ({ guard }) => ({ guard: { ...guard, stream: "note-1" } })),
    /its own/
  ],
  ["a query found what it does not select", answered(7, () => ({ actual: 1 })), /"asking".*did not select/],
  ["a query found what is not there", answered(7, () => ({ actual: 9 })), /"asking".*did not select/],
  ["an id was refused that was not used for something else", ({ calls }) => ({
    calls: calls.map((call, at) => at === 3 ? { ...call, outcome: { _tag: "CommitIdReused" } as const } : call)
  }), /had used for something else/],
  ["two were told to be the first", answered(3, () => ({ _tag: "Committed" })), /as new twice/]
]

describe("a history of concurrent commits", () => {
  it.effect("is right when every answer is true in the order of the log", () =>
    Effect.gen(function*() {
      const { calls, log } = yield* recorded
      expect(calls.map(({ outcome }) => outcome?._tag)).toEqual([
        "Committed",
        "Committed",
        "Conflict",
        "Repeated",
        "CommitIdReused",
        "Committed",
        "GuardFailed",
        "GuardFailed"
      ])
      expect(History.check(calls, log)).toEqual([])
    }))

  for (const [what, tamper, finding] of lies) {
    it.effect(`is wrong when ${what}`, () =>
      Effect.gen(function*() {
        const right = yield* recorded
        const { calls, log } = { ...right, ...tamper(right) }
        expect(History.check(calls, log).join("\n")).toMatch(finding)
      }))
  }

  it.effect("leaves open what became of a commit whose answer was lost", () =>
    Effect.gen(function*() {
      const { calls, log } = yield* recorded
      const lost = { outcome: undefined, answered: Infinity }
      const forgotten = calls.slice(0, 6).map((call, at) => at === 5 ? { ...call, ...lost } : call)
      expect(History.check(forgotten, log)).toEqual([])
      expect(History.check(forgotten, log.slice(0, 2))).toEqual([])
    }))

  it.effect("has a call whose caller stopped waiting, without an answer", () =>
    Effect.gen(function*() {
      const memory = yield* MemoryEventStore.make()
      const history = History.recorder()
      const driver = history.watch({ ...memory, commit: () => Effect.never })
      yield* Effect.raceFirst(driver.commit(note("one", Expected.any)), Effect.void)
      expect(history.calls()).toMatchObject([{ invoked: 1, answered: Infinity, outcome: undefined }])
    }))
})
