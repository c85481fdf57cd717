import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as CanonicalPath from "../../src/server/CanonicalPath.ts"

const decoded = (path: string): string => decodeURIComponent(path.replace(/(?<=.)\/$/, ""))

/** Every way to write a character down in a path. */
const spelling = (character: string) => {
  const escape = encodeURIComponent(character)
  const bytes = [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("")
  return fc.constantFrom(escape, bytes, bytes.toUpperCase())
}
const segment = fc.array(
  fc.constantFrom("a", "Z", "7", "-", "_", "~", "م", "é", "/", "%", ".", " ", "😀").chain(spelling)
)
const path = fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.map((one) => one.join("")).join("/")}`)

describe("the one spelling of a path", () => {
  it("is its own, and names what the path named", () => {
    fc.assert(fc.property(path, (one) => {
      const canonical = CanonicalPath.of(one)
      fc.pre(!one.endsWith("//"))
      expect(CanonicalPath.of(canonical)).toBe(canonical)
      expect(decoded(canonical)).toBe(decoded(one))
    }))
  })

  it("is the same for every spelling of the same letters", () => {
    const words = fc.array(fc.constantFrom("a", "Z", "7", "-", "_", "~", "م", "é", "😀"), { minLength: 1 })
    const two = words.chain((word) => fc.tuple(...[0, 1].map(() => fc.tuple(...word.map(spelling)))))
    fc.assert(fc.property(two, ([first, second]) => {
      expect(CanonicalPath.of(`/x/${first!.join("")}`)).toBe(CanonicalPath.of(`/x/${second!.join("")}/`))
    }))
  })

  it("has escapes where a client sent the bytes of a letter as they are", () => {
    expect(CanonicalPath.of(`/ar/${Buffer.from("خبر").toString("latin1")}`)).toBe(`/ar/${encodeURIComponent("خبر")}`)
  })

  it("keeps the escapes of what would be read as part of the address", () => {
    expect(CanonicalPath.of("/a/%2f%2E%2e%3f%23%3b%25%20")).toBe("/a/%2F%2E%2E%3F%23%3B%25%20")
  })
})
