import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import * as SortKey from "../src/SortKey.ts"

type Scalar = SortKey.Scalar

/** Numbers, truth values among them, before text; text by code point, which is the order of its UTF-8. */
const compare = (a: Scalar, b: Scalar): number => {
  if (typeof a === "string" && typeof b === "string") return Buffer.compare(Buffer.from(a), Buffer.from(b))
  if (typeof a === "string" || typeof b === "string") return typeof a === "string" ? 1 : -1
  return Number(a) - Number(b)
}

const compareAll = (a: ReadonlyArray<Scalar>, b: ReadonlyArray<Scalar>): number => {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compare(a[i]!, b[i]!)
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** Few characters, so that texts often begin alike; zero and the greatest ones among them. */
const text = fc.string({
  unit: fc.constantFrom("\u0000", "\u0001", "a", "b", "\u007f", "é", "\uffff", "😀"),
  maxLength: 4
})
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1, -1, 2, -2, 0.5, 255, 256, -255, -256, 5e-324, -5e-324, 2 ** 53, -(2 ** 53))
)
const scalars = fc.array(fc.oneof(text, number, fc.boolean()), { maxLength: 4 })
const runs = { numRuns: 20_000 }

describe("the bytes of index values", () => {
  it("sort as the values do", () =>
    fc.assert(
      fc.property(scalars, scalars, (a, b) => {
        const bytes = Math.sign(Buffer.compare(SortKey.encode(a), SortKey.encode(b)))
        assert.strictEqual(bytes, Math.sign(compareAll(a, b)))
      }),
      runs
    ))

  it("of a list lie between those of its beginning and what comes after all that begin so; those of no other list do", () =>
    fc.assert(
      fc.property(scalars, scalars, (prefix, other) => {
        const bytes = SortKey.encode(other)
        const low = SortKey.encode(prefix)
        const inside = Buffer.compare(bytes, low) >= 0 && Buffer.compare(bytes, SortKey.afterAll(low)) < 0
        const begins = prefix.every((value, place) => place < other.length && compare(value, other[place]!) === 0)
        assert.strictEqual(inside, begins)
      }),
      runs
    ))
})
