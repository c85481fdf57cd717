import fc from "fast-check"
import { expect, it } from "vitest"
import * as Utf8 from "../../src/text/Utf8.ts"

it("counts what an encoder would write, broken surrogate pairs included", () => {
  const text = fc.string({ unit: fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)) })
  fc.assert(fc.property(fc.oneof(text, fc.string({ unit: "grapheme" })), (value) => {
    expect(Utf8.byteLength(value)).toBe(new TextEncoder().encode(value).length)
  }))
})
