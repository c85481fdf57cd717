import { describe, expect, it } from "vitest"
import * as CharacterClass from "../../src/text/CharacterClass.ts"
import { hasVisible, shows } from "../../src/text/Visible.ts"

describe("a text", () => {
  it.each([
    ["a letter", "ب"],
    ["a letter between format characters", "\u2066\u200bb\u2069"],
    ["a digit", "٧"],
    ["punctuation alone", "؟"],
    ["a symbol", "+"],
    ["an emoji in its coloured form", "❤\ufe0f"],
    ["a flag", "🇲🇦"],
    ["a braille letter", "⠁"],
    ["a mark on a space that does not break", "x\u00a0\u0301"],
    ["the sign at the end of a verse", "\u06dd"],
    ["a Hangul syllable from its parts", "\u1112\u1161\u11ab"],
    ["a private character, which shows as a box at worst", "\ue000"]
  ])("shows something: %s", (_, text) => {
    expect(hasVisible(text)).toBe(true)
  })

  it.each([
    ["nothing", ""],
    ["white space of every kind", "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000"],
    ["control characters", "\u0007\u001b\u009f"],
    ["zero-width characters", "\u200b\u200c\u200d\u2060\ufeff"],
    ["bidi controls", "\u061c\u200e\u200f\u202a\u202e\u2066\u2069"],
    ["a soft hyphen", "\u00ad"],
    ["Hangul fillers", "\u115f\u1160\u3164\uffa0"],
    ["Khmer vowels that are inherent", "\u17b4\u17b5"],
    ["variation selectors", "\ufe0f\u{e0100}"],
    ["tags", "\u{e0041}\u{e007f}"],
    ["blank braille", "\u2800\u2800"],
    ["blank hieroglyphs", "\u{13441}\u{13442}"],
    ["a note without a head", "\u{1d159}"],
    ["marks with nothing to stand on", "\u0301\u064b"],
    ["halves of surrogate pairs", "\ud800"]
  ])("shows nothing: %s", (_, text) => {
    expect(hasVisible(text)).toBe(false)
  })
})

describe("what shows nothing by itself", () => {
  const enclosing = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u
  const blank = /[\u2800\u{13441}\u{13442}\u{1d159}]/u
  const nothing = /[\p{White_Space}\p{Cc}\p{Cs}\p{Cf}\p{Default_Ignorable_Code_Point}]/u

  it.runIf(process.versions.unicode === CharacterClass.unicodeVersion)(
    "is what the engine of the same Unicode version says, for every code point",
    () => {
      const different: Array<string> = []
      for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
        const character = String.fromCodePoint(codePoint)
        const expected = enclosing.test(character) ||
          !(nothing.test(character) || blank.test(character) || CharacterClass.isMark(codePoint))
        if (shows(codePoint) !== expected) different.push(codePoint.toString(16))
      }
      expect(different).toEqual([])
    }
  )
})
