/**
 * Mounts the API on an application's own router: everything below `/api`, its OpenAPI document and its reference page.
 * The application provides the stores, the links and the limits.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpRouter from "effect/http/HttpRouter"
import { isHttpServerError } from "effect/http/HttpServerError"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import { Api, basePath } from "./Api.ts"
import * as ArticlesHandlers from "./ArticlesHandlers.ts"
import * as Authorization from "./Authorization.ts"
import * as CommentsHandlers from "./CommentsHandlers.ts"
import { guard } from "./internal/edge.ts"
import * as Reference from "./internal/reference.ts"
import { stylesheet } from "./internal/referenceStyle.ts"
import * as Routes from "./internal/routes.ts"
import * as ModerationHandlers from "./ModerationHandlers.ts"
import * as PolicyHandlers from "./PolicyHandlers.ts"

export interface Options {
  /** Who may write. Without any, the API reads and takes comments. */
  readonly tokens: ReadonlyArray<Authorization.Token>
}

const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const reference = HttpRouter.use((router) => {
  const html = Reference.render(Routes.documents)
  const page = HttpServerResponse.text(html, { contentType: "text/html; charset=utf-8" }).pipe(
    HttpServerResponse.setHeaders({ "content-security-policy": policy, "cache-control": "no-cache" })
  )
  const style = HttpServerResponse.text(stylesheet, { contentType: "text/css; charset=utf-8" }).pipe(
    HttpServerResponse.setHeader("cache-control", "no-cache")
  )
  return Effect.andThen(
    router.add("GET", Routes.documents.reference, page),
    router.add("GET", Routes.documents.stylesheet, style)
  )
})

/** Every method but HEAD, which the router answers by GET. */
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"] as const

const elsewhere = HttpRouter.use((router) =>
  router.addAll(methods.map((method) => HttpRouter.route(method, `${basePath}/*`, Routes.answer)))
)

const isBelow = (url: string): boolean =>
  url.startsWith(basePath) && ["", "/", "?"].includes(url.charAt(basePath.length))

/** Addresses that are not UTF-8, or too long, match no route at all, not even the one for everything else. */
const unroutable = HttpRouter.middleware(
  (handler) =>
    Effect.catchCause(handler, (cause) => {
      const error = Cause.squash(cause)
      const isOurs = isHttpServerError(error) && error.reason._tag === "RouteNotFound" && isBelow(error.request.url)
      return isOurs ? guard(Routes.answer(error.request)) : Effect.failCause(cause)
    }),
  { global: true }
)

const guarded = HttpRouter.middleware(guard).layer

const handlers = Layer.mergeAll(
  ArticlesHandlers.layer,
  CommentsHandlers.layer,
  ModerationHandlers.layer,
  PolicyHandlers.layer
)

const api = HttpApiBuilder.layer(Api, { openapiPath: Routes.documents.openapi }).pipe(Layer.provide(handlers))

/**
 * The API, mounted at `/api`. Whatever goes wrong below that address is answered as a problem. The host's more specific
 * routes below `/api` keep working.
 *
 * @example
 * const App = Server.layer({ tokens }).pipe(Layer.provide([stores, links, RateLimit.layerUnlimited]))
 * const Listening = HttpRouter.serve(App).pipe(Layer.provide(NodeHttpServer.layer(createServer, { port: 3000 })))
 */
export const layer = ({ tokens }: Options) =>
  Layer.mergeAll(api, reference, elsewhere).pipe(
    Layer.provide(guarded),
    Layer.merge(unroutable),
    Layer.provide(Authorization.layer(tokens))
  )
