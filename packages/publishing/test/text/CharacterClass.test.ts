import { describe, expect, it } from "vitest"
import { classify } from "../../../../scripts/unicode/characterTable.ts"
import * as CharacterClass from "../../src/text/CharacterClass.ts"

const kind = (codePoint: number) =>
  CharacterClass.isIgnorable(codePoint)
    ? "ignorable"
    : CharacterClass.isMark(codePoint)
    ? "mark"
    : CharacterClass.isLetter(codePoint)
    ? "letter"
    : undefined

describe("the character tables", () => {
  it.runIf(process.versions.unicode === CharacterClass.unicodeVersion)(
    "are what the engine of the same Unicode version says, for every code point",
    () => {
      const different: Array<string> = []
      for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
        if (kind(codePoint) !== classify(codePoint)) different.push(codePoint.toString(16))
      }
      expect(different).toEqual([])
    }
  )

  it("put no character into two classes", () => {
    const twice: Array<string> = []
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
      const classes = [CharacterClass.isIgnorable, CharacterClass.isMark, CharacterClass.isLetter]
      if (classes.filter((is) => is(codePoint)).length > 1) twice.push(codePoint.toString(16))
    }
    expect(twice).toEqual([])
  })
})
