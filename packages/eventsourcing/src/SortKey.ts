/**
 * Index values as bytes whose order is the order of the values, for authors of view stores whose indexes compare bytes:
 * numbers (truth values among them, as 0 and 1) before text, numbers by size, text by code point. Every part ends before
 * anything could follow it, so a list of fewer parts is the prefix of exactly the lists that begin with them.
 *
 * *Source:* the tuple layer of FoundationDB.
 */
import type { Index, Json } from "./Projection.ts"

export type Scalar = string | number | boolean

const numberTag = 0x01
const textTag = 0x02

/** Ends a text. A zero inside it is followed by {@link escape}, which no tag of a next part is as great as. */
const end = 0x00
const escape = 0xff

const encoder = new TextEncoder()

const concat = (parts: ReadonlyArray<Uint8Array>): Uint8Array => {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let place = 0
  for (const part of parts) {
    bytes.set(part, place)
    place += part.length
  }
  return bytes
}

/** As UTF-8, and for a half of a surrogate pair what UTF-8 would be if it had one. */
const bytesOf = (text: string): Uint8Array => {
  if (text.isWellFormed()) return encoder.encode(text)
  return concat([...text].map((character) => {
    const code = character.codePointAt(0)!
    return character.isWellFormed()
      ? encoder.encode(character)
      : Uint8Array.of(0xe0 | code >> 12, 0x80 | code >> 6 & 0x3f, 0x80 | code & 0x3f)
  }))
}

const encodeText = (text: string): Uint8Array => {
  const bytes = bytesOf(text)
  if (bytes.includes(end)) {
    const escaped = Array.from(bytes).flatMap((byte) => byte === end ? [end, escape] : byte)
    return Uint8Array.of(textTag, ...escaped, end)
  }
  const encoded = new Uint8Array(bytes.length + 2) // which ends in a zero
  encoded[0] = textTag
  encoded.set(bytes, 1)
  return encoded
}

/** IEEE 754 doubles sort as integers once the sign is turned over, and all the other bits of negative ones as well. */
const encodeNumber = (value: number): Uint8Array => {
  const bytes = new Uint8Array(9)
  bytes[0] = numberTag
  new DataView(bytes.buffer).setFloat64(1, value === 0 ? 0 : value) // -0 is 0
  const flip = value < 0 ? 0xff : 0x80
  bytes[1]! ^= flip
  if (value < 0) { for (let i = 2; i < bytes.length; i++) bytes[i]! ^= 0xff }
  return bytes
}

/** The bytes of a list of values. */
export const encode = (values: ReadonlyArray<Scalar>): Uint8Array =>
  concat(values.map((value) => typeof value === "string" ? encodeText(value) : encodeNumber(Number(value))))

/** Comes after every list that begins with the one of these bytes, and before every other that comes after them. */
export const afterAll = (prefix: Uint8Array): Uint8Array => concat([prefix, Uint8Array.of(escape)])

const scalar = (document: Json, field: string): Scalar | undefined => {
  if (typeof document !== "object" || document === null || !Object.hasOwn(document, field)) return undefined
  const value = (document as { readonly [key: string]: Json | undefined })[field] // an object, as was just asked
  // What is no number is null in JSON.
  return typeof value === "string" || typeof value === "boolean" || Number.isFinite(value) ? value as Scalar : undefined
}

/** The values of fields, in order; nothing when one is absent or null, because such a document is not in the index. */
export const valuesOf = (document: Json, fields: ReadonlyArray<string>): ReadonlyArray<Scalar> | undefined => {
  const values: Array<Scalar> = []
  for (const field of fields) {
    const value = scalar(document, field)
    if (value === undefined) return undefined
    values.push(value)
  }
  return values
}

/** Where a document with this key stands in an index; nothing when it is not in it. */
export const ofDocument = (index: Index, key: string, document: Json): Uint8Array | undefined => {
  const values = valuesOf(document, [...index.equal, ...index.order])
  return values && encode([...values, key])
}
