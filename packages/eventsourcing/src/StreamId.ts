/**
 * Names one stream of events: a category and a local id, joined by the first hyphen, such as `article-48231`.
 *
 * The category tells which {@link EventFamily} reads the stream; the local id is any text. Not for secrets: stream ids
 * appear in logs, in errors and in databases.
 */
import type * as Brand from "effect/Brand"
import * as Result from "effect/Result"

/** `category-localId`. The category never contains a hyphen, so the first one separates the two. */
export type StreamId = string & Brand.Brand<"@dateline/StreamId">

/** Longest stream id, in bytes of UTF-8. A longer one could not be an index key on every store. */
export const maxBytes = 255

/** What a text lacks to be a stream id. `reason` is a sentence for people. */
export class InvalidStreamId extends Error {
  readonly _tag = "InvalidStreamId"
  readonly value: string
  constructor(value: string, reason: string) {
    super(`"${value.length > 80 ? `${value.slice(0, 80)}…` : value}" is not a stream id: ${reason}`)
    this.value = value
  }
}

const categoryPattern = /^[a-z][a-z0-9_]{0,39}$/

/** UTF-8 length without an encoder, so that this file needs nothing of a platform. */
const utf8Length = (text: string): number => {
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0)!
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

const problem = (category: string, localId: string): string | undefined => {
  if (!categoryPattern.test(category)) {
    return "its category must be 1 to 40 of a-z, 0-9 and _, and begin with a letter"
  }
  if (localId === "") return "nothing follows the category"
  if (!localId.isWellFormed()) return "it contains half of a surrogate pair"
  if (localId.includes("\u0000")) return "it contains U+0000"
  if (utf8Length(category) + 1 + utf8Length(localId) > maxBytes) return `it is longer than ${maxBytes} bytes of UTF-8`
  return undefined
}

/** Reads a stream id from text. Fails with {@link InvalidStreamId}. */
export const parse = (text: string): Result.Result<StreamId, InvalidStreamId> => {
  const hyphen = text.indexOf("-")
  const reason = hyphen < 0
    ? "a category and a hyphen must come first"
    : problem(text.slice(0, hyphen), text.slice(hyphen + 1))
  return reason === undefined ? Result.succeed(text as StreamId) : Result.fail(new InvalidStreamId(text, reason))
}

/** Joins a category and a local id. Fails with {@link InvalidStreamId}. */
export const make = (category: string, localId: string): Result.Result<StreamId, InvalidStreamId> =>
  parse(`${category}-${localId}`)

/** The part before the first hyphen. */
export const category = (stream: StreamId): string => stream.slice(0, stream.indexOf("-"))

/** The part after the first hyphen. */
export const localId = (stream: StreamId): string => stream.slice(stream.indexOf("-") + 1)
