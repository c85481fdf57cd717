import bidiModule from "bidi-js"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Bidi from "../../src/text/Bidi.ts"

// The package declares a default export; what Node loads is the function itself.
const bidiFactory = bidiModule as unknown as typeof bidiModule.default
const bidi = bidiFactory()
const controls = [..."\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"]
const hostile = fc.string({
  unit: fc.constantFrom(...controls, ..."ab سع 12،.\n"),
  maxLength: 40
})
const hostileLine = hostile.map((text) => text.replaceAll("\n", " "))

/** The levels of a text's first and last part, as the bidirectional algorithm settles them. */
const levelsAround = (before: string, inside: string, after: string, direction: "ltr" | "rtl") => {
  const { levels } = bidi.getEmbeddingLevels(before + inside + after, direction)
  return [...levels.slice(0, before.length), ...levels.slice(before.length + inside.length)]
}

describe("Bidi.hasControls", () => {
  it.each([
    "رشيد\u202e",
    "\u2066admin\u2069",
    "ali\u200b",
    "\ufeffali",
    "a\u00adb",
    "a\u200db",
    "name\u0000",
    "two\nlines",
    "tab\tbed",
    "a\u2028b",
    "half\ud800",
    "\u3164",
    "tag\u{e0041}",
    "\u061cعلي"
  ])("finds what does not show in %j", (name) => {
    expect(Bidi.hasControls(name)).toBe(true)
  })

  it.each(["سعيد الإدريسي", "مُحَمَّد", "Zoë O’Neill-Bâ", "ⵎⵓⵃⴰ", "李雷", "Ali 2", ""])("finds nothing in %j", (name) => {
    expect(Bidi.hasControls(name)).toBe(false)
  })
})

describe("Bidi.hasMarkFlood", () => {
  it("knows a vocalised name from one that grows over its neighbours", () => {
    expect(Bidi.hasMarkFlood("مُحَمَّدٌ بْنُ ٱلْحُسَيْنِ")).toBe(false)
    expect(Bidi.hasMarkFlood("Nguyễn Thị Ánh")).toBe(false)
    expect(Bidi.hasMarkFlood("x\u0323\u0331\u0330\u0324")).toBe(false)
    expect(Bidi.hasMarkFlood("x\u0323\u0331\u0330\u0324\u0325")).toBe(true)
  })
})

describe("Bidi.neutralise", () => {
  it.each([
    ["\u202eقلب\u202c", "قلب"],
    ["a \u2067سطر\u2069 b", "a \u2067سطر\u2069 b"],
    ["\u2068open", "open"],
    ["close\u2069", "close"],
    ["\u2067one\n\u2069two", "one\ntwo"],
    ["\u2066a\u2067b\u2069c", "a\u2067b\u2069c"],
    ["مي\u200cخواهم\u200f", "مي\u200cخواهم\u200f"]
  ])("makes of %j the text %j", (body, neutral) => {
    expect(Bidi.neutralise(body)).toBe(neutral)
  })

  it("leaves no text that changes the order of what follows it in its paragraph", () => {
    fc.assert(
      fc.property(hostileLine, fc.constantFrom("ltr" as const, "rtl" as const), (body, direction) => {
        // A strong letter on each side, so that only explicit controls could reach beyond the body.
        const strong = direction === "ltr" ? "x" : "س"
        expect(levelsAround(strong, strong + Bidi.neutralise(body) + strong, `${strong} 1 x س`, direction))
          .toEqual(levelsAround(strong, strong + strong, `${strong} 1 x س`, direction))
      }),
      { numRuns: 1000 }
    )
  })

  it("takes away nothing that shows, and a neutral text stays as it is", () => {
    fc.assert(fc.property(hostile, (body) => {
      const neutral = Bidi.neutralise(body)
      expect([...neutral].filter((c) => !controls.includes(c))).toEqual([...body].filter((c) => !controls.includes(c)))
      expect(Bidi.neutralise(neutral)).toBe(neutral)
    }))
  })
})

describe("Bidi.isolate", () => {
  it("keeps the order of the line around it, whatever the text", () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom("ltr" as const, "rtl" as const), (text, direction) => {
        expect(levelsAround("من س: ", Bidi.isolate(text), " - 12 y", direction))
          .toEqual(levelsAround("من س: ", Bidi.isolate("x"), " - 12 y", direction))
      }),
      { numRuns: 1000 }
    )
  })

  it("is one line", () => {
    expect(Bidi.isolate("one\r\ntwo\u2029")).toBe("\u2068one  two \u2069")
  })
})
