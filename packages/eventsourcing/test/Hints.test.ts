import { expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Ref from "effect/Ref"
import * as Stream from "effect/Stream"
import { describe } from "vitest"
import * as Hints from "../src/Hints.ts"

/** Listens at once; answers how many hints were taken so far. */
const listening = Effect.fnUntraced(function*(hints: Hints.Hints) {
  const taken = yield* Ref.make(0)
  const fiber = yield* Effect.forkScoped(Stream.runForEach(hints.changed, () => Ref.update(taken, (n) => n + 1)), {
    startImmediately: true
  })
  return { fiber, taken: Ref.get(taken) }
})

/** Lets every fiber run that can. */
const settle = Effect.forEach(Array.from({ length: 20 }), () => Effect.yieldNow, { discard: true })

describe("Hints", () => {
  it.effect("reach every listener", () =>
    Effect.gen(function*() {
      const hints = Hints.make()
      const [one, other] = [yield* listening(hints), yield* listening(hints)]
      hints.give()
      yield* settle
      expect([yield* one.taken, yield* other.taken]).toEqual([1, 1])
      hints.give()
      yield* settle
      expect([yield* one.taken, yield* other.taken]).toEqual([2, 2])
    }))

  it.effect("given while a listener is busy are one more, however many they are", () =>
    Effect.gen(function*() {
      const hints = Hints.make()
      let taken = 0
      yield* Effect.forkScoped(
        Stream.runForEach(hints.changed, () =>
          Effect.sync(() => {
            if (++taken === 1) { for (let count = 0; count < 1000; count++) hints.give() }
          })),
        { startImmediately: true }
      )
      hints.give()
      yield* settle
      expect(taken).toBe(2)
    }))

  it.effect("given before a listener came were not meant for it", () =>
    Effect.gen(function*() {
      const hints = Hints.make()
      hints.give()
      const late = yield* listening(hints)
      yield* settle
      expect(yield* late.taken).toBe(0)
    }))

  it.effect("forget a listener that has ended", () =>
    Effect.gen(function*() {
      const hints = Hints.make()
      const { fiber, taken } = yield* listening(hints)
      yield* Fiber.interrupt(fiber)
      hints.give()
      yield* settle
      expect(yield* taken).toBe(0)
    }))
})
