import { expect, it } from "@effect/vitest"
import * as fc from "fast-check"
import { sha256, sha256Portable } from "../../src/internal/sha256.ts"

it("is the digest of the published test vector", () => {
  const published = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
  expect(Buffer.from(sha256("abc"), "base64url").toString("hex")).toBe(published)
})

it("is the same by the platform's implementation and by the portable one, for every text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    expect(sha256(text)).toBe(sha256Portable(text))
  }))
})
