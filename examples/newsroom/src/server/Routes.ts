/** Routes as this newsroom writes them: a path, and what answers each method; others are told which there are. */
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import type { HttpServerResponse } from "effect/http/HttpServerResponse"
import { Refusal } from "./Refusal.ts"

const methods = ["GET", "POST"] as const

type Method = (typeof methods)[number]
type Handler<E, R> = (request: HttpServerRequest) => Effect.Effect<HttpServerResponse, E, R>

/**
 * A path with its methods; whatever else there may be is told which there are. HEAD comes as a GET (see
 * `ListeningServer`).
 */
export const at = <E = never, R = never>(
  path: HttpRouter.PathInput,
  handlers: { readonly [M in Method]?: Handler<E, R> }
) => {
  const offered = methods.filter((method) => handlers[method] !== undefined)
  const allow = offered.flatMap((method) => method === "GET" ? ["GET", "HEAD"] : [method])
  const handlerOf = (method: string): Handler<E, R> | undefined =>
    method === "POST" ? handlers.POST : method === "GET" ? handlers.GET : undefined
  return HttpRouter.add(
    "*",
    path,
    (request): Effect.Effect<HttpServerResponse, E | Refusal, R> =>
      handlerOf(request.method)?.(request) ?? Effect.fail(new Refusal({ status: 405, allow }))
  )
}

/** A parameter of the path that the route's pattern promises. */
export const parameter = (name: string) => Effect.map(HttpRouter.params, (params) => params[name] ?? "")
