import { describe, expect, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import fc from "fast-check"
import type { Commit, Outcome } from "../src/EventStoreDriver.ts"
import * as Expected from "../src/Expected.ts"
import * as GroupCommit from "../src/GroupCommit.ts"
import * as Position from "../src/Position.ts"
import { Ambiguous, StoreFault } from "../src/StoreError.ts"
import { Commits } from "../src/testing/index.ts"

const commitOf = (n: number) => Commits.commit(`c${n}`, [Commits.append("note-1", Expected.any, String(n))])

const answer = (commit: Commit): Outcome => ({
  _tag: "Committed",
  receipt: { position: Position.make(Number(commit.id.slice(1))), versions: [], digest: commit.digest }
})

/** A writer that waits for a signal, and remembers the sizes of its batches. */
const gated = Effect.gen(function*() {
  const gate = yield* Deferred.make<void>()
  const sizes: Array<number> = []
  const commitAll: GroupCommit.CommitAll = (batch) =>
    Effect.gen(function*() {
      sizes.push(batch.length)
      yield* Deferred.await(gate)
      return batch.map(answer)
    })
  return { gate, sizes, commitAll }
})

describe("group commit", () => {
  it.effect("writes at once when idle, and together what arrives while it writes", () =>
    Effect.gen(function*() {
      const { commitAll, gate, sizes } = yield* gated
      const commit = yield* GroupCommit.make(commitAll)
      const first = yield* Effect.forkChild(commit(commitOf(1)))
      yield* Effect.yieldNow
      yield* Effect.yieldNow
      const rest = yield* Effect.forEach([2, 3, 4], (n) => Effect.forkChild(commit(commitOf(n))))
      yield* Effect.yieldNow
      yield* Deferred.succeed(gate, undefined)
      const outcomes = yield* Effect.forEach([first, ...rest], Fiber.join)
      expect(sizes).toEqual([1, 3])
      expect(outcomes.map((outcome) => outcome._tag === "Committed" && outcome.receipt.position)).toEqual([1, 2, 3, 4])
    }).pipe(Effect.scoped))

  it.effect("writes what follows a commit that came alone at once, and now and then waits for company again", () =>
    Effect.gen(function*() {
      const { commitAll, gate, sizes } = yield* gated
      yield* Deferred.succeed(gate, undefined)
      const commit = yield* GroupCommit.make(commitAll)
      for (let n = 0; n < 30; n++) yield* commit(commitOf(n))
      expect(sizes).toEqual(Array(30).fill(1))
      // However many of those at once may still be alone, the others find each other.
      yield* Effect.forEach(Array(100).keys(), (n) => commit(commitOf(n)), { concurrency: "unbounded" })
      expect(sizes.length - 30).toBeLessThanOrEqual(10)
      const before = sizes.length
      yield* Effect.forEach(Array(100).keys(), (n) => commit(commitOf(n)), { concurrency: "unbounded" })
      expect(sizes.slice(before)).toEqual([100])
    }).pipe(Effect.scoped))

  it.effect("writes one batch at a time, whoever comes when, and answers each commit for itself", () =>
    Effect.gen(function*() {
      const pauses = yield* Effect.sync(() => fc.sample(fc.nat(3), { seed: 7, numRuns: 400 }))
      let [writing, most, batches] = [0, 0, 0]
      const commit = yield* GroupCommit.make((batch) =>
        Effect.gen(function*() {
          most = Math.max(most, ++writing)
          for (let turn = pauses[batches++ % 400]!; turn > 0; turn--) yield* Effect.yieldNow
          writing--
          return batch.map(answer)
        })
      )
      const client = Effect.fnUntraced(function*(own: number) {
        for (let n = 0; n < 40; n++) {
          for (let turn = pauses[(own * 40 + n) % 400]! * own; turn > 0; turn--) yield* Effect.yieldNow
          const outcome = yield* commit(commitOf(own * 100 + n))
          expect(outcome).toMatchObject({ receipt: { position: own * 100 + n } })
        }
      })
      yield* Effect.forEach(Array(5).keys(), client, { concurrency: "unbounded" })
      expect(most).toBe(1)
      expect(batches).toBeLessThan(200)
    }).pipe(Effect.scoped))

  it.effect("tells what a batch's fault means for each of its commits", () =>
    Effect.gen(function*() {
      const fault = new StoreFault({ operation: "commit", cause: "the disk failed", retryable: false })
      const commit = yield* GroupCommit.make(() => Effect.fail(fault), {
        faultOf: (cause, { id }) => new Ambiguous({ commitId: id, cause })
      })
      const failures = yield* Effect.forEach([1, 2], (n) => Effect.flip(commit(commitOf(n))), { concurrency: 2 })
      const alone = yield* Effect.flip(commit(commitOf(3)))
      expect([...failures, alone]).toMatchObject(["c1", "c2", "c3"].map((commitId) => ({ commitId, cause: fault })))
    }).pipe(Effect.scoped))

  it.effect("keeps batches to the size that it was told", () =>
    Effect.gen(function*() {
      const { commitAll, gate, sizes } = yield* gated
      yield* Deferred.succeed(gate, undefined)
      const commit = yield* GroupCommit.make(commitAll, { maxBatch: 4 })
      yield* Effect.forEach(Array(10).keys(), (n) => commit(commitOf(n)), { concurrency: "unbounded" })
      expect(Math.max(...sizes)).toBeLessThanOrEqual(4)
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(10)
    }).pipe(Effect.scoped))

  it.effect("tells every caller of a batch that failed, and goes on with the next", () =>
    Effect.gen(function*() {
      let failing = true
      const fault = new StoreFault({ operation: "commit", cause: "the disk is full", retryable: true })
      const commit = yield* GroupCommit.make((batch) =>
        Effect.suspend(() => failing ? Effect.fail(fault) : Effect.succeed(batch.map(answer)))
      )
      const refused = yield* Effect.forEach([1, 2], (n) => Effect.flip(commit(commitOf(n))), { concurrency: 2 })
      expect(refused).toEqual([fault, fault])
      failing = false
      expect((yield* commit(commitOf(3)))._tag).toBe("Committed")
    }).pipe(Effect.scoped))

  it.effect("survives a writer that throws, or that forgets an answer", () =>
    Effect.gen(function*() {
      let calls = 0
      const commit = yield* GroupCommit.make(() => {
        if (calls++ === 0) throw new Error("a mistake in the driver")
        return Effect.succeed([])
      })
      expect(Exit.isFailure(yield* Effect.exit(commit(commitOf(1))))).toBe(true)
      expect((yield* Effect.flip(commit(commitOf(2)))).message).toContain("did not answer")
    }).pipe(Effect.scoped))

  it.effect("ends the batch in progress when it closes, and refuses whoever still waits", () =>
    Effect.gen(function*() {
      const { commitAll, gate, sizes } = yield* gated
      const scope = yield* Scope.make()
      const commit = yield* Scope.provide(GroupCommit.make(commitAll), scope)
      const writing = yield* Effect.forkChild(commit(commitOf(1)))
      yield* Effect.yieldNow
      yield* Effect.yieldNow
      const waiting = yield* Effect.forkChild(Effect.flip(commit(commitOf(2))))
      yield* Effect.yieldNow
      const closing = yield* Effect.forkChild(Scope.close(scope, Exit.void))
      yield* Effect.yieldNow
      yield* Deferred.succeed(gate, undefined)
      expect((yield* Fiber.join(writing))._tag).toBe("Committed")
      yield* Fiber.join(closing)
      expect((yield* Fiber.join(waiting)).message).toContain("closed")
      expect((yield* Effect.flip(commit(commitOf(3)))).message).toContain("closed")
      expect(sizes).toEqual([1])
    }))
})
