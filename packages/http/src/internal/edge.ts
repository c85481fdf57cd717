/**
 * What every request below `/api` passes on its way in and out: a limit on its body, and the promise that whatever goes
 * wrong, here or in the framework, is answered as a problem and never as a stack trace, a blank page or a guess.
 */
import * as ByteSize from "effect/ByteSize"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import { HttpApiSchemaError } from "effect/http-api/HttpApiError"
import { MaxBodySize } from "effect/http/HttpIncomingMessage"
import { hasBody } from "effect/http/HttpMethod"
import { type HttpServerError, isHttpServerError } from "effect/http/HttpServerError"
import { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as HttpServerRespondable from "effect/http/HttpServerRespondable"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Problem from "../Problem.ts"
import { fromIssue } from "./fieldErrors.ts"

type Response = HttpServerResponse.HttpServerResponse

/** Most bytes of a request's body. */
export const maxBodyBytes = 1024 * 1024

/** The response that tells a problem. */
export const respond = (problem: Problem.Problem): Effect.Effect<Response> => HttpServerRespondable.toResponse(problem)

const tooLarge = Effect.map(
  Effect.suspend(() => respond(new Problem.PayloadTooLarge({ detail: "Nothing was done" }))),
  // The rest of the body is not read, so the connection cannot carry another request.
  HttpServerResponse.setHeader("connection", "close")
)

const malformed = (detail: string) => respond(new Problem.MalformedRequest({ detail }))

const utf8 = new TextDecoder("utf-8", { fatal: true })

const isUtf8 = (bytes: ArrayBuffer): boolean => {
  try {
    utf8.decode(bytes)
    return true
  } catch {
    return false
  }
}

const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i

/** Why a body cannot be taken for JSON in UTF-8 by what its headers say of it. */
const foreign = (headers: HttpServerRequest["headers"]): string | undefined => {
  const coding = (headers["content-encoding"] ?? "identity").trim().toLowerCase()
  if (coding !== "identity" && coding !== "") return "The body must not be compressed"
  const named = (charset.exec(headers["content-type"] ?? "")?.[1] ?? "utf-8").toLowerCase()
  return named === "utf-8" || named === "utf8" ? undefined : "The body must be UTF-8"
}

const unsupported = (detail: string) =>
  Effect.map(
    Effect.suspend(() => respond(new Problem.UnsupportedMediaType({ detail }))),
    // *Source:* RFC 9110, 15.5.16: tells which codings would have been taken.
    HttpServerResponse.setHeaders({ "accept-encoding": "identity", connection: "close" })
  )

const unread = (error: HttpServerError): Effect.Effect<Response> =>
  error.reason._tag === "RequestParseError" && error.reason.reason === "BodyTooLarge"
    ? tooLarge
    : malformed("The body could not be read to its end")

/**
 * Reads the whole body, which the request then keeps; answers for itself when it is too large, not UTF-8, or said to be
 * something else.
 */
const readBody = (request: HttpServerRequest): Effect.Effect<Response | undefined> => {
  if (!hasBody(request.method)) return Effect.undefined
  const refused = foreign(request.headers)
  if (refused !== undefined) return unsupported(refused)
  if (Number(request.headers["content-length"] ?? 0) > maxBodyBytes) return tooLarge
  return request.arrayBuffer.pipe(
    Effect.provideService(MaxBodySize, ByteSize.bytes(maxBodyBytes)),
    Effect.matchEffect({
      onSuccess: (bytes) => isUtf8(bytes) ? Effect.undefined : malformed("The body is not UTF-8"),
      onFailure: unread
    })
  )
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const undecoded = Effect.fnUntraced(function*(error: HttpApiSchemaError, request: HttpServerRequest) {
  const errors = fromIssue(error.cause.issue)
  switch (error.kind) {
    case "Params":
      return yield* respond(new Problem.NotFound({}))
    case "Headers":
    case "Query":
      return yield* malformed(errors.map(({ field, message }) => `${field} ${message}`).join("; "))
    case "Payload": {
      const text = yield* Effect.orElseSucceed(request.text, () => "")
      return yield* isJson(text) ? respond(new Problem.ValidationFailed({ errors })) : malformed("The body is not JSON")
    }
    case "Body":
    case "ResponseHeaders":
      return yield* failed(Cause.die(error))
  }
})

/** What failed and where. Not its message: that may quote what was sent, and a log is no place for personal data. */
const describe = (cause: Cause.Cause<unknown>) => {
  const error = Cause.squash(cause)
  if (!(error instanceof Error)) return { error: typeof error }
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line))
  return {
    error: "_tag" in error ? String(error._tag) : error.name,
    ...("operation" in error ? { operation: String(error.operation) } : {}),
    at: frames.slice(0, 8).map((frame) => frame.trim())
  }
}

/** Tells the log what failed, and the client where in the log. */
const failed = Effect.fnUntraced(function*(cause: Cause.Cause<unknown>) {
  const instance = `urn:uuid:${globalThis.crypto.randomUUID()}`
  yield* Effect.annotateLogs(Effect.logError("A request to the API failed"), { instance, ...describe(cause) })
  return yield* respond(new Problem.InternalError({ instance }))
})

const fromCause = <E>(cause: Cause.Cause<E>, request: HttpServerRequest): Effect.Effect<Response, E> => {
  if (Cause.hasInterruptsOnly(cause)) return Effect.failCause(cause)
  const error = Cause.squash(cause)
  if (HttpServerResponse.isHttpServerResponse(error)) return Effect.succeed(error)
  if (HttpApiSchemaError.is(error)) return undecoded(error, request)
  if (isHttpServerError(error) && error.reason._tag === "RequestParseError") return unread(error)
  return failed(cause)
}

const problems: { readonly [status: number]: () => Problem.Problem } = {
  400: () => new Problem.MalformedRequest({}),
  404: () => new Problem.NotFound({}),
  413: () => new Problem.PayloadTooLarge({}),
  415: () => new Problem.UnsupportedMediaType({}),
  503: () => new Problem.Unavailable({})
}

/** The framework answers some requests by itself, in plain text or in nothing. */
const asProblem = (response: Response): Effect.Effect<Response> => {
  if (response.status < 400 || response.headers["content-type"] === "application/problem+json") {
    return Effect.succeed(response)
  }
  return respond((problems[response.status] ?? (() => new Problem.InternalError({})))())
}

const finish = (response: Response): Response =>
  HttpServerResponse.setHeaders(response, {
    "cache-control": response.headers["cache-control"] ?? "no-store",
    "x-content-type-options": "nosniff"
  })

/** Guards a handler; it goes on failing only when it is interrupted. */
export const guard = <E, R>(
  handler: Effect.Effect<Response, E, R>
): Effect.Effect<Response, E, R | HttpServerRequest> =>
  Effect.flatMap(HttpServerRequest, (request) =>
    readBody(request).pipe(
      Effect.flatMap((refused) => refused === undefined ? handler : Effect.succeed(refused)),
      Effect.catchCause((cause) => fromCause(cause, request)),
      Effect.flatMap(asProblem),
      Effect.map(finish)
    ))
