/** Refusals as answers: a page in the language of what was asked for, or problem details under `/api`. */
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Response from "effect/http/HttpServerResponse"
import * as Option from "effect/Option"
import type { Language } from "../language/Catalogue.ts"
import * as Catalogues from "../language/Languages.ts"
import { frame, Site } from "../Site.ts"
import { deskErrorPage } from "../site/desk/DeskErrorPage.ts"
import { errorPage } from "../site/ErrorPage.ts"
import * as Paths from "../site/Paths.ts"
import * as DeskFrame from "./desk/DeskFrame.ts"
import { Sessions } from "./desk/Sessions.ts"
import * as Pages from "./Pages.ts"
import type { Refusal } from "./Refusal.ts"

const pathOf = (request: HttpServerRequest): string => request.url.split(/[?#]/)[0]!

/** The language in the address, or else the newsroom's own. */
export const languageOf = (request: HttpServerRequest, fallback: Language): Language =>
  Catalogues.languages.find((language) => pathOf(request).split("/")[1] === language) ?? fallback

const headersOf = (refusal: Refusal): Record<string, string> => ({
  ...(refusal.retryAfter === undefined ? {} : { "retry-after": String(refusal.retryAfter) }),
  ...(refusal.allow === undefined ? {} : { allow: refusal.allow.join(", ") })
})

/** *Source:* RFC 9457. */
const problem = (refusal: Refusal): Response.HttpServerResponse =>
  Response.text(JSON.stringify({ type: "about:blank", title: titles[refusal.status], status: refusal.status }), {
    status: refusal.status,
    contentType: "application/problem+json",
    headers: { "cache-control": "no-store", ...headersOf(refusal) }
  })

const titles: { readonly [status in Refusal["status"]]: string } = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  410: "Gone",
  412: "Precondition Failed",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable"
}

const deskStatuses = [400, 401, 403, 404, 405, 409, 413, 415, 422, 500] as const

const deskAnswer = Effect.fnUntraced(function*(
  request: HttpServerRequest,
  { back, reason, typed }: Refusal,
  status: (typeof deskStatuses)[number]
) {
  const session = yield* (yield* Sessions).of(request)
  const reader = Option.isSome(session) ? { session: session.value } : { csrf: "" }
  // A refusal must not fail in its turn when the views cannot be read.
  const full = DeskFrame.make(request, Paths.desk.queue, reader)
  const frame = yield* full.pipe(Effect.catchCause(() => DeskFrame.make(request, Paths.desk.queue, { csrf: "" })))
  return Pages.page(deskErrorPage({ frame, status, reason, back, typed }), { status })
})

const siteAnswer = Effect.fnUntraced(function*(request: HttpServerRequest, refusal: Refusal) {
  const { settings } = yield* Site
  const language = refusal.language ?? languageOf(request, settings.language)
  const { back, notice, reason, retryAfter, status, typed } = refusal
  const page = yield* frame({ language, path: `/${language}/` })
  return Pages.page(errorPage({ frame: page, status, reason, notice, retryAfter, back, typed }), { status })
})

const under = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`)

/** The answer to a request that was refused. */
export const answer = Effect.fnUntraced(function*(request: HttpServerRequest, refusal: Refusal) {
  const path = pathOf(request)
  if (under(path, "/api")) return problem(refusal)
  const deskStatus = under(path, "/desk") ? deskStatuses.find((status) => status === refusal.status) : undefined
  const page = deskStatus === undefined
    ? yield* siteAnswer(request, refusal)
    : yield* deskAnswer(request, refusal, deskStatus)
  return Response.setHeaders(page, headersOf(refusal))
})
