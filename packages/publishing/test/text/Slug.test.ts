import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as CharacterClass from "../../src/text/CharacterClass.ts"
import * as Normal from "../../src/text/Normal.ts"
import * as Slug from "../../src/text/Slug.ts"

/** Letters with their marks, by the tables of one Unicode version: an engine's own segmenter may be of another. */
const graphemes = (text: string) => [...text].filter((one) => !CharacterClass.isMark(one.codePointAt(0)!)).length

const isWordCharacter = (character: string) =>
  CharacterClass.isLetter(character.codePointAt(0)!) || CharacterClass.isMark(character.codePointAt(0)!)

const isSettled = (text: string) => [...text].every((character) => Normal.isSettled(character.codePointAt(0)!))

const headline = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc.string({
    unit: fc.constantFrom(
      ..."الدورة ـ \u064e\u0651\u0654\u200f\u202e\u2066\u2069\u0000<>&\"'/%-؟ aÉi\u0130\u0301ß1٣\ud800ﻻﷺ각\u1100\u0e33"
    ),
    maxLength: 300
  })
)

describe("Slug.make", () => {
  it.each([
    ["الرباط: افتتاح الدورة الـ48 للمهرجان", "الرباط-افتتاح-الدورة-ال48-للمهرجان"],
    ["«MY santé».. تطبيق مغربي (2022-2024)", "my-santé-تطبيق-مغربي-2022-2024"],
    ["مُحَمَّدٌ يَكْتُبُ هٰذا الكتابَ", "محمد-يكتب-هذا-الكتاب"],
    ["\u202eأخبار\u202c \u2067وطنية\u2069\u200f", "أخبار-وطنية"],
    ["\ufe8d\ufefb\ufea7\ufe92\ufe8e\ufead من ملف قديم", "الاخبار-من-ملف-قديم"],
    ["L’Été à Tétouan : « Ça recommence »", "l-été-à-tétouan-ça-recommence"],
    ["Cafe\u0301 & co\u00adopératives", "café-coopératives"],
    ["Oil at $80.50 — what’s next?", "oil-at-80-50-what-s-next"],
    ["العدد ٤٨ — ۲۰۲۴", "العدد-٤٨-۲۰۲۴"],
    ["ⵜⴰⵎⴰⵣⵉⵖⵜ ΑΘΗΝΑ Москва 東京", "ⵜⴰⵎⴰⵣⵉⵖⵜ-αθηνα-москва-東京"]
  ])("makes of %j the slug %j", (text, slug) => {
    expect(Slug.make(text)).toBe(slug)
  })

  it.each(["", "  ", "؟!…", "\u0640\u0640", "\u064e\u0651", "\u3164", "🎉", "\ud800", "\u0000"])(
    "falls back for %j, which has neither letter nor digit",
    (text) => {
      expect(Slug.make(text)).toBe("article")
    }
  )

  it("cuts between words, and a single longer word inside it", () => {
    const fiftyFour = Array(11).fill("كلمة").join("-")
    expect(Slug.make(`${fiftyFour} خمسة`)).toBe(`${fiftyFour}-خمسة`)
    expect(Slug.make(`${fiftyFour} سبعةة`)).toBe(`${fiftyFour}-سبعةة`)
    expect(Slug.make(`${fiftyFour} سبعةةة`)).toBe(fiftyFour)
    expect(graphemes(Slug.make("ا".repeat(61)))).toBe(60)
  })

  it("keeps at most four marks on a letter", () => {
    expect(Slug.make(`x${"\u0323\u0331".repeat(50)}`)).toBe(`x${"\u0323\u0331".repeat(2)}`)
  })

  it("never gives an empty, long, denormal or dangerous slug, and a slug is its own slug", () => {
    fc.assert(
      fc.property(headline, (text) => {
        const slug = Slug.make(text)
        expect(slug).not.toBe("")
        expect(graphemes(slug)).toBeLessThanOrEqual(60)
        expect(Normal.form(slug, "NFC")).toBe(slug)
        for (const word of slug.split("-")) {
          expect(word).not.toBe("")
          expect([...word].filter((character) => !isWordCharacter(character))).toEqual([])
        }
        expect(decodeURIComponent(encodeURIComponent(slug))).toBe(slug)
        expect(Slug.make(slug)).toBe(slug)
      }),
      { numRuns: 2000 }
    )
  })

  it("is, of characters that every engine knows, what every engine calls normal, letters and short", () => {
    const segmenter = new Intl.Segmenter("ar", { granularity: "grapheme" })
    fc.assert(
      fc.property(headline.filter(isSettled), (text) => {
        const slug = Slug.make(text)
        expect(slug.normalize("NFC")).toBe(slug)
        expect(slug).toMatch(/^[\p{L}\p{N}\p{M}]+(-[\p{L}\p{N}\p{M}]+)*$/u)
        expect([...segmenter.segment(slug)].length).toBeLessThanOrEqual(60)
      }),
      { numRuns: 1000 }
    )
  })

  it.each([
    ["a letter of Unicode 17", "\u{323b0}", "\u{323b0}"],
    ["one that newer engines take for another in disguise", "x\ua7f1", "x\ua7f1"],
    ["a code point without a meaning", "x\u{40000}y", "x-y"]
  ])("is the same on older engines: %s", (_, text, slug) => {
    expect(Slug.make(text)).toBe(slug)
  })

  it("gives headlines that differ in vowel signs, tatweel and invisible characters one slug", () => {
    const noise = fc.constantFrom("\u064e", "\u0651", "\u0670", "\u0640", "\u200f", "\u200c", "\u2067", "\ufeff", "")
    const noises = fc.array(noise, { minLength: 20, maxLength: 20 })
    fc.assert(fc.property(noises, (marks) => {
      const noisy = [..."افتتاح معرض الكتاب"].map((letter, at) => letter + marks[at]).join("")
      expect(Slug.make(noisy)).toBe("افتتاح-معرض-الكتاب")
    }))
  })
})
