import { describe, expect, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as EventFamily from "../src/EventFamily.ts"
import * as Sealed from "../src/Sealed.ts"

const options = {
  category: "note",
  events: {
    Noted: { text: Schema.NonEmptyString },
    Dated: { on: Schema.Date },
    Signed: { by: Sealed.field("email", { purpose: "contact", value: Schema.String }) }
  },
  upcasters: { Noted: [{ changes: "It was called body.", upcast: ({ body }: { body?: unknown }) => ({ text: body }) }] }
} as const
const Validating = EventFamily.make(options)
const Trusting = EventFamily.make({ ...options, validates: "upcast" })

const noted = (schemaVersion: number, payload: object) => ({
  type: "Noted",
  schemaVersion,
  payload: JSON.stringify(payload),
  tags: []
})

describe("a family that validates what is upcast", () => {
  it("reads an event of the newest version as it was written, and writes it as any other family does", () => {
    const event = { _tag: "Noted", text: "x" } as const
    const raw = Result.getOrThrow(Trusting.encode(event))
    expect(raw).toEqual(Result.getOrThrow(Validating.encode(event)))
    expect(Result.getOrThrow(Trusting.decode(raw))).toEqual(event)
    expect(Result.isFailure(Trusting.encode({ _tag: "Noted", text: "" }))).toBe(true)
  })

  it("takes what another family would refuse, if it is of the newest version", () => {
    expect(Result.isSuccess(Trusting.decode(noted(2, { text: "" })))).toBe(true)
    expect(Result.isFailure(Validating.decode(noted(2, { text: "" })))).toBe(true)
  })

  it("refuses it in an older version, in a newer one, and when it is not JSON of an object", () => {
    for (const raw of [noted(1, { body: "" }), noted(3, { text: "x" }), { ...noted(2, {}), payload: "[]" }]) {
      expect(Result.isFailure(Trusting.decode(raw))).toBe(true)
    }
    expect(Result.getOrThrow(Trusting.decode(noted(1, { body: "old" })))).toEqual({ _tag: "Noted", text: "old" })
  })

  it("validates what is not kept as it is", () => {
    const raw = (type: string, payload: object) => ({ ...noted(1, payload), type })
    expect(Result.getOrThrow(Trusting.decode(raw("Dated", { on: "2026-11-02T00:00:00.000Z" })))).toEqual({
      _tag: "Dated",
      on: new Date(Date.UTC(2026, 10, 2))
    })
    expect(Result.isFailure(Trusting.decode(raw("Dated", { on: 7 })))).toBe(true)
    expect(Result.isFailure(Trusting.decode(raw("Signed", { by: "in the clear" })))).toBe(true)
  })
})
