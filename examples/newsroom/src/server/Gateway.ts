/**
 * What every request passes through that no kept page answered: refusals and faults become answers, every answer gets
 * the security headers, and the log gets its line.
 */
import * as Origin from "@dateline/eventsourcing/Origin"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerError from "effect/http/HttpServerError"
import { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Response from "effect/http/HttpServerResponse"
import { randomUUID } from "node:crypto"
import * as SecurityHeaders from "../SecurityHeaders.ts"
import { Site } from "../Site.ts"
import * as CanonicalPath from "./CanonicalPath.ts"
import * as ErrorPages from "./ErrorPages.ts"
import * as Pages from "./Pages.ts"
import { notFound, Refusal } from "./Refusal.ts"
import * as Refusals from "./Refusals.ts"
import * as RequestLog from "./RequestLog.ts"

const canDecode = (url: string): boolean => {
  try {
    decodeURIComponent(url.split(/[?#]/)[0]!)
    return true
  } catch {
    return false
  }
}

const malformed = new Refusal({ status: 400, reason: "malformed" })

const partsOf = (url: string) => {
  const [, path = "", query = ""] = /^(?:https?:\/\/[^/?#]*)?([^?#]*)([^#]*)/i.exec(url) ?? []
  return { path, query }
}

/**
 * Whether the router reads the address as it is written. A semicolon begins a query for it, and what is no path, such as
 * `*`, is the front page: either would be one more address of a page that has one. And what browsers take for another
 * site's address when they are redirected to it, such as `//example.org`, names no place here.
 */
const namesOnePlace = (url: string): boolean => /^\/(?![/\\].)[^;]*$/.test(partsOf(url).path)

/** What is found at another spelling of its address is found at its own; what is refused is refused at any. */
const atItsOwnAddress = (request: HttpServerRequest, response: Response.HttpServerResponse) => {
  const { path, query } = partsOf(request.url)
  const own = CanonicalPath.of(path)
  const isFound = request.method === "GET" && (response.status === 200 || response.status === 304)
  if (!isFound || own === path) return response
  return Response.redirect(`${own}${query}`, { status: 301, headers: Pages.shared })
}

/** A failure that says itself what to answer. */
const refusalIn = (cause: Cause.Cause<unknown>, request: HttpServerRequest): Refusal | undefined => {
  for (const reason of cause.reasons) {
    if (reason._tag !== "Fail") continue
    const refusal = Refusals.of(reason.error)
    if (refusal !== undefined) return refusal
    if (!HttpServerError.isHttpServerError(reason.error)) continue
    if (reason.error.reason._tag === "RouteNotFound") return canDecode(request.url) ? notFound : malformed
    if (reason.error.reason._tag === "RequestParseError") return malformed
  }
  return undefined
}

/** What is known of a fault without what it was about: messages may quote data, names of errors do not. */
const describe = (cause: Cause.Cause<unknown>): string => {
  const error = Cause.squash(cause)
  if (typeof error === "object" && error !== null && "_tag" in error) {
    const operation = "operation" in error ? ` at ${String(error.operation)}` : ""
    return `${String(error._tag)}${operation}`
  }
  return error instanceof Error ? error.name : typeof error
}

const placeOf = (cause: Cause.Cause<unknown>): string => {
  const error = Cause.squash(cause)
  const stack = error instanceof Error ? error.stack ?? "" : ""
  return /\n\s+at (.*)/.exec(stack)?.[1] ?? "unknown"
}

const fault = Effect.fnUntraced(function*(
  request: HttpServerRequest,
  id: string,
  cause: Cause.Cause<unknown>,
  status: 500 | 503
) {
  yield* Effect.logError("fault").pipe(Effect.annotateLogs({ id, error: describe(cause), at: placeOf(cause) }))
  const answer = yield* ErrorPages.answer(request, new Refusal({ status }))
  return Response.setHeader(answer, "x-correlation-id", id)
})

const recover = (request: HttpServerRequest, id: string) => (cause: Cause.Cause<unknown>) => {
  if (Cause.hasInterruptsOnly(cause)) return Effect.interrupt
  const refusal = refusalIn(cause, request)
  if (refusal === undefined) return fault(request, id, cause, 500)
  return refusal.status === 503 ? fault(request, id, cause, 503) : ErrorPages.answer(request, refusal)
}

const answerAs = <E, R>(handler: Effect.Effect<Response.HttpServerResponse, E, R>, id: string) =>
  Effect.gen(function*() {
    const request = yield* HttpServerRequest
    const site = yield* Site
    const from = yield* Clock.currentTimeMillis
    // The router notes the route it found in the fiber's context before it calls the handler.
    const noted = Effect.map(
      Effect.context<never>(),
      (context) => Context.getOption(context as Context.Context<HttpRouter.RouteContext>, HttpRouter.RouteContext)
    )
    const routed = namesOnePlace(request.url)
      ? Effect.map(handler, (response) => atItsOwnAddress(request, response))
      : Effect.fail(request.url.startsWith("*") ? malformed : notFound)
    const response = yield* Effect.catchCause(routed, recover(request, id))
    const route = yield* noted
    const pattern = route._tag === "Some" ? route.value.route.path : "(no route)"
    const to = yield* Clock.currentTimeMillis
    yield* RequestLog.write({ id, method: request.method, route: pattern, status: response.status, from, to })
    return SecurityHeaders.add(response, Site.isSecure(site))
  })

/** What a request commits says which request it was, and so does its line in the log. */
const handle = <E, R>(handler: Effect.Effect<Response.HttpServerResponse, E, R>) =>
  Effect.suspend(() => {
    const id = randomUUID()
    return Origin.within(id)(answerAs(handler, id))
  })

/** What answering a refusal takes. */
type Needs = Effect.Services<ReturnType<typeof ErrorPages.answer>>

/** Wraps all routes of the router. */
export const layer = HttpRouter.middleware(
  Effect.map(
    Effect.context<Needs>(),
    (context) => <E, R>(handler: Effect.Effect<Response.HttpServerResponse, E, R>) =>
      // The router wants a middleware to leave errors to others; this one is the last, so it answers all of them.
      Effect.provide(handle(handler), context) as Effect.Effect<Response.HttpServerResponse, E, R>
  ),
  { global: true }
)
