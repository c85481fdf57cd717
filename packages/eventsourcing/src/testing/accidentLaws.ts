/** What an event store must do when disks are hurt or full, and when answers are lost. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { RecordedRaw } from "../EventStoreDriver.ts"
import * as Expect from "../Expected.ts"
import { verifyLog } from "../Verify.ts"
import * as Commits from "./Commits.ts"
import type { Driver, OpenedLog } from "./Harness.ts"
import { type Law, law, LawBroken, offered, same } from "./Law.ts"

type Reopen = Effect.Effect<Driver, unknown, Scope.Scope>

const threeCommits = Effect.fnUntraced(function*(driver: Driver) {
  for (const id of ["one", "two", "three"]) {
    yield* driver.commit(Commits.commit(id, [Commits.append("note-1", Expect.any, `text of ${id}`, `more of ${id}`)]))
  }
  return yield* Commits.all(driver)
})

const hurt = ({ damage, reopen }: OpenedLog) =>
  Effect.all([offered("damage to its disk (damage)", damage), offered("a restart (reopen)", reopen)])

const tagOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null && "_tag" in error ? error._tag : undefined

const failureOf = (exit: Exit.Exit<unknown, unknown>): unknown => {
  if (Exit.isSuccess(exit)) return undefined
  const [reason] = exit.cause.reasons
  return reason?._tag === "Fail" ? reason.error : reason
}

/** Every event up to the first fault. */
const readable = Effect.fnUntraced(function*(driver: Driver) {
  const events: Array<RecordedRaw> = []
  yield* Effect.exit(
    Stream.runForEach(driver.readAll({ pageSize: 1 }), (chunk) => Effect.sync(() => events.push(...chunk.events)))
  )
  return events
})

/** A store may keep a damaged log closed; it says so by a fault that names a place. */
const refusesToOpen = (error: unknown) =>
  tagOf(error) === "StoreFault" && /\d/.test(String(error))
    ? Effect.void
    : Effect.fail(new LawBroken({ detail: `a damaged log was kept closed by ${String(error)}, which names no place` }))

const foundWhere = Effect.fnUntraced(function*(reopen: Reopen, log: ReadonlyArray<RecordedRaw>, hit: RecordedRaw) {
  const opened = yield* Effect.exit(reopen)
  if (Exit.isFailure(opened)) return yield* refusesToOpen(failureOf(opened))
  const first = log.findIndex((event) => event.commit.id === hit.commit.id)
  yield* same("the events before the damage", log.slice(0, first), (yield* readable(opened.value)).slice(0, first))
  const error = failureOf(yield* Effect.exit(verifyLog(opened.value)))
  if (error === undefined) return yield* new LawBroken({ detail: `a changed byte at ${hit.position} was not noticed` })
  if (tagOf(error) === "StoreFault") return yield* refusesToOpen(error)
  const named = (error as { readonly position?: number }).position // LogDamaged, or something that breaks the law
  const own = log.filter((event) => event.commit.id === hit.commit.id).map(({ position }) => position as number)
  yield* same(`that the damage at ${hit.position} is named, not ${named}`, true, own.includes(named ?? -1))
})

const changedByte = law(
  "a changed byte is found, its place is named, and what came before it can be read",
  (log) =>
    Effect.gen(function*() {
      const [damage, reopen] = yield* hurt(log)
      const before = yield* threeCommits(log.driver)
      yield* damage.flip(before[3]!)
      yield* foundWhere(reopen, before, before[3]!)
    })
)

const tornWrite = law(
  "a write that was cut short is gone as a whole, and the log goes on from before it",
  (log) =>
    Effect.gen(function*() {
      const [damage, reopen] = yield* hurt(log)
      const before = yield* threeCommits(log.driver)
      yield* damage.tear
      const driver = yield* reopen
      const after = yield* Commits.all(driver)
      // How much a power cut takes is the disk's affair; what it leaves is a beginning, made of whole commits.
      yield* same("a beginning of the log", before.slice(0, after.length), after)
      yield* same("made of whole commits", 0, after.length % 2)
      yield* same("that lacks the last", true, after.length < before.length)
      const three = Commits.commit("three", [
        Commits.append("note-1", Expect.exactly(after.length), "again", "and again")
      ])
      if (after.length === 4) yield* same("the next commit", "Committed", (yield* driver.commit(three))._tag)
    })
)

const lostAnswer = law(
  "a writer whose answer was lost learns that the commit was made, and is never told of a conflict with itself",
  ({ cut, driver }) =>
    Effect.gen(function*() {
      const loseAnswer = yield* offered("the loss of an answer (cut)", cut)
      for (let version = 0; version < 3; version++) {
        const commit = Commits.commit(`c${version}`, [Commits.append("note-1", Expect.exactly(version), `${version}`)])
        yield* loseAnswer
        const first = yield* Effect.exit(driver.commit(commit))
        // A driver may ask for the commit id by itself; then it knows.
        const known = Exit.isSuccess(first) ? first.value._tag : tagOf(failureOf(first))
        yield* same("the first answer", true, ["Committed", "Repeated", "Ambiguous"].includes(String(known)))
        yield* same("the commit is found", true, Option.isSome(yield* driver.findCommit(commit.id, "note-1")))
        yield* same("asked again", "Repeated", (yield* driver.commit(commit))._tag)
      }
      yield* same("the stream", 3, (yield* Commits.ofStream(driver, "note-1")).length)
    })
)

const fullDisk = law(
  "on a full disk a commit fails by a fault and leaves nothing in part; when there is room again, it is made",
  ({ driver, fill }) =>
    Effect.gen(function*() {
      const before = yield* threeCommits(driver)
      const { makeRoom } = yield* Effect.flatten(offered("a full disk (fill)", fill))
      const appends = ["note-2", "note-3"].map((stream) => Commits.append(stream, Expect.noStream, "x".repeat(100_000)))
      const commit = Commits.commit("big", [appends[0]!, appends[1]!])
      const refused = yield* Effect.exit(driver.commit(commit))
      yield* same("the refusal", true, ["StoreFault", "Ambiguous"].includes(String(tagOf(failureOf(refused)))))
      yield* same("the log", before, yield* Commits.all(driver))
      yield* makeRoom
      yield* same("with room again", "Committed", (yield* driver.commit(commit))._tag)
      yield* same("the log", 8, (yield* Commits.all(driver)).length)
    })
)

/** Of logs whose disk can be hurt. */
export const damageLaws: ReadonlyArray<Law> = [changedByte, tornWrite]
/** Of logs whose answers can be lost. */
export const cutLaws: ReadonlyArray<Law> = [lostAnswer]
/** Of logs whose disk can be full. */
export const fullLaws: ReadonlyArray<Law> = [fullDisk]
