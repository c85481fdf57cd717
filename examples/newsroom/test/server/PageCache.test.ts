import * as CommitIds from "@dateline/eventsourcing/CommitIds"
import { Projector, rebuild } from "@dateline/eventsourcing/Projector"
import * as Policies from "@dateline/publishing/Policies"
import * as Projections from "@dateline/publishing/Projections"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as Response from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import { TestClock } from "effect/testing"
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { LogOutput } from "../../src/LogOutput.ts"
import * as FormTokens from "../../src/server/FormTokens.ts"
import { type Draft, PageCache } from "../../src/server/PageCache.ts"
import { Site } from "../../src/Site.ts"
import * as Stores from "../../src/Stores.ts"
import * as Tokens from "../../src/Tokens.ts"

const tokens = Layer.sync(Tokens.Tokens, () => Tokens.make("a secret of the newsroom"))

// Of the site, a page asks only where readers reach it, and a form how fast a person types.
const site = Layer.sync(
  Site,
  () => ({ baseUrl: "http://localhost", settings: { formMinSeconds: 0 } }) as Site["Service"]
)

const route = Layer.sync(HttpRouter.RouteContext, () => ({
  params: {},
  route: HttpRouter.route("GET", "/:language", Effect.succeed(Response.empty()))
}))

const newsroom = PageCache.layer.pipe(
  Layer.provideMerge(Projector.layer({ projections: Projections.all })),
  Layer.provideMerge(Layer.mergeAll(Stores.memory, tokens, site, route, Layer.succeed(LogOutput, () => {})))
)

const shared = { "cache-control": "public, no-cache" }

/** A socket where only kept pages are answered; for everything else it says that it has none. */
const socket = Effect.gen(function*() {
  const cache = yield* PageCache
  const server = createServer((request, response) => {
    if (!cache.answer(request, response)) response.writeHead(404).end("not kept")
  })
  yield* Effect.promise(() => once(server.listen(0, "127.0.0.1"), "listening"))
  yield* Effect.addFinalizer(() => Effect.sync(() => server.close().closeAllConnections()))
  return (path: string, init: RequestInit = {}) =>
    Effect.promise(async () => {
      const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, init)
      return { status: response.status, headers: response.headers, text: await response.text() }
    })
})

const made = Effect.fnUntraced(function*(path: string, draft: Draft) {
  const cache = yield* PageCache
  const request = HttpServerRequest.fromWeb(new Request(`http://localhost${path}`))
  const response = Response.toWeb(yield* cache.page(request, Effect.succeed(draft)))
  return { headers: response.headers, text: yield* Effect.promise(() => response.text()) }
})

const page = (text: string): Draft => ({ html: `<p>${text}</p>`, headers: shared })
const form: Draft = { html: `<p>«${FormTokens.mark}»</p>`, headers: { "cache-control": "private" }, formOf: "story" }

/** Something is committed, and the views know of it. */
const commit = Effect.gen(function*() {
  const { position } = yield* Policies.propose({
    actor: { role: "chief-editor", id: "chief" },
    policy: { ...(yield* Policies.ensure), version: 2 },
    commitId: yield* CommitIds.next
  })
  const projector = yield* Projector
  yield* projector.caughtUp(position)
})

const nothingKept = { status: 404, text: "not kept" }
const facts = ({ status, text }: { readonly status: number; readonly text: string }) => ({ status, text })

describe("a page that was made", () => {
  it.effect("is given out again, with the headers that it had", () =>
    Effect.gen(function*() {
      const get = yield* socket
      const first = yield* made("/ar/", page("the news"))
      const again = yield* get("/ar/")
      assert.deepStrictEqual(facts(again), { status: 200, text: "<p>the news</p>" })
      for (const [name, value] of first.headers) assert.strictEqual(again.headers.get(name), value, name)
      assert.strictEqual(again.headers.get("x-content-type-options"), "nosniff")
    }).pipe(Effect.provide(newsroom)))

  it.effect("is not sent to who has it", () =>
    Effect.gen(function*() {
      const get = yield* socket
      const tag = (yield* made("/ar/", page("the news"))).headers.get("etag")!
      const again = yield* get("/ar/", { headers: { "if-none-match": tag } })
      assert.deepStrictEqual(facts(again), { status: 304, text: "" })
      assert.strictEqual(again.headers.get("etag"), tag)
    }).pipe(Effect.provide(newsroom)))

  it.effect("is given out no more once something was committed, whatever it was", () =>
    Effect.gen(function*() {
      const get = yield* socket
      yield* Policies.ensure
      yield* made("/ar/", page("the news"))
      yield* commit
      assert.deepStrictEqual(facts(yield* get("/ar/")), nothingKept)
      yield* made("/fr/", page("les nouvelles"))
      assert.deepStrictEqual(facts(yield* get("/ar/")), nothingKept)
    }).pipe(Effect.provide(newsroom)))

  it.effect("is given out no more once a view was built anew, though nothing was committed", () =>
    Effect.gen(function*() {
      const get = yield* socket
      yield* made("/ar/", page("the news"))
      yield* TestClock.adjust("10 seconds")
      assert.strictEqual((yield* get("/ar/")).status, 200)
      yield* rebuild({ projections: Projections.all })
      yield* TestClock.adjust("10 seconds")
      assert.deepStrictEqual(facts(yield* get("/ar/")), nothingKept)
      yield* made("/ar/", page("the same news"))
      assert.strictEqual((yield* get("/ar/")).text, "<p>the same news</p>")
    }).pipe(Effect.provide(newsroom)))

  it.effect("is old from the start if something was committed while it was made", () =>
    Effect.gen(function*() {
      const get = yield* socket
      yield* Policies.ensure
      const cache = yield* PageCache
      const request = HttpServerRequest.fromWeb(new Request("http://localhost/ar"))
      yield* cache.page(request, Effect.as(commit, page("the news")))
      assert.deepStrictEqual(facts(yield* get("/ar/")), nothingKept)
    }).pipe(Effect.provide(newsroom)))

  it.effect("is made again when the day may be another", () =>
    Effect.gen(function*() {
      const get = yield* socket
      yield* made("/ar/", page("the news"))
      yield* TestClock.adjust("59 minutes")
      assert.strictEqual((yield* get("/ar/")).status, 200)
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual(facts(yield* get("/ar/")), nothingKept)
    }).pipe(Effect.provide(newsroom)))

  it.effect("answers its own address and GET alone", () =>
    Effect.gen(function*() {
      const get = yield* socket
      yield* made("/ar/", page("the news"))
      yield* made("/ar?after=x", page("older news"))
      for (const path of ["/fr/", "/ar/national", "/ar/?after=x"]) {
        assert.deepStrictEqual(facts(yield* get(path)), nothingKept)
      }
      assert.strictEqual((yield* get("/ar/", { method: "POST" })).status, 404)
    }).pipe(Effect.provide(newsroom)))
})

describe("a page with a form", () => {
  const tokenIn = (text: string): string => /«(.*)»/.exec(text)![1]!

  it.effect("has a token for each reader, and each is good", () =>
    Effect.gen(function*() {
      const get = yield* socket
      const texts = [(yield* made("/ar/", form)).text, (yield* get("/ar/")).text, (yield* get("/ar/")).text]
      const ids = yield* Effect.forEach(texts, (text) => FormTokens.redeem("story", tokenIn(text)))
      assert.strictEqual(new Set(ids).size, 3)
    }).pipe(Effect.provide(newsroom)))

  it.effect("is nobody's to keep: it has no tag", () =>
    Effect.gen(function*() {
      const get = yield* socket
      const first = yield* made("/ar/", form)
      assert.isNull(first.headers.get("etag"))
      assert.strictEqual((yield* get("/ar/", { headers: { "if-none-match": "*" } })).status, 200)
    }).pipe(Effect.provide(newsroom)))
})
