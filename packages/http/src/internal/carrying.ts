/** What every handler of a command does after it: headers, and waiting until its own writes can be read. */
import type { Position } from "@dateline/eventsourcing/Position"
import { Projector } from "@dateline/eventsourcing/Projector"
import * as Effect from "effect/Effect"
import { appendPreResponseHandler } from "effect/http/HttpEffect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { etag } from "../IfMatch.ts"

/** Adds a header to the answer of the request that is being handled. */
export const setHeader = (name: string, value: string): Effect.Effect<void, never, HttpServerRequest> =>
  appendPreResponseHandler((_, response) => Effect.succeed(HttpServerResponse.setHeader(response, name, value)))

/** Tells the version as `ETag`. */
export const setVersion = (version: number): Effect.Effect<void, never, HttpServerRequest> =>
  setHeader("etag", etag(version))

/**
 * Waits until the views know of a command. The command is carried out whatever happens here, so that views which do not
 * follow are not held against it: they are logged, and the answer is given.
 */
export const visible = (position: Position): Effect.Effect<void, never, Projector> =>
  Effect.flatMap(Projector, (projector) => projector.caughtUp(position)).pipe(
    Effect.timeout("5 seconds"),
    Effect.catch((error) => Effect.logWarning(`The views do not know of a command yet: ${error._tag}`))
  )
