import { describe, expect, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as SharedWork from "../../src/server/SharedWork.ts"

/** Work that counts how often it is done, and ends when it is told to. */
const counted = Effect.gen(function*() {
  const gate = yield* Deferred.make<void>()
  let times = 0
  const work = Effect.suspend(() => Effect.as(Deferred.await(gate), ++times))
  return { work, open: Deferred.succeed(gate, undefined), times: () => times }
})

describe("shared work", () => {
  it.effect("is done once for all who want the same at the same moment, and again for whoever comes later", () =>
    Effect.gen(function*() {
      const shared = SharedWork.make<number>()
      const { open, work } = yield* counted
      const early = yield* Effect.forEach([1, 2, 3], () => Effect.forkChild(shared.run("page", work)))
      const other = yield* Effect.forkChild(shared.run("other page", work))
      yield* Effect.yieldNow
      yield* open
      expect(yield* Effect.forEach([...early, other], Fiber.join)).toEqual([1, 1, 1, 2])
      expect(yield* shared.run("page", work)).toBe(3)
    }))

  it.effect("is done by another when whoever did it fails or goes away", () =>
    Effect.gen(function*() {
      const shared = SharedWork.make<number>()
      const { open, times, work } = yield* counted
      const leaving = yield* Effect.forkChild(shared.run("page", work))
      yield* Effect.yieldNow
      const staying = yield* Effect.forkChild(shared.run("page", work))
      yield* Effect.yieldNow
      yield* Fiber.interrupt(leaving)
      yield* open
      expect([yield* Fiber.join(staying), times()]).toEqual([2, 2])
      const failing = yield* Effect.forkChild(
        Effect.flip(shared.run("page", Effect.andThen(Effect.yieldNow, Effect.fail("no"))))
      )
      yield* Effect.yieldNow
      expect(yield* shared.run("page", Effect.succeed(7))).toBe(7)
      expect(yield* Fiber.join(failing)).toBe("no")
    }))
})
