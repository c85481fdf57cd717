/** The hook by which an application limits how often an address may call what anybody may call. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Layer from "effect/Layer"
import type { TooManyRequests } from "./Problem.ts"

/** What is counted. */
export type LimitedOperation = "comments.submit"

export class RateLimit extends Context.Service<RateLimit, {
  /** Counts one request, or fails with {@link TooManyRequests}, whose `retryAfter` becomes the header. */
  readonly check: (operation: LimitedOperation, request: HttpServerRequest) => Effect.Effect<void, TooManyRequests>
}>()("@dateline/http/RateLimit") {
  /** No limit: for tests, and behind a proxy that limits. */
  static readonly layerUnlimited: Layer.Layer<RateLimit> = Layer.succeed(RateLimit, { check: () => Effect.void })
}
