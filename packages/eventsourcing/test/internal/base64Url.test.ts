import { expect, it } from "@effect/vitest"
import * as fc from "fast-check"
import { decodeText, encode, encodeText } from "../../src/internal/base64Url.ts"

it("writes bytes as Node does", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
    expect(encode(bytes)).toBe(Buffer.from(bytes).toString("base64url"))
  }))
})

it("reads every text that it has written, a very long one too", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    expect(decodeText(encodeText(text))).toBe(text)
  }))
  const long = "ä".repeat(300_000)
  expect(decodeText(encodeText(long))).toBe(long)
})

it("reads nothing of what is no base64, or no UTF-8", () => {
  expect(["%", "a", "_w", "gICA"].map(decodeText)).toEqual([undefined, undefined, undefined, undefined])
})
