import { describe, expect, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { readFileSync } from "node:fs"
import * as EventFamily from "../src/EventFamily.ts"
import * as Sealed from "../src/Sealed.ts"
import { Events } from "./Counter.ts"

const Texts = EventFamily.make({
  category: "text",
  events: { Said: { text: Schema.String, more: Schema.Array(Schema.String), number: Schema.Finite } }
})

const fixture = (name: string): EventFamily.RawEvent =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8"))

describe("an event family", () => {
  it("keeps every string the string it was, whatever it looks like", () => {
    const looksLikeSomethingElse = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.double().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.json(),
      fc.constantFrom(
        "2024-05-12",
        "1e3",
        "0x10",
        "null",
        "true",
        "__proto__",
        "-0",
        " 1 ",
        "\u0000",
        "\ud800",
        "é",
        "e\u0301"
      )
    )
    fc.assert(fc.property(looksLikeSomethingElse, fc.array(looksLikeSomethingElse), (text, more) => {
      const event = { _tag: "Said", text, more, number: 1 } as const
      const stored: EventFamily.RawEvent = JSON.parse(JSON.stringify(Result.getOrThrow(Texts.encode(event))))
      expect(Result.getOrThrow(Texts.decode(stored))).toStrictEqual(event)
    }))
  })

  it("writes an event in its current version, with the name and the tags beside the payload", () => {
    expect(Result.getOrThrow(Events.encode({ _tag: "Increased", by: 3 }))).toEqual({
      type: "Increased",
      schemaVersion: 2,
      payload: "{\"by\":3}",
      tags: []
    })
  })

  it("reads the first version of an event for ever", () => {
    expect(Result.getOrThrow(Events.decode(fixture("Increased.v1")))).toEqual({ _tag: "Increased", by: 1 })
  })

  it("refuses values that do not fit, and names the field", () => {
    const refused = Result.getOrThrow(Result.flip(Events.encode({ _tag: "Decreased", by: 1.5 })))
    expect(refused).toMatchObject({ _tag: "EncodeProblem", type: "Decreased", detail: expect.stringContaining("by") })
  })

  it("does not show a value that it refuses, because it may be personal", () => {
    const secret = "someone@example.com"
    const refused = Result.flip(Events.encode({ _tag: "Decreased", by: secret as unknown as number }))
    expect(JSON.stringify(refused)).not.toContain(secret)
  })

  it("refuses to write a personal value that is not sealed", () => {
    const event = { _tag: "Named", by: "a", email: Sealed.hide("email", "person-a", "a@example.com") } as const
    expect(Result.isFailure(Events.encode(event))).toBe(true)
    expect(JSON.stringify(event)).not.toContain("a@example.com")
  })

  const raw = { type: "Increased", schemaVersion: 2, payload: "{\"by\":1}", tags: [] }
  for (
    const [reason, change] of [
      ["UnknownType", { type: "Multiplied" }],
      ["NewerVersion", { schemaVersion: 3 }],
      ["InvalidJson", { payload: "{" }],
      ["InvalidPayload", { schemaVersion: 0 }],
      ["InvalidPayload", { schemaVersion: 0.5 }],
      ["InvalidPayload", { schemaVersion: Number.NaN }],
      ["InvalidPayload", { payload: "[]" }],
      ["InvalidPayload", { payload: "null" }],
      ["InvalidPayload", { payload: "{\"by\":\"1\"}" }]
    ] as const
  ) {
    it(`answers ${reason} for ${JSON.stringify(change)}`, () => {
      expect(Result.getOrThrow(Result.flip(Events.decode({ ...raw, ...change })))).toMatchObject({ reason })
    })
  }

  it("does not quote a payload that is not JSON", () => {
    const problem = Events.decode({ ...raw, payload: "jane@example.com" })
    expect(JSON.stringify(problem)).not.toContain("jane")
  })

  it("can read whatever it writes, though JSON has no form for it", () => {
    const Odd = EventFamily.make({
      category: "odd",
      events: { Seen: { at: Schema.Date, ratio: Schema.Number, note: Schema.UndefinedOr(Schema.String) } }
    })
    for (const ratio of [Number.NaN, Number.POSITIVE_INFINITY, 0.5]) {
      const event = { _tag: "Seen", at: new Date(0), ratio, note: undefined } as const
      expect(Result.getOrThrow(Odd.decode(Result.getOrThrow(Odd.encode(event))))).toEqual(event)
    }
  })

  it("answers for upcasters that throw, and for payloads that may not be changed", () => {
    const Moved = (upcaster: EventFamily.Upcaster) =>
      EventFamily.make({
        category: "moved",
        events: { Moved: { to: Schema.String } },
        upcasters: { Moved: [upcaster] }
      })
    const old = { type: "Moved", schemaVersion: 1, payload: "{}", tags: [] }
    const throwing = Moved(() => {
      throw new Error("jane@example.com")
    })
    expect(Result.getOrThrow(Result.flip(throwing.decode(old)))).toMatchObject({ reason: "InvalidPayload" })
    expect(Result.getOrThrow(Moved(() => Object.freeze({ to: "x" })).decode(old))).toEqual({ _tag: "Moved", to: "x" })
  })
})
