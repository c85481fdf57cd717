/** Refusals as answers: a page in the language of what was asked for, or problem details under `/api`. */
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Response from "effect/http/HttpServerResponse"
import type { Language } from "../language/Catalogue.ts"
import * as Catalogues from "../language/Languages.ts"
import { frame, Site } from "../Site.ts"
import { errorPage } from "../site/ErrorPage.ts"
import { page } from "./Pages.ts"
import { Refusal } from "./Refusal.ts"

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

/** The answer to a request that was refused. */
export const answer = Effect.fnUntraced(function*(request: HttpServerRequest, refusal: Refusal) {
  const { settings } = yield* Site
  const path = pathOf(request)
  if (path === "/api" || path.startsWith("/api/")) return problem(refusal)
  const language = refusal.language ?? languageOf(request, settings.language)
  const { back, notice, reason, retryAfter, status, typed } = refusal
  const html = errorPage({
    frame: yield* frame({ language, path: `/${language}/` }),
    status,
    reason,
    notice,
    retryAfter,
    back,
    typed
  })
  return page(html, { status, headers: headersOf(refusal) })
})
