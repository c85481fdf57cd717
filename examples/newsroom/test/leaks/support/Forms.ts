/** Every form in which an e-mail address could be given away: as it is, in another notation, as a digest. */
import { createHash } from "node:crypto"

/** One form of one secret, as bytes to search for. */
export interface Form {
  readonly secret: string
  readonly encoding: string
  readonly bytes: Uint8Array
}

type Encoder = (text: string) => ReadonlyArray<string | Uint8Array>

const escaped = (prefix: string, radix: number, digits: number, suffix = "") => (text: string): string =>
  Array.from(text, (one) => prefix + one.charCodeAt(0).toString(radix).padStart(digits, "0") + suffix).join("")

/**
 * What of a text's base64 is the same whatever stands around it: three alignments, without the first and last
 * characters, which share bits with their neighbours.
 */
const inBase64 = (alphabet: "base64" | "base64url"): Encoder => (text) =>
  [0, 1, 2].map((offset) =>
    Buffer.from(" ".repeat(offset) + text).toString(alphabet).replaceAll("=", "")
      .slice(Math.ceil((offset * 4) / 3), Math.floor(((offset + text.length) * 4) / 3))
  )

const bothCases = (encode: (text: string) => string): Encoder => (text) => {
  const lower = encode(text)
  return [lower, lower.replace(/[0-9a-f]{2,}/g, (digits) => digits.toUpperCase())]
}

const notations: Readonly<Record<string, Encoder>> = {
  plain: (text) => [text],
  "UTF-16": (text) => [Buffer.from(text, "utf16le")],
  base64: inBase64("base64"),
  base64url: inBase64("base64url"),
  hex: bothCases((text) => Buffer.from(text).toString("hex")),
  "percent-encoding": (text) => [encodeURIComponent(text), ...bothCases(escaped("%", 16, 2))(text)],
  "JSON escapes": bothCases(escaped("\\u", 16, 4)),
  "character references": (text) => [escaped("&#", 10, 0, ";")(text), text.replace("@", "&#64;")]
}

const digestsOf = (algorithm: string): Encoder => (text) => {
  const digest = createHash(algorithm).update(text).digest()
  const hex = digest.toString("hex")
  return [digest, hex, hex.toUpperCase(), digest.toString("base64").replaceAll("=", ""), digest.toString("base64url")]
}

const encoders: ReadonlyArray<readonly [encoding: string, Encoder]> = [
  ...Object.entries(notations),
  ...["md5", "sha1", "sha256"].map((algorithm) => [algorithm, digestsOf(algorithm)] as const)
]

/** The address and its local part, as typed and in either case. */
const textsOf = (address: string): ReadonlySet<string> => {
  const local = address.slice(0, address.lastIndexOf("@"))
  return new Set([address, local].flatMap((text) => [text, text.toLowerCase(), text.toUpperCase()]))
}

/** All forms of one text, for a search that tells of `secret`. */
const encoded = (text: string, secret: string): ReadonlyArray<Form> =>
  encoders.flatMap(([encoding, encode]) =>
    encode(text).map((form) => ({ secret, encoding, bytes: typeof form === "string" ? Buffer.from(form) : form }))
  )

/** All forms of an address and of its local part. */
export const formsOf = (address: string): ReadonlyArray<Form> =>
  [...textsOf(address)].flatMap((text) => encoded(text, address))

/** All forms of an ASCII text as it was written. */
export const formsOfText = (text: string): ReadonlyArray<Form> => encoded(text, text)

/** A text as it stands, to show that the same search finds what is there. */
export const plainly = (secret: string): Form => ({ secret, encoding: "plain", bytes: Buffer.from(secret) })
