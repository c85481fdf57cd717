import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import type { Decider } from "../../src/Decider.ts"
import { DeciderSpec } from "../../src/testing/index.ts"
import { type Command, Counter, type Event } from "../Counter.ts"

const increased = (by: number): Event => ({ _tag: "Increased", by })
const decrease = (by: number): Command => ({ _tag: "Decrease", by })

describe("given / when / then", () => {
  it("passes when the command leads to what was expected", () => {
    DeciderSpec.given(Counter, increased(3)).when(decrease(2)).then({ _tag: "Decreased", by: 2 })
  })

  it("breaks when the command leads to something else, to more, or to less", () => {
    const { then } = DeciderSpec.given(Counter, increased(3)).when(decrease(2))
    for (
      const expected of [[], [increased(2)], [{ _tag: "Decreased", by: 1 }], [increased(1), increased(1)]] as const
    ) {
      expect(() => then(...expected)).toThrow(DeciderSpec.SpecificationBroken)
    }
  })

  it("tells a command that leads to nothing from one that is rejected", () => {
    const counter = DeciderSpec.given(Counter, increased(3))
    counter.when({ _tag: "SetTo", count: 3 }).thenNothing()
    expect(() => counter.when(decrease(4)).thenNothing()).toThrow("rejected")
    expect(() => counter.when(decrease(1)).thenNothing()).toThrow("other events")
  })

  it("compares the rejection's tag and the fields that were named", () => {
    const { thenRejected } = DeciderSpec.given(Counter, increased(3)).when(decrease(4))
    thenRejected("BelowZero")
    thenRejected("BelowZero", { count: 3 })
    expect(() => thenRejected("BelowOne")).toThrow("another reason")
    expect(() => thenRejected("BelowZero", { count: 4 })).toThrow("count")
    expect(() => DeciderSpec.given(Counter).when({ _tag: "Increase", by: 1 }).thenRejected("BelowZero")).toThrow(
      "not rejected"
    )
  })

  it("folds the command's events after those that were given", () => {
    expect(DeciderSpec.given(Counter, increased(3)).state).toBe(3)
    expect(DeciderSpec.given(Counter, increased(3)).when(decrease(2)).state()).toBe(1)
  })

  it("gives events the places that a log would give them", () => {
    const [first, second] = DeciderSpec.recorded([increased(1), increased(2)], { stream: "counter-7" })
    expect([first, second]).toMatchObject([
      { stream: "counter-7", version: 1, position: 1, recordedAt: DeciderSpec.epoch },
      { stream: "counter-7", version: 2, position: 2, recordedAt: DeciderSpec.epoch + 1000 }
    ])
  })

  it("tells values apart that JSON writes alike, and not fields in another order", () => {
    type Noted = { readonly _tag: "Noted"; readonly what: unknown; readonly more?: number }
    const noting: Decider<null, Noted, Noted, never> = {
      initial: null,
      decide: (event) => Result.succeed([event]),
      evolve: (state) => state
    }
    const note = (what: unknown): Noted => ({ _tag: "Noted", what })
    for (
      const [what, other] of [[new Map([[1, 2]]), new Map()], [Number.NaN, null], [
        new Date(0),
        "1970-01-01T00:00:00.000Z"
      ]]
    ) {
      expect(() => DeciderSpec.given(noting).when(note(what)).then(note(other))).toThrow("other events")
    }
    DeciderSpec.given(noting).when({ _tag: "Noted", more: 1, what: 2 }).then({ what: 2, more: 1, _tag: "Noted" })
  })
})
