import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as EmailAddress from "../../src/text/EmailAddress.ts"

const reason = (text: string) => {
  const parsed = EmailAddress.parse(text)
  return Result.isFailure(parsed) ? parsed.failure.reason : "accepted"
}

describe("EmailAddress.parse", () => {
  it.each([
    ["salma@example.com", "salma@example.com"],
    ["  Salma.B+news@Example.COM\n", "salma.b+news@example.com"],
    ["\u200fyouness@example.org\u200e", "youness@example.org"],
    ["\u2066nadia@example.net\u2069", "nadia@example.net"],
    ["سلمى@مثال.المغرب", "سلمى@مثال.المغرب"],
    ["मीरा@example.com", "मीरा@example.com"],
    ["rene\u0301@example.fr", "rené@example.fr"],
    ["o'neil_{x}@mail.example.co", "o'neil_{x}@mail.example.co"]
  ])("reads %j as %j", (typed, address) => {
    expect(Result.getOrThrow(EmailAddress.parse(typed))).toBe(address)
  })

  it.each([
    ["", "Empty"],
    ["\u200f \u200e", "Empty"],
    ["salma.example.com", "NoAt"],
    ["@example.com", "LocalPart"],
    ["a..b@example.com", "LocalPart"],
    [".a@example.com", "LocalPart"],
    ["a b@example.com", "LocalPart"],
    ["\"a b\"@example.com", "LocalPart"],
    ["a@b@example.com", "LocalPart"],
    ["<a>@example.com", "LocalPart"],
    [`${"a".repeat(65)}@example.com`, "LocalPart"],
    [`${"س".repeat(33)}@example.com`, "LocalPart"],
    ["a@example", "Domain"],
    ["a@example..com", "Domain"],
    ["a@-example.com", "Domain"],
    ["a@example-.com", "Domain"],
    ["a@exa_mple.com", "Domain"],
    ["a@192.0.2.1", "Domain"],
    ["a@[192.0.2.1]", "Domain"],
    [`a@${"b".repeat(64)}.com`, "Domain"],
    ["a@example.com\r\nBcc: b@example.com", "LocalPart"],
    ["a@exam\u0000ple.com", "Domain"],
    [`a@${"bcd.".repeat(63)}com`, "TooLong"]
  ])("refuses %j: %s", (typed, expected) => {
    expect(reason(typed)).toBe(expected)
  })

  it("shows nothing of the text in its error", () => {
    const parsed = EmailAddress.parse("secret person@example.com")
    expect(JSON.stringify(parsed) + String(Result.isFailure(parsed) && parsed.failure)).not.toContain("secret")
  })

  it("gives one spelling to every way of typing the same mailbox", () => {
    const typed = fc.tuple(
      fc.constantFrom("", " ", "\u200f", "\ufeff", "\t"),
      fc.emailAddress(),
      fc.constantFrom("", " ", "\u200e", "\u2069", "\n")
    )
    fc.assert(fc.property(typed, ([before, address, after]) => {
      const parsed = Result.getOrThrow(EmailAddress.parse(before + address.toUpperCase() + after))
      expect(parsed).toBe(address.toLowerCase())
      expect(EmailAddress.parse(parsed)).toEqual(Result.succeed(parsed))
    }))
  })

  it("never throws, and accepts nothing with a space, a control or a bracket in it", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (local, domain) => {
      const parsed = EmailAddress.parse(`${local}@${domain}.com`)
      if (Result.isSuccess(parsed)) {
        expect(parsed.success).toMatch(/^[^\s<>()[\]\\,;:"\u0000-\u001f\u007f\u202a-\u202e]+$/)
      }
    }))
  })
})
