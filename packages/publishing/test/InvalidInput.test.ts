import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import fc from "fast-check"
import * as ArticleInput from "../src/ArticleInput.ts"
import * as CommentInput from "../src/CommentInput.ts"
import { decode, InvalidInput } from "../src/InvalidInput.ts"

const schemas = {
  draft: ArticleInput.Draft,
  edit: ArticleInput.Edit,
  typo: ArticleInput.Typo,
  correction: ArticleInput.Correction,
  retraction: ArticleInput.Retraction,
  submission: CommentInput.Submission,
  hold: CommentInput.Hold,
  approval: CommentInput.Approval,
  rejection: CommentInput.Rejection
}

const draft = { language: "ar", headline: "عنوان" }
const submission = { name: "أمينة", email: "a@example.com", body: "تعليق", policyVersion: 1, language: "ar" }
const long = (length: number) => "ب".repeat(length)

/** A request, and what is wrong with it. */
const cases: ReadonlyArray<readonly [keyof typeof schemas, unknown, string]> = [
  ["draft", draft, ""],
  ["draft", { ...draft, body: ["a", "b"], deck: "", slug: "", dateline: { place: "x", date: "2024-02-29" } }, ""],
  ["draft", {}, "language required, headline required"],
  ["draft", { ...draft, language: "zz" }, "language unknown"],
  ["draft", { ...draft, language: 7 }, "language unknown"],
  ["draft", { ...draft, headline: " " }, "headline required"],
  ["draft", { ...draft, headline: null }, "headline malformed"],
  ["draft", { ...draft, headline: long(300) }, ""],
  ["draft", { ...draft, headline: long(301) }, "headline too-long"],
  ["draft", { ...draft, deck: long(601) }, "deck too-long"],
  ["draft", { ...draft, section: "gossip", agency: "TASS" }, "section unknown, agency unknown"],
  ["draft", { ...draft, body: ["a", " ", "c\ud800"] }, "body.1 required, body.2 malformed"],
  ["draft", { ...draft, body: "a" }, "body malformed"],
  ["draft", { ...draft, body: Array.from({ length: 500 }, () => "a") }, ""],
  ["draft", { ...draft, body: Array.from({ length: 501 }, () => "a") }, "body too-many"],
  ["draft", { ...draft, body: [long(10_001)] }, "body.0 too-long"],
  ["draft", { ...draft, body: Array.from({ length: 14 }, () => long(9500)) }, "body too-long"],
  [
    "draft",
    { ...draft, dateline: { place: "", date: "2024-02-30" } },
    "dateline.place required, dateline.date not-a-date"
  ],
  ["draft", { ...draft, dateline: { place: "x", date: "12/05/2024" } }, "dateline.date not-a-date"],
  ["draft", { ...draft, dateline: { place: "x", date: "0000-01-01" } }, "dateline.date not-a-date"],
  ["draft", { ...draft, dateline: { place: "x", date: "0001-01-01" } }, ""],
  ["draft", { ...draft, headline: "\u200b\u2800" }, "headline required"],
  ["draft", { ...draft, headline: "عنوان\u200f: «MY santé\u200e»" }, ""],
  [
    "draft",
    { ...draft, headline: "عنوان\nثان", deck: "a\u0085b" },
    "headline invisible-characters, deck invisible-characters"
  ],
  ["draft", { ...draft, slug: "a\tb", tags: ["x", "y\r"] }, "slug invisible-characters, tags.1 invisible-characters"],
  [
    "draft",
    { ...draft, dateline: { place: "الر\u2028باط", date: "2024-05-12" } },
    "dateline.place invisible-characters"
  ],
  ["draft", { ...draft, body: ["one line\nand another"] }, ""],
  ["draft", { ...draft, byline: ["S. M.", "x\u202ey"] }, "byline.1 invisible-characters"],
  ["draft", { ...draft, byline: Array.from({ length: 21 }, () => "a") }, "byline too-many"],
  ["draft", { ...draft, slug: long(301) }, "slug too-long"],
  ["draft", { ...draft, body: Array.from({ length: 16 }, () => long(8192)) }, ""],
  ["draft", { ...draft, tags: Array.from({ length: 31 }, () => "a") }, "tags too-many"],
  ["edit", {}, ""],
  ["edit", { deck: null, dateline: null, body: [] }, ""],
  ["edit", { agency: null }, ""],
  ["edit", { headline: "" }, "headline required"],
  ["edit", { headline: "a\u0007" }, "headline invisible-characters"],
  ["edit", { headline: null }, "headline malformed"],
  ["typo", { block: "p1" }, "text required"],
  ["typo", { block: "", text: " " }, "block required, text required"],
  ["typo", { block: "p1", text: "one line\nand another" }, ""],
  ["typo", { block: "headline", text: "one line\nand another" }, "text invisible-characters"],
  ["typo", { block: "headline", text: long(301) }, "text too-long"],
  ["typo", { block: "deck", text: long(600) }, ""],
  ["typo", { block: "deck", text: long(601) }, "text too-long"],
  ["correction", { notice: "x", block: "p1", text: "y" }, ""],
  ["correction", { notice: "x", block: "deck", text: "y\u000b" }, "text invisible-characters"],
  ["correction", { notice: "x", block: "p1" }, ""],
  ["correction", { notice: "x", text: "y" }, "block required"],
  ["correction", { notice: " " }, "notice required"],
  ["retraction", { notice: long(2001) }, "notice too-long"],
  ["submission", submission, ""],
  ["submission", {}, "name required, email required, body required, policyVersion required, language required"],
  ["submission", { ...submission, email: "" }, "email required"],
  ["submission", { ...submission, email: "a@b" }, "email not-an-email"],
  ["submission", {
    ...submission,
    email: `${"a".repeat(60)}@${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(60)}.${"e".repeat(60)}`
  }, "email too-long"],
  ["submission", { ...submission, body: "\u200b\n\u2066\u2069" }, "body required"],
  ["submission", { ...submission, name: "\u2800" }, "name required"],
  ["submission", { ...submission, body: long(4000) }, ""],
  ["submission", { ...submission, body: long(4001) }, "body too-long"],
  ["submission", { ...submission, body: "👩‍👩‍👧".repeat(1000) }, "body too-long"],
  ["submission", { ...submission, name: long(81) }, "name too-long"],
  ["submission", { ...submission, policyVersion: 0 }, "policyVersion malformed"],
  ["submission", { ...submission, policyVersion: 1.5 }, "policyVersion malformed"],
  ["submission", { ...submission, policyVersion: "1" }, "policyVersion malformed"],
  ["hold", { revision: 1, note: "" }, ""],
  ["hold", { revision: 1, note: long(2001) }, "note too-long"],
  ["approval", { revision: Number.NaN }, "revision malformed"],
  ["rejection", { revision: 1, codes: ["a", ""] }, "codes.1 required"],
  ["rejection", { revision: 1, codes: Array.from({ length: 21 }, () => "a") }, "codes too-many"]
]

const problemsOf = (name: keyof typeof schemas, input: unknown) =>
  Effect.match(decode(schemas[name])(input), {
    onSuccess: () => "",
    onFailure: ({ problems }) => problems.map(({ field, problem }) => `${field} ${problem}`).join(", ")
  })

describe("input", () => {
  for (const [name, input, expected] of cases) {
    const shown = JSON.stringify(input).slice(0, 80)
    it.effect(`${name} ${shown}: ${expected === "" ? "is right" : expected}`, () =>
      Effect.gen(function*() {
        expect(yield* problemsOf(name, input)).toBe(expected)
      }))
  }

  it.effect("that is no record at all is malformed as a whole", () =>
    Effect.gen(function*() {
      for (const input of [null, "x", 7, []]) expect(yield* problemsOf("approval", input)).toMatch(/malformed|required/)
    }))

  it.effect("with any number of bad fields is answered with the first 50", () =>
    Effect.gen(function*() {
      const body = Array.from({ length: 10_000 }, () => "")
      const refused = yield* Effect.flip(decode(schemas.draft)({ ...draft, body }))
      expect(refused.problems).toHaveLength(50)
    }))

  it.effect("that is wrong is never repeated in the error", () =>
    Effect.gen(function*() {
      const refused = yield* Effect.flip(
        decode(schemas.submission)({ ...submission, email: "secret@b", language: "secret" })
      )
      expect(refused).toBeInstanceOf(InvalidInput)
      expect(`${refused.message} ${JSON.stringify(refused)}`).not.toContain("secret")
    }))

  it("of any shape is answered, and breaks nothing", () => {
    fc.assert(fc.property(fc.constantFrom(...Object.values(schemas)), fc.anything(), (schema, input) => {
      const exit = Effect.runSyncExit(decode(schema)(input))
      expect(Exit.isSuccess(exit) || Exit.findErrorOption(exit)._tag === "Some").toBe(true)
    }))
  })
})
