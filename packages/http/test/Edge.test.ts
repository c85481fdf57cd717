import { EventStore } from "@dateline/eventsourcing/EventStore"
import * as MemoryViewStore from "@dateline/eventsourcing/MemoryViewStore"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import { ViewStore } from "@dateline/eventsourcing/ViewStore"
import * as CommentEvents from "@dateline/publishing/domain/CommentEvents"
import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { connect } from "node:net"
import { gzipSync } from "node:zlib"
import { maxBodyBytes } from "../src/internal/edge.ts"
import { TooManyRequests } from "../src/Problem.ts"
import { RateLimit } from "../src/RateLimit.ts"
import { assertProblem, call, desk, newArticle, newComment, story, submission } from "./support/Call.ts"
import * as Newsroom from "./support/Newsroom.ts"

describe("a server without a token", () => {
  it.effect("says so to whoever would write, reads, and takes comments", () =>
    Effect.gen(function*() {
      for (const sent of [{}, { token: "some-token-or-other" }, { json: story }]) {
        assertProblem(yield* call("POST /api/articles", sent), 403, "tokens-disabled")
      }
      assertProblem(yield* desk("GET /api/moderation/queue"), 403, "tokens-disabled")
      assert.strictEqual((yield* call("GET /api/articles")).status, 200)
      assertProblem(yield* call("POST /api/articles/k3v9x0q2ab/comments", { json: submission }), 404, "not-found")
    }).pipe(Effect.provide(Newsroom.layer({ tokens: [] }))))
})

describe("a limit that the application sets", () => {
  const limit = Layer.succeed(RateLimit, {
    check: (_, request) =>
      request.headers["x-many"] === undefined ? Effect.void : Effect.fail(new TooManyRequests({ retryAfter: 42 }))
  })

  it.effect("is answered with the seconds to wait, and the comment is not taken", () =>
    Effect.gen(function*() {
      const id = yield* newArticle()
      const sent = { json: submission, headers: { "x-many": "yes" } }
      const answer = yield* call(`POST /api/articles/${id}/comments`, sent)
      assertProblem(answer, 429, "too-many-requests")
      assert.strictEqual(answer.headers.get("retry-after"), "42")
      assert.strictEqual((yield* call(`POST /api/articles/${id}/comments`, { json: submission })).status, 202)
      assert.strictEqual((yield* desk("GET /api/moderation/queue")).json["items"].length, 1)
    }).pipe(Effect.provide(Newsroom.layer({ limit }))))
})

describe("an application's own routes", () => {
  const routes = HttpRouter.use((router) =>
    Effect.all([
      router.add("GET", "/api/hooks/:name", HttpServerResponse.text("hook")),
      router.add("*", "/*", HttpServerResponse.text("the site's own answer", { status: 404 }))
    ])
  )

  it.effect("keep working beside the API and below it, and what is nobody's below it is a problem", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* call("GET /api/hooks/one")).text, "hook")
      assert.strictEqual((yield* call("GET /apiary")).text, "the site's own answer")
      assertProblem(yield* call("GET /api/nothing"), 404, "not-found")
      assertProblem(yield* call("DELETE /%61pi/articles"), 405, "method-not-allowed")
      assertProblem(
        yield* desk("POST /%61pi/articles", { body: "{", headers: { "content-type": "application/json" } }),
        400,
        "malformed-request"
      )
    }).pipe(Effect.provide(Newsroom.layer({ routes }))))
})

describe("a body that is not JSON in UTF-8 as it stands", () => {
  const json = JSON.stringify(story)
  const cases: ReadonlyArray<readonly [name: string, body: string | Uint8Array, headers: Record<string, string>]> = [
    ["compressed", gzipSync(json), { "content-encoding": "gzip" }],
    ["said to be compressed", json, { "content-encoding": "br" }],
    ["compressed twice", gzipSync(gzipSync(json)), { "content-encoding": "gzip, gzip" }],
    ["in windows-1256", json, { "content-type": "application/json; charset=windows-1256" }],
    ["in UTF-16", Buffer.from(json, "utf16le"), { "content-type": "application/json;charset=\"utf-16\"" }]
  ]

  it.effect.each(cases)("is refused and names what would be taken: %s", ([, body, headers]) =>
    Effect.gen(function*() {
      const sent = { body, headers: { "content-type": "application/json", ...headers } }
      const answer = yield* desk("POST /api/articles", sent)
      assertProblem(answer, 415, "unsupported-media-type")
      assert.strictEqual(answer.headers.get("accept-encoding"), "identity")
    }).pipe(Effect.provide(Newsroom.layer())))

  it.effect("is taken when its headers say what it is anyway", () =>
    Effect.gen(function*() {
      for (const type of ["application/json; charset=UTF-8", "application/json;charset=\"utf-8\""]) {
        const headers = { "content-type": type, "content-encoding": "identity" }
        assert.strictEqual((yield* desk("POST /api/articles", { body: json, headers })).status, 201)
      }
    }).pipe(Effect.provide(Newsroom.layer())))
})

describe("a fault of the server", () => {
  const broken = Layer.succeed(RateLimit, { check: () => Effect.die(new Error(`quotes ${submission.email}`)) })
  const logged: Array<string> = []
  const log = Logger.layer([
    Logger.make(({ fiber, message }) =>
      logged.push(JSON.stringify([message, fiber.getRef(References.CurrentLogAnnotations)]))
    )
  ])

  it.effect("is told without its cause, by a name under which the log has it, without what was sent", () =>
    Effect.gen(function*() {
      const id = yield* newArticle()
      const answer = yield* call(`POST /api/articles/${id}/comments`, { json: submission })
      assertProblem(answer, 500, "internal-error")
      assert.match(answer.json["instance"], /^urn:uuid:[0-9a-f-]{36}$/)
      const lines = logged.filter((line) => line.includes(answer.json["instance"]))
      assert.strictEqual(lines.length, 1)
      assert.include(lines[0], "Edge.test.ts")
      for (const text of [answer.text, ...logged]) assert.notInclude(text, submission.email)
    }).pipe(Effect.provide(Newsroom.layer({ limit: broken }).pipe(Layer.provideMerge(log)))))
})

describe("views that lag behind the log", () => {
  const open = Latch.makeUnsafe(true)
  const views = Layer.effect(
    ViewStore,
    Effect.map(
      ViewStore,
      (store) => ViewStore.of({ ...store, apply: (batches) => open.whenOpen(store.apply(batches)) })
    )
  ).pipe(Layer.provide(MemoryViewStore.layer))

  it.effect("hold the answer to a command back until they know of it", () =>
    Effect.gen(function*() {
      const id = yield* newArticle("draft")
      const store = yield* EventStore
      const before = yield* store.head
      yield* open.close
      const publishing = yield* Effect.forkChild(desk(`POST /api/articles/${id}/publish`))
      const inLog = Effect.repeat(store.head, { until: (head) => head > before })
      const later = Effect.andThen(inLog, Effect.all(Array.from({ length: 10 }, () => call(`GET /api/articles/${id}`))))
      const first = yield* Effect.race(Effect.as(Fiber.join(publishing), []), later)
      assert.deepStrictEqual(first.map(({ status }) => status), Array.from({ length: 10 }, () => 404))
      yield* open.open
      assert.strictEqual((yield* Fiber.join(publishing)).status, 200)
      assert.strictEqual((yield* call(`GET /api/articles/${id}`)).status, 200)
    }).pipe(Effect.provide(Newsroom.layer({ views }))))
})

describe("a body that is announced as too large", () => {
  it.effect("is refused before any of it is sent", () =>
    Effect.gen(function*() {
      const { baseUrl } = yield* Newsroom.Newsroom
      const answer = yield* Effect.callback<string>((resume) => {
        const socket = connect(Number(new URL(baseUrl).port), "127.0.0.1")
        socket.once("data", (data) => {
          socket.destroy()
          resume(Effect.succeed(String(data)))
        })
        socket.write("POST /api/articles HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n")
        socket.write(`content-length: ${maxBodyBytes + 1}\r\n\r\n`)
      })
      assert.match(answer, /^HTTP\/1\.1 413 /)
      assert.match(answer, /^connection: close/im)
    }).pipe(Effect.provide(Newsroom.layer())))
})

/** The random name under which the log knows the author of a comment. */
const subjectOf = Effect.fnUntraced(function*(comment: string) {
  const store = yield* EventStore
  const stream = Result.getOrThrow(StreamId.make("comment", comment))
  const [submitted] = yield* Stream.runCollect(store.readStream(CommentEvents.family, stream))
  return submitted!.metadata.actor.id
})

layer(Newsroom.layer())("answers", (it) => {
  it.effect("name the version as ETag, which If-Match takes back", () =>
    Effect.gen(function*() {
      const created = yield* desk("POST /api/articles", { json: story })
      const id = created.json["id"]
      assert.strictEqual(created.headers.get("location"), `/api/articles/${id}`)
      const headers = { "if-match": created.headers.get("etag")! }
      assert.strictEqual((yield* desk(`POST /api/articles/${id}/publish`, { headers })).headers.get("etag"), "\"2\"")
      assert.strictEqual(
        (yield* call(created.headers.get("location")!.replace(/^/, "GET "))).headers.get("etag"),
        "\"2\""
      )
    }))

  it.effect("are never guessed at, and never kept by what lies between", () =>
    Effect.gen(function*() {
      for (const line of ["GET /api/articles", "GET /api/nothing", "GET /api/policy"]) {
        const { headers } = yield* call(line)
        assert.deepStrictEqual([headers.get("x-content-type-options"), headers.get("cache-control")], [
          "nosniff",
          "no-store"
        ])
      }
    }))

  it.effect("to the public hold no e-mail address and no subject, nor do those to moderators", () =>
    Effect.gen(function*() {
      const comment = yield* newComment()
      const waiting = yield* desk("GET /api/moderation/queue")
      yield* desk(`POST /api/comments/${comment}/approve`, { json: { revision: 1 } })
      const article = waiting.json["items"].at(-1).article
      const subject = yield* subjectOf(comment)
      const answers = [waiting]
      for (
        const line of [`GET /api/articles/${article}`, `GET /api/articles/${article}/comments`, "GET /api/articles"]
      ) {
        answers.push(yield* call(line))
      }
      assert.isAbove(subject.length, 15)
      for (const { text } of answers) {
        for (const secret of [submission.email, "youssef", "127.0.0.1", subject]) assert.notInclude(text, secret)
      }
    }))
})
