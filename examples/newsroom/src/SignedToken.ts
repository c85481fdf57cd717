/**
 * Short texts that this server gave out and recognises when they come back: status links, form tokens, sessions, CSRF
 * tokens. Signed, not encrypted: whoever holds a token can read it. Each purpose has its own key, so a token made for
 * one is worth nothing for another.
 */
import { hmac } from "@noble/hashes/hmac.js"
import { sha256 } from "@noble/hashes/sha2.js"
import * as Data from "effect/Data"
import * as Result from "effect/Result"
import { hkdfSync, timingSafeEqual } from "node:crypto"

/** The text was not made by this server for this purpose, or was changed since. */
export class InvalidToken extends Data.TaggedError("InvalidToken") {}

/** The token is genuine and its time is over. */
export class ExpiredToken extends Data.TaggedError("ExpiredToken")<{
  /** What it said, so that a form can be offered again. */
  readonly payload: string
}> {}

export interface SignedToken {
  /**
   * A token for a payload: base64url and dots. The same arguments give the same token. `expiresAt`: milliseconds since
   * the Unix epoch; without it the token is good for ever.
   */
  readonly sign: (payload: string, expiresAt?: number) => string
  /** The payload of a token at a moment. Fails with {@link InvalidToken} or {@link ExpiredToken}. */
  readonly verify: (token: string, now: number) => Result.Result<string, InvalidToken | ExpiredToken>
}

/** Raised when the form of tokens changes: older ones are then refused instead of misread. */
const version = "1"

const longest = 4096

const shape = /^1\.([0-9a-z]{0,12})\.([\w-]+)\.([\w-]{43})$/

/**
 * Tokens of one purpose, signed with HMAC-SHA-256 under a key derived from the secret by HKDF.
 *
 * *Source:* RFC 2104, RFC 5869.
 */
export const make = (secret: string, purpose: string): SignedToken => {
  const key = new Uint8Array(hkdfSync("sha256", secret, "", `dateline/${version}/${purpose}`, 32))
  // A form's token is made for every reader of an article: the key is prepared once, and no native object is left
  // behind for each token.
  const keyed = hmac.create(sha256, key)
  const mac = (signed: string): Buffer => Buffer.from(keyed.clone().update(Buffer.from(signed)).digest())
  return {
    sign: (payload, expiresAt) => {
      const expiry = expiresAt === undefined ? "" : Math.trunc(expiresAt).toString(36)
      const signed = `${version}.${expiry}.${Buffer.from(payload).toString("base64url")}`
      return `${signed}.${mac(signed).toString("base64url")}`
    },
    verify: (token, now) => {
      const match = token.length <= longest ? shape.exec(token) : null
      if (match === null) return Result.fail(new InvalidToken())
      const [, expiry = "", encoded = "", given = ""] = match
      const expected = mac(`${version}.${expiry}.${encoded}`)
      const actual = Buffer.from(given, "base64url")
      // Base64url spells the last bits in several ways; only the one that was given out is good.
      const canonical = actual.toString("base64url") === given
      if (!canonical || actual.length !== expected.length || !timingSafeEqual(actual, expected)) {
        return Result.fail(new InvalidToken())
      }
      const payload = Buffer.from(encoded, "base64url").toString()
      const expired = expiry !== "" && Number.parseInt(expiry, 36) <= now
      return expired ? Result.fail(new ExpiredToken({ payload })) : Result.succeed(payload)
    }
  }
}
