/**
 * An e-mail address as a form receives it, brought to one spelling, so that one mailbox is one commenter. Not a proof
 * that mail arrives: only a message to the address could be that.
 *
 * *Source:* RFC 5321 (lengths), RFC 5322 (dot-atom), RFC 6531 (letters beyond ASCII). Quoted local parts, comments and
 * address literals are refused: nobody has one, and each is a way to hide something.
 */
import type * as Brand from "effect/Brand"
import * as Data from "effect/Data"
import * as Result from "effect/Result"
import * as CharacterClass from "./CharacterClass.ts"
import * as Normal from "./Normal.ts"
import * as Utf8 from "./Utf8.ts"

/** In NFC, small letters, without invisible characters; at most {@link maxBytes} bytes of UTF-8. Personal data. */
export type EmailAddress = string & Brand.Brand<"@dateline/EmailAddress">

/** Longest address, in bytes of UTF-8. */
export const maxBytes = 254

/** The text is not an e-mail address. Carries no part of the text, because errors end up in logs. */
export class InvalidEmailAddress extends Data.TaggedError("InvalidEmailAddress")<{
  /** What is wrong with it. */
  readonly reason: "Empty" | "TooLong" | "NoAt" | "LocalPart" | "Domain"
}> {
  override get message(): string {
    return `This is not an e-mail address: ${this.reason}`
  }
}

/** Letters, digits and marks of any script beyond ASCII, and what else `allowed` matches. */
const consistsOf = (text: string, allowed: RegExp): boolean => {
  for (const character of text) {
    const codePoint = character.codePointAt(0)!
    const known = codePoint < 0x80
      ? allowed.test(character)
      : CharacterClass.isLetter(codePoint) || CharacterClass.isMark(codePoint)
    if (!known) return false
  }
  return true
}

const isLocalPart = (text: string): boolean =>
  Utf8.byteLength(text) <= 64 &&
  text.split(".").every((atom) => atom !== "" && consistsOf(atom, /[\w!#$%&'*+/=?^`{|}~-]/))

const isLabel = (label: string): boolean =>
  label !== "" && Utf8.byteLength(label) <= 63 && !label.startsWith("-") && !label.endsWith("-") &&
  consistsOf(label, /[A-Za-z0-9-]/)

const isDomain = (text: string): boolean => {
  const labels = text.split(".")
  return labels.length > 1 && labels.every(isLabel) && !/^\d+$/.test(labels.at(-1)!)
}

/** Copied from right-to-left text, an address brings directional marks along; they are no part of it. */
const withoutInvisible = (text: string): string => {
  let kept = ""
  for (const character of text) if (!CharacterClass.isIgnorable(character.codePointAt(0)!)) kept += character
  return kept
}

/**
 * Brings a text to the one spelling that stands for its mailbox: without spaces around it or invisible characters, in
 * NFC, small letters. It may still be no address.
 */
export const normalise = (text: string): string => Normal.lowerCase(Normal.form(withoutInvisible(text).trim(), "NFC"))

/** Reads an address from what was typed. Fails with {@link InvalidEmailAddress}. */
export const parse = (text: string): Result.Result<EmailAddress, InvalidEmailAddress> => {
  const address = normalise(text)
  const fail = (reason: InvalidEmailAddress["reason"]) => Result.fail(new InvalidEmailAddress({ reason }))
  if (address === "") return fail("Empty")
  if (Utf8.byteLength(address) > maxBytes) return fail("TooLong")
  const at = address.lastIndexOf("@")
  if (at < 0) return fail("NoAt")
  if (!isLocalPart(address.slice(0, at))) return fail("LocalPart")
  return isDomain(address.slice(at + 1)) ? Result.succeed(address as EmailAddress) : fail("Domain")
}
