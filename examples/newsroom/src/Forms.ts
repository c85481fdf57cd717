/**
 * HTML forms as they arrive, decoded once at the edge: the two encodings that browsers send, strictly. What a field
 * means is not decided here.
 */
import * as ByteSize from "effect/ByteSize"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as HttpIncomingMessage from "effect/http/HttpIncomingMessage"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Result from "effect/Result"

/** Why a body cannot be read as a form. */
export class BadForm extends Data.TaggedError("BadForm")<{
  readonly reason: "malformed" | "too-large" | "unsupported-type"
}> {}

/** A decoded form: the values of each field, in the order they came. */
export interface Form {
  /** The first value of a field, with newlines as LF; empty when there is none. */
  readonly text: (field: string) => string
  readonly all: (field: string) => ReadonlyArray<string>
  readonly has: (field: string) => boolean
}

/** Largest body, in bytes. */
export const maxBytes = 1024 * 1024

/** More fields than any of our forms has; a body of a million empty ones is not a form. */
const maxFields = 500

const make = (pairs: ReadonlyArray<readonly [string, string]>): Form => {
  const values = new Map<string, Array<string>>()
  for (const [field, value] of pairs) {
    const plain = value.replace(/\r\n?/g, "\n")
    const known = values.get(field)
    if (known) known.push(plain)
    else values.set(field, [plain])
  }
  return {
    text: (field) => values.get(field)?.[0] ?? "",
    all: (field) => values.get(field) ?? [],
    has: (field) => values.has(field)
  }
}

const malformed = new BadForm({ reason: "malformed" })
const unsupported = new BadForm({ reason: "unsupported-type" })

const decodeText = (bytes: ArrayBuffer): Result.Result<string, BadForm> =>
  Result.try({ try: () => new TextDecoder("utf-8", { fatal: true }).decode(bytes), catch: () => malformed })

/** *Source:* WHATWG URL, application/x-www-form-urlencoded; broken escapes and broken UTF-8 are refused. */
const urlEncoded = (bytes: ArrayBuffer): Result.Result<Form, BadForm> =>
  Result.flatMap(decodeText(bytes), (body) => {
    const parts = body.split("&").filter((part) => part !== "")
    if (parts.length > maxFields) return Result.fail(malformed)
    const decode = (text: string) => decodeURIComponent(text.replaceAll("+", " "))
    return Result.try({
      try: () =>
        make(parts.map((part) => {
          const equals = part.indexOf("=")
          return equals < 0 ? [decode(part), ""] : [decode(part.slice(0, equals)), decode(part.slice(equals + 1))]
        })),
      catch: () => malformed
    })
  })

/** The platform's own parser. Our forms have no files, so the whole body must be text, and a file is malformed. */
const multipart = (bytes: ArrayBuffer, contentType: string): Effect.Effect<Form, BadForm> =>
  Effect.gen(function*() {
    yield* Effect.fromResult(decodeText(bytes))
    const data = yield* Effect.tryPromise({
      try: () => new Response(bytes, { headers: { "content-type": contentType } }).formData(),
      catch: () => malformed
    })
    const pairs = [...data].flatMap(([field, value]) => typeof value === "string" ? [[field, value] as const] : [])
    return pairs.length > maxFields || pairs.length < [...data].length ? yield* malformed : make(pairs)
  })

/** Whether a body is what it says: one without its own boundary is something else. */
const hasBoundary = (bytes: ArrayBuffer, contentType: string): boolean => {
  const boundary = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType)
  return boundary !== null && Buffer.from(bytes).includes(`--${boundary[1] ?? boundary[2]}`)
}

const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i

/** Reads a request's body as a form. Fails with {@link BadForm}. */
export const read = Effect.fnUntraced(function*(request: HttpServerRequest) {
  const contentType = request.headers["content-type"] ?? ""
  const type = contentType.split(";")[0]!.trim().toLowerCase()
  const isMultipart = type === "multipart/form-data"
  const isPlain = ["", "identity"].includes((request.headers["content-encoding"] ?? "").trim().toLowerCase())
  const isText = isPlain && (charset.exec(contentType)?.[1] ?? "utf-8").toLowerCase() === "utf-8"
  if (!(isMultipart || type === "application/x-www-form-urlencoded") || !isText) {
    return yield* unsupported
  }
  // What is announced as too large is refused unread, or a sender that never sends it would get no answer.
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) return yield* new BadForm({ reason: "too-large" })
  const bytes = yield* request.arrayBuffer.pipe(
    Effect.provideService(HttpIncomingMessage.MaxBodySize, ByteSize.bytes(maxBytes)),
    Effect.mapError((error) =>
      error.reason._tag === "RequestParseError" && error.reason.reason === "BodyTooLarge"
        ? new BadForm({ reason: "too-large" })
        : malformed
    )
  )
  if (isMultipart && !hasBoundary(bytes, contentType)) return yield* unsupported
  return isMultipart ? yield* multipart(bytes, contentType) : yield* Effect.fromResult(urlEncoded(bytes))
})
