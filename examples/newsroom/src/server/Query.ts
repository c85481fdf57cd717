/** The part of an address after the question mark, read strictly. */
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import { Refusal } from "./Refusal.ts"

const search = (url: string): string => {
  const start = url.indexOf("?")
  return start < 0 ? "" : url.slice(start + 1).split("#")[0]!
}

/** The parameters of a request. Fails with a refusal when their encoding is broken. */
export const read = (request: HttpServerRequest): Effect.Effect<URLSearchParams, Refusal> =>
  Effect.try({
    try: () => {
      decodeURIComponent(search(request.url).replaceAll("+", " "))
      return new URLSearchParams(search(request.url))
    },
    catch: () => new Refusal({ status: 400, reason: "malformed" })
  })

/** One parameter; nothing when it is absent or empty. */
export const one = (request: HttpServerRequest, name: string): Effect.Effect<string | undefined, Refusal> =>
  Effect.map(read(request), (parameters) => parameters.get(name) || undefined)
