import { EventStore } from "@dateline/eventsourcing/EventStore"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { assertProblem, call, desk, newArticle, newComment, story, submission } from "./support/Call.ts"
import * as Newsroom from "./support/Newsroom.ts"

const key = (key: string) => ({ "idempotency-key": key })

/** How many events an effect adds to the log. */
const adds = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function*() {
    const store = yield* EventStore
    const before = yield* store.head
    const result = yield* effect
    return [result, (yield* store.head) - before] as const
  })

layer(Newsroom.layer())("an idempotency key", (it) => {
  it.effect("makes the same draft once, and answers the same each time", () =>
    Effect.gen(function*() {
      const send = desk("POST /api/articles", { json: story, headers: key("draft-1") })
      const [first, one] = yield* adds(send)
      const [again, none] = yield* adds(send)
      assert.deepStrictEqual([one, none], [1, 0])
      assert.deepStrictEqual([again.status, again.json], [201, first.json])
      for (const header of ["location", "etag"]) {
        assert.strictEqual(again.headers.get(header), first.headers.get(header))
      }
    }))

  it.effect("answers a command as the first time, even when the article has moved on and If-Match with it", () =>
    Effect.gen(function*() {
      const id = yield* newArticle()
      const headers = { ...key("typo-1"), "if-match": "\"2\"" }
      const typo = desk(`POST /api/articles/${id}/typo`, { json: { block: "p1", text: "نص." }, headers })
      const first = yield* typo
      yield* desk(`POST /api/articles/${id}/corrections`, { json: { notice: "خطأ" } })
      const [again, none] = yield* adds(typo)
      assert.deepStrictEqual(first.json, { id, version: 3 })
      assert.deepStrictEqual([again.status, again.json, none], [200, first.json, 0])
    }))

  it.effect("takes a comment once, and gives its author the same private page", () =>
    Effect.gen(function*() {
      const id = yield* newArticle()
      // The first comment of a log adds which vault seals for it.
      yield* call(`POST /api/articles/${id}/comments`, { json: submission, headers: key("comment-0") })
      const send = call(`POST /api/articles/${id}/comments`, { json: submission, headers: key("comment-1") })
      const [first, one] = yield* adds(send)
      const [again, none] = yield* adds(send)
      assert.deepStrictEqual([one, none], [1, 0])
      assert.deepStrictEqual([again.status, again.json], [202, first.json])
    }))

  it.effect("answers a repeated decision as the first time, where without a key it is already decided", () =>
    Effect.gen(function*() {
      const id = yield* newComment()
      const rejection = { revision: 1, codes: ["profanity"] }
      const send = desk(`POST /api/comments/${id}/reject`, { json: rejection, headers: key("decision-1") })
      const first = yield* send
      assert.deepStrictEqual((yield* send).json, first.json)
      assertProblem(yield* desk(`POST /api/comments/${id}/reject`, { json: rejection }), 409, "already-decided")
    }))

  it.effect("with another body is refused, and nothing is done", () =>
    Effect.gen(function*() {
      const article = yield* newArticle()
      const comment = yield* newComment()
      const pairs = [
        ["POST /api/articles", story, { ...story, headline: "عنوان آخر" }],
        [`POST /api/articles/${article}/typo`, { block: "p1", text: "نص." }, { block: "p1", text: "نص آخر." }],
        [`POST /api/articles/${article}/corrections`, { notice: "خطأ" }, { notice: "خطأ آخر" }],
        [`POST /api/articles/${article}/comments`, submission, { ...submission, body: "تعليق آخر" }],
        [`POST /api/articles/${article}/comments`, submission, { ...submission, email: "other@example.org" }],
        [`POST /api/comments/${comment}/reject`, { revision: 1, codes: ["profanity"] }, {
          revision: 1,
          codes: ["spam"]
        }]
      ] as const
      for (const [place, [line, one, other]] of pairs.entries()) {
        const headers = key(`reused-${place}`)
        assert.isBelow((yield* desk(line, { json: one, headers })).status, 300, line)
        const [refused, none] = yield* adds(desk(line, { json: other, headers }))
        assertProblem(refused, 422, "idempotency-key-reused")
        assert.strictEqual(none, 0)
      }
    }))

  it.effect("is one principal's and one operation's: the same text elsewhere is another key", () =>
    Effect.gen(function*() {
      const send = (token: string) => call("POST /api/articles", { json: story, token, headers: key("shared") })
      const mine = yield* send(Newsroom.tokens.administrator)
      const theirs = yield* send(Newsroom.tokens.writer)
      assert.notStrictEqual(mine.json["id"], theirs.json["id"])
      for (const id of [mine.json["id"], theirs.json["id"]]) {
        assert.strictEqual(
          (yield* desk(`POST /api/articles/${id}/publish`, { headers: key("shared") })).json["version"],
          2
        )
      }
    }))

  it.effect("holds when the same request is sent many times at once", () =>
    Effect.gen(function*() {
      const send = desk("POST /api/articles", { json: story, headers: key("at-once") })
      const [answers, one] = yield* adds(
        Effect.all(Array.from({ length: 20 }, () => send), { concurrency: "unbounded" })
      )
      assert.strictEqual(one, 1)
      assert.deepStrictEqual(new Set(answers.map(({ json, status }) => `${status} ${JSON.stringify(json)}`)).size, 1)
    }))
})
