import { describe, expect, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { MaxOpsBeforeYield } from "effect/Scheduler"
import * as Scope from "effect/Scope"
import type { Commit, Outcome } from "../src/EventStoreDriver.ts"
import * as Expected from "../src/Expected.ts"
import * as GroupCommit from "../src/GroupCommit.ts"
import * as Position from "../src/Position.ts"
import { Commits } from "../src/testing/index.ts"

const commitOf = (n: number) => Commits.commit(`c${n}`, [Commits.append("note-1", Expected.any, String(n))])

const answer = (commit: Commit): Outcome => ({
  _tag: "Committed",
  receipt: { position: Position.make(Number(commit.id.slice(1))), versions: [], digest: commit.digest }
})

describe("a commit that is written alone", () => {
  /** A writer that answers until it is told to wait, and whose last commit came alone. */
  const aloneThenGated = Effect.gen(function*() {
    const gate = yield* Deferred.make<void>()
    let [waits, writing, most, written] = [false, 0, 0, 0]
    const commitAll: GroupCommit.CommitAll = (batch) =>
      Effect.gen(function*() {
        most = Math.max(most, ++writing)
        if (waits) yield* Deferred.await(gate)
        writing--
        written += batch.length
        return batch.map(answer)
      })
    const scope = yield* Scope.make()
    const commit = yield* Scope.provide(GroupCommit.make(commitAll), scope)
    yield* commit(commitOf(0))
    yield* Effect.yieldNow
    waits = true
    return { close: Scope.close(scope, Exit.void), commit, gate, most: () => most, written: () => written }
  })

  it.effect("is written also when its caller stops waiting for it, which a caller may", () =>
    Effect.gen(function*() {
      const { close, commit, gate, written } = yield* aloneThenGated
      const caller = yield* Effect.forkChild(commit(commitOf(1)), { startImmediately: true })
      yield* Fiber.interrupt(caller)
      expect(written()).toBe(1)
      yield* Deferred.succeed(gate, undefined)
      expect((yield* commit(commitOf(2)))._tag).toBe("Committed")
      expect(written()).toBe(3)
      yield* close
    }))

  it.effect("ends before the store has closed, which refuses whoever still waits", () =>
    Effect.gen(function*() {
      const { close, commit, gate, written } = yield* aloneThenGated
      const writing = yield* Effect.forkChild(commit(commitOf(1)), { startImmediately: true })
      const waiting = yield* Effect.forkChild(Effect.flip(commit(commitOf(2))), { startImmediately: true })
      const closing = yield* Effect.forkChild(Effect.map(close, written), { startImmediately: true })
      yield* Effect.yieldNow
      yield* Deferred.succeed(gate, undefined)
      expect(yield* Fiber.join(closing)).toBe(2)
      expect((yield* Fiber.join(writing))._tag).toBe("Committed")
      expect((yield* Fiber.join(waiting)).message).toContain("closed")
    }))

  // After so many steps a fiber gives way to others; wherever that falls, others must not come between.
  const steps = Array.from({ length: 40 }, (_, n) => MaxOpsBeforeYield.defaultValue() / 2 - 30 + n)
  const after = <A, E>(count: number, effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    count === 0 ? effect : Effect.flatMap(Effect.void, () => after(count - 1, effect))

  it.effect("is the only one that is written, wherever the fiber of its caller gives way", () =>
    Effect.forEach(steps, (count) =>
      Effect.gen(function*() {
        const { close, commit, gate, most } = yield* aloneThenGated
        const calls = [after(count, commit(commitOf(1))), commit(commitOf(2))]
        const fibers = yield* Effect.forEach(calls, (call) => Effect.forkChild(call, { startImmediately: true }))
        yield* Effect.yieldNow
        yield* Deferred.succeed(gate, undefined)
        yield* Effect.forEach(fibers, Fiber.join)
        expect(most()).toBe(1)
        yield* close
      })))

  it.effect("is answered while the store closes, wherever the fiber of its caller gives way", () =>
    Effect.forEach(steps, (count) =>
      Effect.gen(function*() {
        const scope = yield* Scope.make()
        const commit = yield* Scope.provide(GroupCommit.make((batch) => Effect.succeed(batch.map(answer))), scope)
        const caller = yield* Effect.forkChild(after(count, commit(commitOf(1))), { startImmediately: true })
        yield* Scope.close(scope, Exit.void)
        for (let turn = 0; turn < 10; turn++) yield* Effect.yieldNow
        expect(caller.pollUnsafe()).toBeDefined()
      })))
})
