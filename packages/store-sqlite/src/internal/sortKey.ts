/**
 * Index values as bytes whose order is the order of the values: numbers (truth values among them, as 0 and 1) before
 * text, numbers by size, text by code point. Every part ends before anything could follow it, so a list of fewer parts is
 * the prefix of exactly the lists that begin with them. After the tuple layer of FoundationDB.
 */
export type Scalar = string | number | boolean

const numberTag = 0x01
const textTag = 0x02

/** Ends a text. A zero inside it is followed by {@link escape}, which no tag of a next part is as great as. */
const end = 0x00
const escape = 0xff

/** As UTF-8, and for a half of a surrogate pair what UTF-8 would be if it had one. */
const bytesOf = (text: string): Uint8Array => {
  if (text.isWellFormed()) return Buffer.from(text, "utf8")
  const parts = [...text].map((character) => {
    const code = character.codePointAt(0)!
    return character.isWellFormed()
      ? Buffer.from(character, "utf8")
      : Buffer.of(0xe0 | code >> 12, 0x80 | code >> 6 & 0x3f, 0x80 | code & 0x3f)
  })
  return Buffer.concat(parts)
}

const encodeText = (text: string): Uint8Array => {
  const bytes = bytesOf(text)
  if (!bytes.includes(end)) return Buffer.concat([Buffer.of(textTag), bytes, Buffer.of(end)])
  const escaped = Array.from(bytes).flatMap((byte) => byte === end ? [end, escape] : byte)
  return Uint8Array.of(textTag, ...escaped, end)
}

/** IEEE 754 doubles sort as integers once the sign is turned over, and all the other bits of negative ones as well. */
const encodeNumber = (value: number): Uint8Array => {
  const bytes = Buffer.alloc(9)
  bytes[0] = numberTag
  bytes.writeDoubleBE(value === 0 ? 0 : value, 1) // -0 is 0
  const flip = value < 0 ? 0xff : 0x80
  bytes[1]! ^= flip
  if (value < 0) { for (let i = 2; i < bytes.length; i++) bytes[i]! ^= 0xff }
  return bytes
}

/** The bytes of a list of values. */
export const encode = (values: ReadonlyArray<Scalar>): Uint8Array =>
  Buffer.concat(values.map((value) => typeof value === "string" ? encodeText(value) : encodeNumber(Number(value))))

/** Comes after every list that begins with the one of these bytes, and before every other that comes after them. */
export const afterAll = (prefix: Uint8Array): Uint8Array => Buffer.concat([prefix, Buffer.of(escape)])
