import { assert, describe, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { assertProblem, call, desk, fieldsOf, newArticle, newComment, story, submission } from "./support/Call.ts"
import * as Newsroom from "./support/Newsroom.ts"

const json = { "content-type": "application/json" }

layer(Newsroom.layer())("bad input", (it) => {
  describe("400", () => {
    it.effect("a body that is not JSON, or is nothing at all, is malformed", () =>
      Effect.gen(function*() {
        for (const body of ["{", "{\"headline\": }", "", "undefined"]) {
          assertProblem(yield* desk("POST /api/articles", { body, headers: json }), 400, "malformed-request")
        }
      }))

    it.effect("a body that is not UTF-8 is malformed, not repaired", () =>
      Effect.gen(function*() {
        const body = new Uint8Array([...new TextEncoder().encode("{\"notice\": \""), 0xff, 0xfe, 0x22, 0x7d])
        const id = yield* newArticle()
        assertProblem(
          yield* desk(`POST /api/articles/${id}/retract`, { body, headers: json }),
          400,
          "malformed-request"
        )
      }))

    it.effect("an address whose encoding is broken is malformed", () =>
      Effect.gen(function*() {
        assertProblem(yield* call("GET /api/articles/%E0%A4%A"), 400, "malformed-request")
        assertProblem(yield* call("GET /api/%FF"), 400, "malformed-request")
        assertProblem(yield* desk("POST /api/articles/%C3%28/publish"), 400, "malformed-request")
      }))

    it.effect("a cursor that the list did not give is malformed, whatever it looks like", () =>
      Effect.gen(function*() {
        const id = yield* newArticle()
        for (const cursor of ["x", "eyJhIjoxfQ", "%E0%A4%A", "a".repeat(5000), "%00"]) {
          assertProblem(yield* call(`GET /api/articles?cursor=${cursor}`), 400, "malformed-request")
          assertProblem(yield* call(`GET /api/articles/${id}/comments?cursor=${cursor}`), 400, "malformed-request")
          assertProblem(yield* desk(`GET /api/moderation/queue?cursor=${cursor}`), 400, "malformed-request")
        }
      }))

    it.effect("the cursor of another list is malformed", () =>
      Effect.gen(function*() {
        yield* newArticle()
        yield* newArticle()
        const { next } = (yield* call("GET /api/articles?limit=1")).json
        assertProblem(yield* call(`GET /api/articles?language=ar&cursor=${next}`), 400, "malformed-request")
      }))

    it.effect("a parameter outside its list or range is malformed, and named", () =>
      Effect.gen(function*() {
        for (const query of ["limit=abc", "limit=0", "limit=-1", "limit=1.5", "limit=1&limit=2", "limit="]) {
          const answer = yield* call(`GET /api/articles?${query}`)
          assertProblem(answer, 400, "malformed-request")
          assert.include(answer.json["detail"], "limit")
        }
        assertProblem(yield* call("GET /api/articles?language=de"), 400, "malformed-request")
        assertProblem(yield* call("GET /api/articles?section=weather"), 400, "malformed-request")
      }))

    it.effect("an If-Match that is no entity tag, and an empty or spaced idempotency key, are malformed", () =>
      Effect.gen(function*() {
        const id = yield* newArticle("draft")
        for (const tag of ["1", "\"1\", \"2\"", "version 1"]) {
          const answer = yield* desk(`POST /api/articles/${id}/publish`, { headers: { "if-match": tag } })
          assertProblem(answer, 400, "malformed-request")
        }
        for (const key of ["two words", "k".repeat(256), "é"]) {
          const answer = yield* desk("POST /api/articles", { json: story, headers: { "idempotency-key": key } })
          assertProblem(answer, 400, "malformed-request")
        }
      }))
  })

  describe("401 and 403", () => {
    const guarded = [
      "POST /api/articles",
      "POST /api/articles/k3v9x0q2ab/publish",
      "POST /api/articles/k3v9x0q2ab/typo",
      "POST /api/articles/k3v9x0q2ab/corrections",
      "POST /api/articles/k3v9x0q2ab/retract",
      "GET /api/moderation/queue",
      "POST /api/comments/7d0f3a9c1b2e4f60/approve",
      "POST /api/comments/7d0f3a9c1b2e4f60/reject"
    ]

    it.effect("without a valid token nothing but reading and commenting is possible, and the challenge says how", () =>
      Effect.gen(function*() {
        const wrong = ["", "Bearer", "Bearer wrong", `Basic ${Newsroom.tokens.administrator}`]
        for (const line of guarded) {
          for (const authorization of wrong) {
            const answer = yield* call(line, { headers: authorization === "" ? {} : { authorization } })
            assertProblem(answer, 401, "unauthorized")
            assert.strictEqual(answer.headers.get("www-authenticate"), "Bearer realm=\"newsroom\"")
          }
        }
      }))

    it.effect("the token of a role that may not do something is forbidden to", () =>
      Effect.gen(function*() {
        const id = yield* newArticle("draft")
        const token = Newsroom.tokens.writer
        assertProblem(yield* call(`POST /api/articles/${id}/publish`, { token }), 403, "forbidden")
        assertProblem(yield* call("GET /api/moderation/queue", { token }), 403, "forbidden")
      }))

    it.effect("a retracted article takes no comments", () =>
      Effect.gen(function*() {
        const id = yield* newArticle()
        yield* desk(`POST /api/articles/${id}/retract`, { json: { notice: "تراجع المصدر." } })
        assertProblem(yield* call(`POST /api/articles/${id}/comments`, { json: submission }), 403, "comments-closed")
      }))
  })

  describe("404 and 405", () => {
    it.effect("what does not exist, was never published, or was tampered with is not found", () =>
      Effect.gen(function*() {
        const draft = yield* newArticle("draft")
        const nowhere = [
          "GET /api",
          "GET /api/",
          "GET /api/nothing",
          "POST /api/nothing/at/all",
          "GET /api/articles/unknown000",
          `GET /api/articles/${draft}`,
          `GET /api/articles/${draft}/comments`,
          "GET /api/articles/'%20OR%201=1--",
          "GET /api/articles/..%2F..%2Fetc",
          "GET /api/articles/%00",
          `GET /api/articles/${"a".repeat(3000)}`,
          "GET /api/articles/UPPERCASE0"
        ]
        for (const line of nowhere) assertProblem(yield* call(line), 404, "not-found")
        for (const id of ["unknown000", "%D8%A7", "a".repeat(300)]) {
          assertProblem(yield* desk(`POST /api/articles/${id}/publish`), 404, "not-found")
          assertProblem(yield* desk(`POST /api/comments/${id}/approve`, { json: { revision: 1 } }), 404, "not-found")
          assertProblem(yield* call(`POST /api/articles/${id}/comments`, { json: submission }), 404, "not-found")
        }
        assertProblem(yield* call(`POST /api/articles/${draft}/comments`, { json: submission }), 404, "not-found")
        const expected = { "if-match": "\"1\"" }
        assertProblem(yield* desk("POST /api/articles/unknown000/publish", { headers: expected }), 404, "not-found")
      }))

    it.effect("a method that an address does not take is refused with those that it takes", () =>
      Effect.gen(function*() {
        const takes = {
          "DELETE /api/articles": "GET, HEAD, OPTIONS, POST",
          "PUT /api/articles/k3v9x0q2ab": "GET, HEAD, OPTIONS",
          "GET /api/articles/k3v9x0q2ab/publish": "OPTIONS, POST",
          "PATCH /api/policy": "GET, HEAD, OPTIONS",
          "POST /api/openapi.json": "GET, HEAD, OPTIONS",
          "POST /api/docs": "GET, HEAD, OPTIONS"
        }
        for (const [line, allow] of Object.entries(takes)) {
          const answer = yield* call(line)
          assertProblem(answer, 405, "method-not-allowed")
          assert.strictEqual(answer.headers.get("allow"), allow)
        }
        const options = yield* call("OPTIONS /api/articles")
        assert.deepStrictEqual([options.status, options.headers.get("allow")], [204, "GET, HEAD, OPTIONS, POST"])
        assert.strictEqual((yield* call("HEAD /api/articles")).status, 200)
      }))
  })

  describe("409 and 412", () => {
    it.effect("an article that is not at the version of If-Match stays as it is, and its version is told", () =>
      Effect.gen(function*() {
        const id = yield* newArticle()
        for (const tag of ["\"1\"", "\"3\"", "W/\"2\"", "\"abc\"", "\"99999999999999999999\""]) {
          const answer = yield* desk(`POST /api/articles/${id}/typo`, {
            json: { block: "p1", text: "نص" },
            headers: { "if-match": tag }
          })
          assertProblem(answer, 412, "precondition-failed")
          assert.strictEqual(answer.json["currentVersion"], 2)
        }
        const any = { json: { block: "p1", text: "نص" }, headers: { "if-match": "*" } }
        assert.strictEqual((yield* desk(`POST /api/articles/${id}/typo`, any)).status, 200)
      }))

    it.effect("what an article's state forbids is a conflict: putting right a draft, publishing a retracted one", () =>
      Effect.gen(function*() {
        const draft = yield* newArticle("draft")
        const notice = { json: { notice: "خطأ" } }
        assertProblem(yield* desk(`POST /api/articles/${draft}/corrections`, notice), 409, "wrong-state")
        assertProblem(yield* desk(`POST /api/articles/${draft}/retract`, notice), 409, "wrong-state")
        const id = yield* newArticle()
        yield* desk(`POST /api/articles/${id}/retract`, notice)
        assertProblem(yield* desk(`POST /api/articles/${id}/publish`), 409, "wrong-state")
      }))

    it.effect("a comment is decided once", () =>
      Effect.gen(function*() {
        const id = yield* newComment()
        yield* desk(`POST /api/comments/${id}/approve`, { json: { revision: 1 } })
        assertProblem(
          yield* desk(`POST /api/comments/${id}/approve`, { json: { revision: 1 } }),
          409,
          "already-decided"
        )
        const rejection = { json: { revision: 1, codes: ["profanity"] } }
        assertProblem(yield* desk(`POST /api/comments/${id}/reject`, rejection), 409, "already-decided")
      }))

    it.effect("a decision on another revision than the present one is refused", () =>
      Effect.gen(function*() {
        const id = yield* newComment()
        assertProblem(yield* desk(`POST /api/comments/${id}/approve`, { json: { revision: 2 } }), 409, "stale-revision")
      }))
  })

  describe("413 and 415", () => {
    const big = JSON.stringify({ ...story, body: ["a".repeat(1024 * 1024)] })

    it.effect("a body over 1 MiB is refused, announced or not, wherever it is sent", () =>
      Effect.gen(function*() {
        const id = yield* newArticle()
        for (
          const line of ["POST /api/articles", `POST /api/articles/${id}/publish`, `POST /api/articles/${id}/comments`]
        ) {
          assertProblem(yield* desk(line, { body: big, headers: json }), 413, "payload-too-large")
          const stream = new Blob([big]).stream()
          assertProblem(yield* desk(line, { body: stream, headers: json }), 413, "payload-too-large")
        }
      }))

    it.effect("a body of exactly 1 MiB is read", () =>
      Effect.gen(function*() {
        const empty = JSON.stringify({ ...submission, body: "" })
        const body = JSON.stringify({
          ...submission,
          body: "a".repeat(1024 * 1024 - new TextEncoder().encode(empty).length)
        })
        const id = yield* newArticle()
        const answer = yield* call(`POST /api/articles/${id}/comments`, { body, headers: json })
        assertProblem(answer, 422, "validation-failed")
        assert.deepStrictEqual(fieldsOf(answer), { body: "too-long" })
      }))

    it.effect("a body that is not called JSON is not read as JSON", () =>
      Effect.gen(function*() {
        const id = yield* newArticle()
        for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/xml", "nonsense"]) {
          const sent = { body: JSON.stringify(submission), headers: { "content-type": type } }
          assertProblem(yield* call(`POST /api/articles/${id}/comments`, sent), 415, "unsupported-media-type")
          assertProblem(yield* desk("POST /api/articles", sent), 415, "unsupported-media-type")
        }
      }))
  })

  describe("422", () => {
    it.effect("every field that is wrong is named at once", () =>
      Effect.gen(function*() {
        const nothing = yield* desk("POST /api/articles", { json: {} })
        assertProblem(nothing, 422, "validation-failed")
        assert.deepStrictEqual(fieldsOf(nothing), {
          language: "required",
          headline: "required",
          body: "required",
          section: "required"
        })
        const wrong = {
          language: "de",
          headline: " ",
          body: ["", 7],
          section: "weather",
          dateline: { place: "", date: "2024-02-30" },
          agency: "ABC",
          byline: ["مدير\u202e"],
          tags: "x"
        }
        assert.deepStrictEqual(fieldsOf(yield* desk("POST /api/articles", { json: wrong })), {
          language: "unknown",
          headline: "required",
          "body.0": "required",
          "body.1": "malformed",
          section: "unknown",
          "dateline.place": "required",
          "dateline.date": "not-a-date",
          agency: "unknown",
          "byline.0": "invisible-characters",
          tags: "malformed"
        })
      }))

    it.effect("a comment's fields likewise, and no value comes back", () =>
      Effect.gen(function*() {
        const id = yield* newArticle()
        const empty = yield* call(`POST /api/articles/${id}/comments`, { json: {} })
        assertProblem(empty, 422, "validation-failed")
        assert.deepStrictEqual(fieldsOf(empty), {
          name: "required",
          email: "required",
          body: "required",
          policyVersion: "required"
        })
        const json = {
          name: "x\u202ey",
          email: "private-at-example",
          body: "ب".repeat(4001),
          policyVersion: "1",
          parentId: "?"
        }
        const wrong = yield* call(`POST /api/articles/${id}/comments`, { json })
        assert.deepStrictEqual(fieldsOf(wrong), {
          name: "invisible-characters",
          email: "not-an-email",
          body: "too-long",
          policyVersion: "malformed",
          parentId: "malformed"
        })
        assert.notInclude(wrong.text, "private-at")
      }))

    it.effect("a body that is JSON and no object is refused as a whole", () =>
      Effect.gen(function*() {
        for (const body of ["null", "[]", "7", "\"text\""]) {
          assertProblem(yield* desk("POST /api/articles", { body, headers: json }), 422, "validation-failed")
        }
      }))

    it.effect("what the newsroom does not know is refused by field: a policy, a parent, a paragraph", () =>
      Effect.gen(function*() {
        const id = yield* newArticle()
        const comments = `POST /api/articles/${id}/comments`
        const policy = yield* call(comments, { json: { ...submission, policyVersion: 99 } })
        assertProblem(policy, 422, "validation-failed")
        assert.deepStrictEqual(fieldsOf(policy), { policyVersion: "unknown" })
        const parent = yield* call(comments, { json: { ...submission, parentId: "0".repeat(16) } })
        assert.deepStrictEqual(fieldsOf(parent), { parentId: "unknown" })
        const block = yield* desk(`POST /api/articles/${id}/typo`, { json: { block: "p99", text: "نص" } })
        assert.deepStrictEqual(fieldsOf(block), { block: "unknown" })
        const lone = yield* desk(`POST /api/articles/${id}/corrections`, { json: { notice: "خطأ", text: "نص" } })
        assert.deepStrictEqual(fieldsOf(lone), { block: "required" })
      }))

    it.effect("a rejection says why in codes of the policy, all of them at once", () =>
      Effect.gen(function*() {
        const id = yield* newComment()
        const reject = (json: object) => desk(`POST /api/comments/${id}/reject`, { json: { revision: 1, ...json } })
        const unknown = yield* reject({ codes: ["profanity", "no-such-code", "other", "nor-this"] })
        assertProblem(unknown, 422, "validation-failed")
        assert.deepStrictEqual(fieldsOf(unknown), { "codes.1": "unknown", "codes.3": "unknown", note: "required" })
        assert.deepStrictEqual(fieldsOf(yield* reject({ codes: [] })), { codes: "required" })
        assert.deepStrictEqual(fieldsOf(yield* reject({ codes: ["other"], note: " " })), { note: "required" })
        assert.deepStrictEqual(fieldsOf(yield* reject({})), { codes: "required" })
        assert.strictEqual((yield* reject({ codes: ["other"], note: "خارج الموضوع" })).status, 200)
      }))

    it.effect("half of a surrogate pair and U+0000 are no text", () =>
      Effect.gen(function*() {
        for (const bad of ["\\ud800", "\\u0000"]) {
          const body = JSON.stringify(story).replace("الرباط: ", bad)
          const answer = yield* desk("POST /api/articles", { body, headers: json })
          assert.deepStrictEqual(fieldsOf(answer), { headline: "malformed" })
        }
      }))
  })
})
