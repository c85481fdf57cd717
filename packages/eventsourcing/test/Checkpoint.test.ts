import { describe, expect, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Checkpoint from "../src/Checkpoint.ts"
import * as Position from "../src/Position.ts"

describe("a checkpoint", () => {
  it("comes back from its text", () => {
    const checkpoint = { log: "3f2a-b", epoch: "1", position: Position.make(48_231) }
    expect(Result.getOrThrow(Checkpoint.parse(Checkpoint.format(checkpoint)))).toEqual(checkpoint)
  })

  for (const text of ["", "a.b", "a.b.-1", "a.b.1.5", "a.b.01", "a.b.99999999999999999", "a..1"]) {
    it(`is not "${text}"`, () => expect(Result.isFailure(Checkpoint.parse(text))).toBe(true))
  }
})
