import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as SignedToken from "../../src/SignedToken.ts"

const status = SignedToken.make("a secret of the newsroom", "comment-status")
const now = Date.UTC(2026, 4, 12)

const tagOf = (result: Result.Result<string, { readonly _tag: string }>) =>
  Result.isFailure(result) ? result.failure._tag : "accepted"

describe("a signed token", () => {
  it("gives back what it was made from, whatever that is", () => {
    fc.assert(fc.property(fc.string({ minLength: 1, unit: "grapheme" }), (payload) => {
      expect(Result.getOrThrow(status.verify(status.sign(payload), now))).toBe(payload)
    }))
  })

  it("is the same for the same payload, so that a repeated request is answered alike", () => {
    expect(status.sign("c1")).toBe(status.sign("c1"))
  })

  it("is refused when any one of its characters is another", () => {
    const token = status.sign("comment-1", now + 1000)
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(..."Aa0_-.z"), (place, character) => {
        fc.pre(token[place] !== character)
        const changed = token.slice(0, place) + character + token.slice(place + 1)
        expect(tagOf(status.verify(changed, now))).toBe("InvalidToken")
      }),
      { numRuns: 500 }
    )
  })

  it("has one spelling: no other last character says the same", () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    const token = status.sign("c1")
    const accepted = [...alphabet].filter((last) => tagOf(status.verify(token.slice(0, -1) + last, now)) === "accepted")
    expect(accepted).toEqual([token.at(-1)])
  })

  it("is refused when it was made for another purpose or with another secret", () => {
    const token = status.sign("c1")
    expect(tagOf(SignedToken.make("a secret of the newsroom", "comment-form").verify(token, now))).toBe("InvalidToken")
    expect(tagOf(SignedToken.make("another secret", "comment-status").verify(token, now))).toBe("InvalidToken")
  })

  it("is refused as expired from its moment on, and not before", () => {
    const token = status.sign("c1", now)
    expect(tagOf(status.verify(token, now - 1))).toBe("accepted")
    expect(tagOf(status.verify(token, now))).toBe("ExpiredToken")
  })

  it("cannot have its expiry moved or dropped", () => {
    const [version, , payload, mac] = status.sign("c1", now).split(".")
    expect(tagOf(status.verify([version, "", payload, mac].join("."), now))).toBe("InvalidToken")
    expect(tagOf(status.verify([version, "zzzzzzzz", payload, mac].join("."), now))).toBe("InvalidToken")
  })

  it("refuses any text that it did not make", () => {
    fc.assert(fc.property(fc.string(), (text) => {
      expect(tagOf(status.verify(text, now))).toBe("InvalidToken")
    }))
  })
})
