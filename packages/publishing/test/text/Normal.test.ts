import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isKnown } from "../../../../scripts/unicode/settledTable.ts"
import * as Normal from "../../src/text/Normal.ts"

const everyCodePoint = function*() {
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) yield codePoint
}

const settledText = fc.string({ unit: "binary", maxLength: 60 }).map((text) =>
  [...text].filter((character) => Normal.isSettled(character.codePointAt(0)!)).join("")
)

describe("the table of settled characters", () => {
  it("holds nothing that the running engine does not know", () => {
    const unknown = [...everyCodePoint()].filter((codePoint) => Normal.isSettled(codePoint) && !isKnown(codePoint))
    expect(unknown.map((codePoint) => codePoint.toString(16))).toEqual([])
  })
})

describe("Normal.form", () => {
  it("is the engine's for text that every engine knows", () => {
    fc.assert(fc.property(settledText, fc.constantFrom("NFC" as const, "NFKC" as const), (text, form) => {
      expect(Normal.form(text, form)).toBe(text.normalize(form))
    }))
  })

  it.each([
    ["MODIFIER LETTER CAPITAL S of Unicode 17, for newer engines a compatibility character", "\ua7f1", "\ua7f1"],
    ["a code point without a meaning", "\u{e0fff}", "\u{e0fff}"],
    ["what stands around one", "e\u0301\ua7f1e\u0301", "é\ua7f1é"],
    ["one at each end", "\ua7f1ﬁ\ua7f1", "\ua7f1fi\ua7f1"],
    ["a mark after one, which it may not join", "\ua7f1\u0301", "\ua7f1\u0301"]
  ])("leaves alone %s", (_, text, normal) => {
    expect(Normal.form(text, "NFKC")).toBe(normal)
  })

  it("of a normal text is that text, also with characters of tomorrow in it", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      const normal = Normal.form(text, "NFKC")
      expect(Normal.form(normal, "NFKC")).toBe(normal)
    }))
  })
})

describe("Normal.lowerCase", () => {
  it.each([
    ["ÉTÉ À FÈS", "été à fès"],
    ["ΣΊΣΥΦΟΣ", "σίσυφοσ"],
    ["МОСКВА", "москва"],
    ["العدد ٤٨", "العدد ٤٨"],
    [
      "a capital of Garay, \u{10d50}, younger than some engines",
      "a capital of garay, \u{10d50}, younger than some engines"
    ]
  ])("makes of %j %j", (text, small) => {
    expect(Normal.lowerCase(text)).toBe(small)
  })
})
