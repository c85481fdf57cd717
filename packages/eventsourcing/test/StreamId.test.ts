import { describe, expect, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as StreamId from "../src/StreamId.ts"

describe("a stream id", () => {
  it("gives back its category and its local id, whatever the local id holds", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }), (localId) => {
      const id = StreamId.make("note", localId)
      if (Result.isFailure(id)) return expect(localId).toContain("\u0000")
      expect(StreamId.category(id.success)).toBe("note")
      expect(StreamId.localId(id.success)).toBe(localId)
      expect(Result.getOrThrow(StreamId.parse(id.success))).toBe(id.success)
    }))
  })

  for (
    const text of [
      "",
      "note",
      "note-",
      "-x",
      "Note-x",
      "no te-x",
      "note-\u0000",
      "note-\ud800",
      `note-${"é".repeat(126)}`
    ]
  ) {
    it(`is not ${JSON.stringify(text.slice(0, 20))}`, () => {
      expect(Result.isFailure(StreamId.parse(text))).toBe(true)
    })
  }

  it("may have 255 bytes of UTF-8", () => {
    expect(Result.isSuccess(StreamId.parse(`note-${"é".repeat(125)}`))).toBe(true)
  })
})
