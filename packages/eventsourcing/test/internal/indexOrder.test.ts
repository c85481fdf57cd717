import { expect, it } from "@effect/vitest"
import * as fc from "fast-check"
import { compareValues } from "../../src/internal/indexOrder.ts"

const codePoints = (text: string): ReadonlyArray<number> => Array.from(text, (character) => character.codePointAt(0)!)

const expected = (a: string, b: string): number => {
  const [left, right] = [codePoints(a), codePoints(b)]
  for (let i = 0; i < left.length && i < right.length; i++) {
    if (left[i] !== right[i]) return Math.sign(left[i]! - right[i]!)
  }
  return Math.sign(left.length - right.length)
}

it("orders any two texts by code point, halves of surrogate pairs too", () => {
  const unit = fc.constantFrom("a", "\ud800", "\udbff", "\udc00", "\ue000", "\uffff", "\u{10000}", "\u{1f600}")
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 4 }), fc.string({ unit, maxLength: 4 }), (a, b) => {
      expect(Math.sign(compareValues([a], [b]))).toBe(expected(a, b))
    }),
    { numRuns: 2000 }
  )
})
