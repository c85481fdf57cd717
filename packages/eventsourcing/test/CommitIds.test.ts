import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as TestClock from "effect/testing/TestClock"
import * as CommitId from "../src/CommitId.ts"
import * as CommitIds from "../src/CommitIds.ts"

describe("a commit id", () => {
  it.effect("that is made later sorts later, and is a UUID of version 7", () =>
    Effect.gen(function*() {
      const first = yield* CommitIds.next
      yield* TestClock.adjust("1 seconds")
      const second = yield* CommitIds.next
      expect(second > first).toBe(true)
      for (const id of [first, second]) {
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      }
    }))

  it("is short, printable and without spaces", () => {
    for (const text of ["", " ", "a b", "é", "x".repeat(129)]) expect(Result.isFailure(CommitId.parse(text))).toBe(true)
  })
})
