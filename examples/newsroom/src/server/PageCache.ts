/**
 * Public pages, kept where requests arrive and given out again for as long as the views stand where they stood before
 * the page was made. Whatever is committed moves the views on, and every page with them: a page that is given out is
 * the one that would be made now (of a view that another program has built anew, some seconds later), and whoever waited for their own change with `Projector.caughtUp` sees it.
 *
 * A page with a form is kept without its token; every reader gets one of their own.
 */
import { Projector } from "@dateline/eventsourcing/Projector"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { RouteContext } from "effect/http/HttpRouter"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Response from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import type { IncomingMessage, ServerResponse } from "node:http"
import * as SecurityHeaders from "../SecurityHeaders.ts"
import { Site } from "../Site.ts"
import type { Tokens } from "../Tokens.ts"
import * as CanonicalPath from "./CanonicalPath.ts"
import * as FormTokens from "./FormTokens.ts"
import * as Pages from "./Pages.ts"
import * as RequestLog from "./RequestLog.ts"
import * as SharedWork from "./SharedWork.ts"

/** A page before a reader's own token is put into it. */
export interface Draft {
  readonly html: string
  readonly headers: Readonly<Record<string, string>>
  /** The article whose form it has, with `FormTokens.mark` in the token's place. */
  readonly formOf?: string | undefined
}

interface Page {
  readonly headers: Readonly<Record<string, string>>
  /** The name of a page that is the same for all readers. */
  readonly tag: string | undefined
  /** Between them, readers' tokens. */
  readonly parts: ReadonlyArray<Buffer>
  readonly formOf: string | undefined
  readonly route: string
}

/** Bytes of pages that are kept at most; the oldest go first. */
const capacity = 64 * 1024 * 1024

/** Pages say what day it is, and days begin with an hour. In milliseconds. */
const freshness = 3_600_000

const bytesOf = (page: Page): number => page.parts.reduce((sum, part) => sum + part.byteLength, 0)

/** Pages by their address, all of them made at the same state of the views. */
const makeShelf = () => {
  let state = ""
  let bytes = 0
  const pages = new Map<string, Page>()
  const remove = (address: string): void => {
    bytes -= bytesOf(pages.get(address)!)
    pages.delete(address)
  }
  return {
    get: (address: string, now: string): Page | undefined => now === state ? pages.get(address) : undefined,
    put: (address: string, made: string, page: Page): void => {
      if (made !== state) {
        pages.clear()
        bytes = 0
        state = made
      }
      if (pages.has(address)) remove(address)
      pages.set(address, page)
      bytes += bytesOf(page)
      for (const oldest of pages.keys()) {
        if (bytes <= capacity) break
        remove(oldest)
      }
    }
  }
}

interface Written {
  readonly status: 200 | 304
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const nothing = Buffer.alloc(0)

/** The page as one reader gets it. */
const written = Effect.fnUntraced(function*(page: Page, ifNoneMatch: string | undefined) {
  const { formOf, headers, parts, tag } = page
  if (tag !== undefined && Pages.isNamed(ifNoneMatch, tag)) {
    const { "content-type": _, ...rest } = headers
    return { status: 304, headers: rest, body: nothing } satisfies Written as Written
  }
  if (formOf === undefined) return { status: 200, headers, body: parts[0]! } satisfies Written as Written
  const token = Buffer.from(yield* FormTokens.issue(formOf))
  const body = Buffer.concat(parts.flatMap((part, index) => index === 0 ? [part] : [token, part]))
  return { status: 200, headers, body } satisfies Written as Written
})

const htmlType = { "content-type": "text/html; charset=utf-8" } as const

const ofDraft = Effect.fnUntraced(function*({ formOf, headers, html }: Draft) {
  const isSecure = Site.isSecure(yield* Site)
  const tag = formOf === undefined ? Pages.tagOf(html) : undefined
  const all = { ...htmlType, ...SecurityHeaders.of(isSecure), ...headers, ...(tag === undefined ? {} : { etag: tag }) }
  const parts = html.split(FormTokens.mark).map((part) => Buffer.from(part))
  return { headers: all, tag, parts, formOf, route: (yield* RouteContext).route.path } satisfies Page as Page
})

const make = Effect.gen(function*() {
  const projector = yield* Projector
  const runSync = Effect.runSyncWith(yield* Effect.context<Tokens>())
  const shelf = makeShelf()
  const shared = SharedWork.make<Page | Response.HttpServerResponse>()

  const stateAt = (now: number) => Effect.map(projector.seen, (seen) => `${seen} ${Math.floor(now / freshness)}`)

  const send = Effect.fnUntraced(function*(request: IncomingMessage, response: ServerResponse) {
    const now = yield* Clock.currentTimeMillis
    const page = shelf.get(request.url ?? "", yield* stateAt(now))
    if (page === undefined) return false
    const { body, headers, status } = yield* written(page, request.headers["if-none-match"])
    response.writeHead(status, status === 304 ? headers : { ...headers, "content-length": body.byteLength })
    response.end(body)
    yield* RequestLog.write({ method: "GET", route: page.route, status, from: now, to: now })
    return true
  })

  const baked = <E, R>(draft: Effect.Effect<Draft | Response.HttpServerResponse, E, R>) =>
    Effect.flatMap(
      draft,
      (made): Effect.Effect<Page | Response.HttpServerResponse, never, Site | RouteContext> =>
        Response.isHttpServerResponse(made) ? Effect.succeed(made) : ofDraft(made)
    )

  /** Made once for all who ask for it at the same state of the views, however many do at the same moment. */
  const kept = Effect.fnUntraced(function*<E, R>(
    request: HttpServerRequest,
    draft: Effect.Effect<Draft | Response.HttpServerResponse, E, R>
  ) {
    // Whoever asks with a question mark may ask for anything, and seldom for the same twice; whoever spells the
    // address in another way is sent to the page's own.
    const isOwn = !request.url.includes("?") && CanonicalPath.of(request.url) === request.url
    if (request.method !== "GET" || !isOwn) return yield* baked(draft)
    // Before anything is read: what the views learn meanwhile makes the page old, never the other way round.
    const state = yield* stateAt(yield* Clock.currentTimeMillis)
    const page = yield* shared.run(`${state} ${request.url}`, baked(draft))
    if (!Response.isHttpServerResponse(page)) shelf.put(request.url, state, page)
    return page
  })

  return PageCache.of({
    answer: (request, response) => request.method === "GET" && runSync(send(request, response)),
    page: Effect.fnUntraced(function*(request, draft) {
      const page = yield* kept(request, draft)
      if (Response.isHttpServerResponse(page)) return page
      const { body, headers, status } = yield* written(page, request.headers["if-none-match"])
      return status === 304
        ? Response.empty({ status, headers })
        : Response.uint8Array(body, { status, headers, contentType: htmlType["content-type"] })
    })
  })
})

type Needs = Site | Tokens | RouteContext

export class PageCache extends Context.Service<PageCache, {
  /** Answers a request for a page that is kept. Otherwise answers `false` and leaves it to the routes. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => boolean
  /** Makes a page and keeps it; another answer, such as a redirection, is passed on and not kept. */
  readonly page: <E, R>(
    request: HttpServerRequest,
    draft: Effect.Effect<Draft | Response.HttpServerResponse, E, R>
  ) => Effect.Effect<Response.HttpServerResponse, E, R | Needs>
}>()("newsroom/PageCache") {
  static readonly layer: Layer.Layer<PageCache, never, Projector | Tokens> = Layer.effect(PageCache, make)
}

/** Answers with a page, by way of the cache. */
export const page = <E, R>(
  request: HttpServerRequest,
  draft: Effect.Effect<Draft | Response.HttpServerResponse, E, R>
) => Effect.flatMap(PageCache, (cache) => cache.page(request, draft))
