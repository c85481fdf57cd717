/** What an event store must do that outlives its program. */
import * as Effect from "effect/Effect"
import * as Expect from "../Expected.ts"
import * as Commits from "./Commits.ts"
import { durableLaw, type Law, same } from "./Law.ts"

const commits = Array.from(
  { length: 5 },
  (_, n) =>
    Commits.commit(`c${n}`, [
      { stream: "note-1", expected: Expect.any, events: [Commits.event(`a${n}`, ["tagged", `number:${n}`])] },
      Commits.append(`note-${n + 2}`, Expect.any, "b")
    ])
)

const kept = durableLaw(
  "what was acknowledged is there after a restart, byte for byte",
  (driver, reopen) =>
    Effect.gen(function*() {
      for (const commit of commits) yield* driver.commit(commit)
      const before = yield* Commits.all(driver)
      const again = yield* reopen
      yield* same("the log", before, yield* Commits.all(again))
    })
)

const remembered = durableLaw("a commit id is known after a restart", (driver, reopen) =>
  Effect.gen(function*() {
    for (const commit of commits) yield* driver.commit(commit)
    const again = yield* reopen
    for (const commit of commits) yield* same(commit.id, "Repeated", (yield* again.commit(commit))._tag)
  }))

const sameLog = durableLaw(
  "a log keeps its id and its epoch over a restart",
  (driver, reopen) => Effect.flatMap(reopen, (again) => same("the log", driver.log, again.log))
)

const onward = durableLaw(
  "after a restart, versions and positions go on from where they were",
  (driver, reopen) =>
    Effect.gen(function*() {
      const committed = yield* driver.commit(Commits.commit("one", [Commits.append("note-1", Expect.any, "a", "b")]))
      const again = yield* reopen
      const next = yield* again.commit(Commits.commit("two", [Commits.append("note-1", Expect.exactly(2), "c")]))
      yield* same("the outcome", "Committed", next._tag)
      const positions = [committed, next].flatMap((outcome) => "receipt" in outcome ? [outcome.receipt.position] : [])
      yield* same("the later position is greater", true, positions[1]! > positions[0]!)
    })
)

/** The laws of stores that outlive their program. */
export const durableLaws: ReadonlyArray<Law> = [kept, remembered, sameLog, onward]
