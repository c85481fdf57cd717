/** What every page of the desk says about itself, its reader, and the action before it. */
import * as Views from "@dateline/eventsourcing/Views"
import * as ModerationQueue from "@dateline/publishing/views/ModerationQueue"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Response from "effect/http/HttpServerResponse"
import type { Language } from "../../language/Catalogue.ts"
import { isLanguage, languages } from "../../language/Languages.ts"
import { Site } from "../../Site.ts"
import type { DeskFrame, Flash } from "../../site/desk/Models.ts"
import * as Pages from "../Pages.ts"
import * as Csrf from "./Csrf.ts"
import { cookieOptions, type Session } from "./Sessions.ts"

const languageCookie = "dateline_desk_language"
const flashCookie = "dateline_flash"

/** The count beside the link to the queue stops here. */
const mostWaiting = 100

/** A year, in milliseconds. */
const languageLifetime = 365 * 86_400_000

const flashes: ReadonlyArray<Flash> = [
  "saved",
  "drafted",
  "published",
  "typo-fixed",
  "corrected",
  "retracted",
  "comment-approved",
  "comment-held",
  "comment-rejected",
  "signed-out"
]

const flashOf = (request: HttpServerRequest): Flash | undefined =>
  flashes.find((flash) => flash === request.cookies[flashCookie])

const chosenLanguage = (request: HttpServerRequest): Language | undefined => {
  const chosen = new URLSearchParams(request.url.split("?")[1] ?? "").get("language") ?? ""
  return isLanguage(chosen) ? chosen : undefined
}

/** The desk's own language: the one just chosen, the one chosen before, or the newsroom's. */
const languageOf = (request: HttpServerRequest, fallback: Language): Language => {
  const known = request.cookies[languageCookie] ?? ""
  return chosenLanguage(request) ?? (isLanguage(known) ? known : fallback)
}

const waiting = Effect.map(
  Views.query(ModerationQueue.projection, { index: "oldest", equal: [], limit: mostWaiting }),
  ({ items }) => items.length
)

/** The frame of a page that answers a request at this path. Without a session: the sign-in page and refusals. */
export const make = Effect.fnUntraced(function*(
  request: HttpServerRequest,
  path: string,
  reader: { readonly session: Session } | { readonly csrf: string }
) {
  const { assets, settings } = yield* Site
  const common = {
    language: languageOf(request, settings.language),
    path,
    alternates: languages.map((language) => ({ language, path: `${path}?language=${language}` })),
    now: yield* Clock.currentTimeMillis,
    assets: assets.links,
    flash: flashOf(request)
  }
  if ("csrf" in reader) return { ...common, csrf: reader.csrf } satisfies DeskFrame
  const { session } = reader
  const user = { name: session.user, role: session.role }
  return { ...common, csrf: yield* Csrf.forSession(session), user, waiting: yield* waiting } satisfies DeskFrame
})

/** A page of the desk as an answer: it remembers a language just chosen and forgets what it has told. */
export const page = Effect.fnUntraced(function*(request: HttpServerRequest, html: string, status = 200) {
  const options = cookieOptions(yield* Site)
  const chosen = chosenLanguage(request)
  const answer = Pages.page(html, { status, headers: { "x-robots-tag": "noindex" } })
  const told = flashOf(request) === undefined ? answer : Response.expireCookieUnsafe(answer, flashCookie, options)
  return chosen === undefined
    ? told
    : Response.setCookieUnsafe(told, languageCookie, chosen, { ...options, maxAge: languageLifetime })
})

/** Leads on to a page that tells what was done. */
export const done = Effect.fnUntraced(function*(path: string, flash: Flash) {
  const options = { ...cookieOptions(yield* Site), maxAge: "1 minute" } as const
  const answer = Response.redirect(path, { status: 303, headers: { "cache-control": "no-store" } })
  return Response.setCookieUnsafe(answer, flashCookie, flash, options)
})
