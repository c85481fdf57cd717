import { describe, expect, it } from "vitest"
import type { Catalogue } from "../../src/language/Catalogue.ts"
import { isoDay, printAge, printDate, printDay, printMoment, printTime } from "../../src/language/Dates.ts"
import {
  agencyName,
  catalogueOf,
  isLanguage,
  languages,
  problemText,
  sectionName
} from "../../src/language/Languages.ts"
import { fieldProblems, problemCodes } from "../../src/language/Problems.ts"

const [ar, fr, en] = [catalogueOf("ar"), catalogueOf("fr"), catalogueOf("en")]

/** The path of every word of a catalogue. */
const keys = (value: object, path = ""): ReadonlyArray<string> =>
  Object.entries(value).flatMap(([key, item]) =>
    typeof item === "object" ? keys(item, `${path}${key}/`) : [`${path}${key}:${typeof item}`]
  ).toSorted()

/** Every sentence of a catalogue, functions called with something recognisable. */
const sentences = (value: object, path = ""): ReadonlyArray<readonly [path: string, sentence: string]> =>
  Object.entries(value).flatMap(([key, item]) => {
    if (typeof item === "object") return sentences(item, `${path}${key}/`)
    return [[`${path}${key}`, typeof item === "function" ? String(item(7)) : String(item)] as const]
  })

describe("catalogues", () => {
  it.each([["fr", fr], ["en", en]])("%s has exactly the words that ar has", (_, catalogue: Catalogue) => {
    expect(keys(catalogue)).toEqual(keys(ar))
  })

  it.each([ar, fr, en])("$language leaves no sentence empty, unfinished or with a stray placeholder", (catalogue) => {
    const wrong = sentences(catalogue).filter(([, sentence]) =>
      sentence.trim() === "" || /undefined|NaN|\[object|TODO|#/.test(sentence)
    )
    expect(wrong).toEqual([])
  })

  it("fr and en hold no Arabic besides names, and ar no sentence without it", () => {
    const arabic = /[\u0600-\u06FF]/
    for (const catalogue of [fr, en]) {
      expect(sentences(catalogue).filter(([, sentence]) => arabic.test(sentence)).map(([path]) => path)).toEqual([])
    }
    const technical = new Set(["language", "locale", "dateLocale", "openGraphLocale", "direction", "colon"])
    expect(sentences(ar).filter(([path, sentence]) => !arabic.test(sentence) && !technical.has(path))).toEqual([])
  })

  it("sentences differ between languages", () => {
    const french = new Map(sentences(fr))
    const same = sentences(en).filter(([path, sentence]) => sentence.includes(" ") && french.get(path) === sentence)
    // "Conditions, version 7" is good French and good English.
    expect(same.map(([path]) => path)).toEqual(["comma", "desk/policyVersion"])
  })

  it("French puts no ordinary space before a sign that would be torn off at the end of a line", () => {
    expect(sentences(fr).filter(([, sentence]) => / [:;!?»]|« /.test(sentence))).toEqual([])
  })

  it.each([ar, fr, en])(
    "$language explains every problem code, and every field that has its own sentence",
    (catalogue) => {
      expect(Object.keys(catalogue.problems).toSorted()).toEqual(problemCodes.toSorted())
      expect(Object.keys(catalogue.fieldProblems).toSorted()).toEqual(fieldProblems.toSorted())
    }
  )

  it.each([ar, fr, en])("$language says how long a text may be", (catalogue) => {
    expect(problemText(catalogue, { field: "deck", code: "too-long", limit: 400 })).toContain("400")
    expect(problemText(catalogue, { field: "name", code: "too-long", limit: 80 })).toContain("80")
  })

  it("a field's own sentence goes before the general one", () => {
    expect(problemText(en, { field: "name", code: "required" })).toBe("Write your name.")
    expect(problemText(en, { field: "slug", code: "required" })).toBe("This field is required.")
  })

  it("a section or agency without a name is shown by its id, even one named like a property of every object", () => {
    expect(sectionName(ar, "national")).toBe("أخبار وطنية")
    expect(sectionName(ar, "constructor")).toBe("constructor")
    expect(agencyName(ar, "MAP")).toBe("و م ع")
    expect(agencyName(ar, "toString")).toBe("toString")
    expect(isLanguage("constructor")).toBe(false)
    expect(languages.every(isLanguage)).toBe(true)
  })
})

describe("the promises of the comment form", () => {
  it("are the stock wording", () => {
    expect(ar.comments.emailPromise).toBe("لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *")
    expect(ar.comments.formHeading).toBe("أضف تعليقك")
    expect(ar.comments.conditions.startsWith("من شروط النشر")).toBe(true)
  })
})

describe("numbers", () => {
  it("Arabic counts comments in its six forms", () => {
    expect([0, 1, 2, 3, 10, 11, 99, 100, 102, 103].map(ar.comments.count)).toEqual([
      "لا تعليقات",
      "تعليق واحد",
      "تعليقان",
      "3 تعليقات",
      "10 تعليقات",
      "11 تعليقًا",
      "99 تعليقًا",
      "100 تعليق",
      "102 تعليق",
      "103 تعليقات"
    ])
  })

  it("French counts none in the singular, English in the plural", () => {
    expect([0, 1, 2].map(fr.comments.count)).toEqual(["0 commentaire", "1 commentaire", "2 commentaires"])
    expect([0, 1, 2].map(en.comments.count)).toEqual(["0 comments", "1 comment", "2 comments"])
  })
})

describe("dates", () => {
  const instant = Date.parse("2024-05-12T13:05:00Z")

  it("are printed in the Moroccan form, with Latin digits and without marks of direction", () => {
    expect(printDay(ar, instant)).toBe("12 ماي 2024")
    expect(printDate(ar, "2024-08-01")).toBe("1 غشت 2024")
    expect(printMoment(ar, instant)).toBe("12 ماي 2024، 14:05")
    expect([printDay(fr, instant), printDay(en, instant)]).toEqual(["12 mai 2024", "12 May 2024"])
  })

  it("an instant is printed as it was in Morocco, in Ramadan too", () => {
    expect(printTime(ar, instant)).toBe("14:05")
    expect(printTime(ar, Date.parse("2024-03-20T13:05:00Z"))).toBe("13:05")
    expect(isoDay(Date.parse("2024-05-12T23:30:00Z"))).toBe("2024-05-13")
  })

  it("a calendar date stays the same day, and a text that is none stays as it is", () => {
    expect(printDate(en, "2024-01-01")).toBe("1 January 2024")
    expect(printDate(en, "soon")).toBe("soon")
  })

  it("an age is told in the largest whole unit and never lies in the future", () => {
    const age = (milliseconds: number) => printAge(en, instant - milliseconds, instant)
    expect([0, 59_000, 60_000, 7_200_000, 86_400_000 * 3].map(age)).toEqual([
      "0 seconds ago",
      "59 seconds ago",
      "1 minute ago",
      "2 hours ago",
      "3 days ago"
    ])
    expect(age(-5000)).toBe("0 seconds ago")
  })
})
