import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Name, textProblem } from "../src/TextInput.ts"

const limits = { graphemes: 5, bytes: 40 }
const family = "👨‍👩‍👧‍👦"

describe("the length of a text", () => {
  it("is counted as readers count", () => {
    expect(textProblem("كِتَابٌٌ", limits)).toBeUndefined()
    expect(textProblem(family, { graphemes: 1, bytes: 40 })).toBeUndefined()
    expect(textProblem("12345", limits)).toBeUndefined()
    expect(textProblem("123456", limits)).toBe("too-long")
    expect(textProblem(family + family, { graphemes: 1, bytes: 400 })).toBe("too-long")
  })

  it("is capped in bytes, because one letter can carry any number of marks", () => {
    expect(textProblem("ب".repeat(4), { graphemes: 5, bytes: 8 })).toBeUndefined()
    expect(textProblem("ب".repeat(4) + "a", { graphemes: 5, bytes: 8 })).toBe("too-long")
    expect(textProblem("a" + "\u0301".repeat(100), limits)).toBe("too-long")
    expect(textProblem("12345", { graphemes: 5, bytes: 5 })).toBeUndefined()
  })
})

describe("a text", () => {
  it("that is blank is missing, unless it may be blank", () => {
    for (const blank of ["", " ", "\n\t\u00a0\u3000", "\u200b\u2066\u2069", "\u2800", "\u3164"]) {
      expect(textProblem(blank, limits)).toBe("required")
      expect(textProblem(blank, { ...limits, blank: true })).toBeUndefined()
    }
  })

  it("that is one line has no line breaks and no control characters", () => {
    for (const broken of ["a\nb", "a\rb", "a\tb", "\u001bb", "a\u0085", "a\u2028b", "a\u2029b"]) {
      expect(textProblem(broken, { ...limits, line: true })).toBe("invisible-characters")
      expect(textProblem(broken, limits)).toBeUndefined()
    }
    expect(textProblem("ا\u200f:\u2066b\u2069", { graphemes: 9, bytes: 40, line: true })).toBeUndefined()
  })

  it("that no store could keep is malformed", () => {
    for (const broken of ["a\ud800", "\udc00", "a\u0000b"]) expect(textProblem(broken, limits)).toBe("malformed")
  })
})

describe("a name", () => {
  const problem = (name: string) =>
    Result.match(Schema.decodeUnknownResult(Name)(name), {
      onSuccess: () => undefined,
      onFailure: (error) => error.message
    })

  it("may be of any script, 1 to 80 graphemes", () => {
    for (
      const name of ["أمينة بنت علي", "Zoë O’Neill", "王", "ⵜⴰⵎⴰⵣⵉⵖⵜ", "a".repeat(80), "é".normalize("NFD").repeat(80)]
    ) {
      expect(problem(name)).toBeUndefined()
    }
    expect(problem("a".repeat(81))).toBe("too-long")
    expect(problem(" ")).toBe("required")
  })

  it("has no bidi controls, format or control characters, and no flood of marks", () => {
    for (const invisible of ["\u202e", "\u2066", "\u200f", "\u200b", "\n", "\u0007", "\ufeff"]) {
      expect(problem(`ab${invisible}cd`)).toBe("invisible-characters")
    }
    expect(problem("a" + "\u0301".repeat(30))).toBe("too-many-marks")
  })

  it("that is refused is refused for a reason with a code", () => {
    const codes = ["required", "too-long", "malformed", "invisible-characters", "too-many-marks"]
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 100 }), (name) => {
      const found = problem(name)
      if (found !== undefined) expect(codes).toContain(found)
    }))
  })
})
