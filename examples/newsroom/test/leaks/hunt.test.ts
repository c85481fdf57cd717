/** The hunt itself: whatever form an address is hidden in, it is found. */
import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import { formsOf } from "./support/Forms.ts"
import { hunter } from "./support/Hunt.ts"

const address = "Amina.k7x9q2@Mail.example"
const local = "Amina.k7x9q2"
const hunt = hunter(formsOf(address))

const utf8 = (text: string) => Buffer.from(text)
const code = (one: string) => one.codePointAt(0)!

/** Written down anew, and not with the encoders that are tried. */
const hidings: ReadonlyArray<readonly [encoding: string, (text: string) => Uint8Array]> = [
  ["plain", utf8],
  ["plain", (text) => utf8(text.toLowerCase())],
  ["plain", (text) => utf8(text.toUpperCase())],
  ["UTF-16", (text) => Buffer.from([...text].flatMap((one) => [code(one), 0]))],
  ["base64", (text) => utf8(btoa(text))],
  ["base64", (text) => utf8(btoa(`<${text}>`))],
  ["base64", (text) => utf8(btoa(`to ${text}, from us`))],
  ["base64", (text) => utf8(btoa(`a ${text.toLowerCase()}`))],
  ["base64url", (text) => utf8(btoa(`?? ${text} >>`).replaceAll("+", "-").replaceAll("/", "_"))],
  ["hex", (text) => utf8([...text].map((one) => code(one).toString(16)).join(""))],
  ["hex", (text) => utf8([...text].map((one) => code(one).toString(16).toUpperCase()).join(""))],
  ["percent-encoding", (text) => utf8([...text].map((one) => `%${code(one).toString(16)}`).join(""))],
  ["percent-encoding", (text) => utf8([...text].map((one) => `%${code(one).toString(16).toUpperCase()}`).join(""))],
  ["JSON escapes", (text) => utf8([...text].map((one) => `\\u00${code(one).toString(16)}`).join(""))],
  ["JSON escapes", (text) => utf8([...text].map((one) => `\\u00${code(one).toString(16).toUpperCase()}`).join(""))],
  ["character references", (text) => utf8([...text].map((one) => `&#${code(one)};`).join(""))],
  ...["md5", "sha1", "sha256"].flatMap((algorithm) => {
    const digest = (text: string) => createHash(algorithm).update(text)
    return [
      [algorithm, (text: string) => digest(text).digest()],
      [algorithm, (text: string) => utf8(digest(text.toLowerCase()).digest("hex"))],
      [algorithm, (text: string) => utf8(digest(text).digest("hex").toUpperCase())],
      [algorithm, (text: string) => utf8(digest(text).digest("base64"))],
      [algorithm, (text: string) => utf8(digest(text.toUpperCase()).digest("base64url"))]
    ] as const
  })
]

/** Bytes that look like nothing, the same in every run. */
const noise = (name: string): Uint8Array =>
  Buffer.concat(Array.from({ length: 64 }, (_, index) => createHash("sha512").update(`${name} ${index}`).digest()))

describe("the hunt for an address", () => {
  it.each(hidings.map(([encoding, hide], index) => ({ encoding, hide, index })))(
    "finds it and its local part in any place, hidden as $encoding ($index)",
    ({ encoding, hide }) => {
      for (const text of [address, local]) {
        for (const before of [0, 1, 2, 3, 1000]) {
          const haystack = Buffer.concat([noise("before").subarray(0, before), hide(text), noise("after")])
          expect(hunt(haystack).map((found) => found.encoding)).toContain(encoding)
        }
        expect(hunt(hide(text)).map((found) => found.secret)).toContain(address)
      }
    }
  )

  it("finds an address written with %40, &#64; or \\u0040 for its sign", () => {
    for (const sign of ["%40", "&#64;", "\\u0040"]) {
      expect(hunt(utf8(`from ${address.replace("@", sign)}.`)).map((found) => found.secret)).toContain(address)
    }
  })

  it("finds nothing where nothing is, and nobody else", () => {
    expect(hunt(noise("nothing"))).toEqual([])
    expect(hunt(utf8("Amina.k7x9q3@Mail.example, amina.k7x9q, Mail.example"))).toEqual([])
    for (const [, hide] of hidings) expect(hunt(hide("Karim.b3z8w1@Mail.example"))).toEqual([])
  })
})
