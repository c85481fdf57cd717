import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { mapResult } from "../../src/internal/mapResult.ts"

const halves = (n: number): Result.Result<number, string> =>
  n % 2 === 0 ? Result.succeed(n / 2) : Result.fail(`${n} is odd`)

describe("a stream that is mapped by what may fail", () => {
  it.effect("has every element, in order, whether they came together or one by one", () =>
    Effect.gen(function*() {
      const source = Stream.fromArrays([2, 4], [6], [8, 10, 12])
      expect(yield* Stream.runCollect(mapResult(source, halves))).toEqual([1, 2, 3, 4, 5, 6])
      expect(yield* Stream.runCollect(mapResult(Stream.empty, halves))).toEqual([])
    }))

  it.effect("gives what came before the one that failed, also when they came together", () =>
    Effect.gen(function*() {
      const seen: Array<number> = []
      const mapped = mapResult(Stream.fromArrays([2, 4, 5, 6]), halves)
      const error = yield* Effect.flip(Stream.runForEach(mapped, (n) => Effect.sync(() => seen.push(n))))
      expect([seen, error]).toEqual([[1, 2], "5 is odd"])
    }))

  it.effect("maps nothing that is not asked for", () =>
    Effect.gen(function*() {
      const mapped: Array<number> = []
      const noting = (n: number) => {
        mapped.push(n)
        return Result.succeed(n)
      }
      const taken = Stream.take(mapResult(Stream.fromArrays([1, 2, 3], [4]), noting), 2)
      expect([yield* Stream.runCollect(taken), mapped]).toEqual([[1, 2], [1, 2]])
    }))

  it.effect("is mapped anew each time that it is run", () =>
    Effect.gen(function*() {
      const mapped = mapResult(Stream.fromArrays([2, 4]), halves)
      expect([yield* Stream.runHead(mapped), yield* Stream.runCollect(mapped)]).toMatchObject([{ value: 1 }, [1, 2]])
    }))
})
