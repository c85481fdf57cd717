import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Client from "../src/Client.ts"
import * as Newsroom from "./support/Newsroom.ts"

const client = (token?: string) =>
  Effect.flatMap(
    Newsroom.Newsroom,
    ({ baseUrl }) => Client.make({ baseUrl, ...(token === undefined ? {} : { token: Redacted.make(token) }) })
  )

const story = {
  language: "ar",
  section: "national",
  headline: "الرباط: المكتبة الوطنية تمدد ساعات الاستقبال",
  deck: "إلى العاشرة ليلا",
  body: ["أعلنت المكتبة تمديد ساعات الاستقبال 2022-2024.", "ويشمل القرار قاعات المطالعة الثلاث."],
  dateline: { place: "الرباط", date: "2024-05-12" },
  agency: "MAP",
  byline: ["سلمى العلوي"],
  tags: ["مكتبات"]
} as const

const published = Effect.gen(function*() {
  const desk = yield* client(Newsroom.tokens.administrator)
  const { id } = yield* desk.articles.draft({ headers: {}, payload: story })
  yield* desk.articles.publish({ params: { id }, headers: {} })
  return { desk, id }
})

const submission = {
  name: "يوسف",
  email: "youssef@example.org",
  body: "خبر سار لطلبة العاصمة.",
  policyVersion: 1
}

layer(Newsroom.layer().pipe(Layer.merge(FetchHttpClient.layer)))("the typed client", (it) => {
  it.effect("leads from a draft to a rejected comment, and each step shows in what is read next", () =>
    Effect.gen(function*() {
      const desk = yield* client(Newsroom.tokens.administrator)
      const reader = yield* client()

      const draft = yield* desk.articles.draft({ headers: {}, payload: story })
      assert.strictEqual(draft.version, 1)
      const unseen = yield* Effect.flip(reader.articles.get({ params: { id: draft.id } }))
      assert.strictEqual(unseen._tag, "NotFound")

      const params = { id: draft.id }
      const published = yield* desk.articles.publish({ params, headers: { "if-match": "\"1\"" } })
      assert.deepStrictEqual(published, { id: draft.id, version: 2 })
      const article = yield* reader.articles.get({ params })
      assert.strictEqual(article.headline, story.headline)
      assert.deepStrictEqual(article.body.map(({ id }) => id), ["p1", "p2"])
      assert.strictEqual(article.agency, "MAP")
      const listed = yield* reader.articles.list({ query: { language: "ar", section: "national" } })
      assert.isTrue(listed.items.some(({ id }) => id === draft.id))

      const policy = yield* reader.policy.get()
      const comment = yield* reader.comments.submit({
        params,
        headers: {},
        payload: { ...submission, policyVersion: policy.version }
      })
      assert.strictEqual(comment.status, "pending")
      assert.strictEqual(comment.statusUrl, `/comments/status/${comment.id}.signed`)
      assert.deepStrictEqual(yield* reader.comments.list({ params, query: {} }), { items: [], count: 0 })

      const queue = yield* desk.moderation.queue({ query: {} })
      const waiting = queue.items.find(({ id }) => id === comment.id)
      assert.strictEqual(waiting?.body, submission.body)
      assert.strictEqual(waiting?.language, "ar")

      const rejected = yield* desk.moderation.reject({
        params: { id: comment.id },
        headers: {},
        payload: { revision: waiting!.revision, codes: ["insult-person"], note: "وصف مهين" }
      })
      assert.deepStrictEqual(rejected, { id: comment.id, version: 2, status: "rejected" })
      assert.isFalse((yield* desk.moderation.queue({ query: {} })).items.some(({ id }) => id === comment.id))
      assert.deepStrictEqual(yield* reader.comments.list({ params, query: {} }), { items: [], count: 0 })
    }))

  it.effect("shows an approved comment and its answer, the oldest first, page by page", () =>
    Effect.gen(function*() {
      const { desk, id } = yield* published
      const params = { id }
      const say = Effect.fnUntraced(function*(body: string, parentId?: string) {
        const answered = parentId === undefined ? {} : { parentId }
        const { id } = yield* desk.comments.submit({
          params,
          headers: {},
          payload: { ...submission, ...answered, body }
        })
        const decided = yield* desk.moderation.approve({ params: { id }, headers: {}, payload: { revision: 1 } })
        assert.strictEqual(decided.status, "approved")
        return id
      })
      const first = yield* say("الأول")
      const second = yield* say("جواب", first)

      const page = yield* desk.comments.list({ params, query: { limit: 1 } })
      assert.strictEqual(page.count, 2)
      assert.deepStrictEqual(page.items.map(({ id }) => id), [first])
      const rest = yield* desk.comments.list({ params, query: { limit: 1, cursor: page.next! } })
      assert.deepStrictEqual(rest.items.map(({ id, parentId }) => [id, parentId]), [[second, first]])
      assert.isUndefined(rest.next)
    }))

  it.effect("puts a slip right silently, corrects with a notice, and retracts", () =>
    Effect.gen(function*() {
      const { desk, id } = yield* published
      const params = { id }
      const typo = yield* desk.articles.typo({ params, headers: {}, payload: { block: "p2", text: "القاعات الأربع." } })
      assert.strictEqual(typo.version, 3)
      yield* desk.articles.correct({
        params,
        headers: {},
        payload: { notice: "ورد العدد خطأ.", block: "p1", text: "نص مصحح." }
      })
      const corrected = yield* desk.articles.get({ params })
      assert.deepStrictEqual(corrected.body.map(({ text }) => text), ["نص مصحح.", "القاعات الأربع."])
      assert.deepStrictEqual(corrected.corrections.map(({ block, notice }) => [block, notice]), [[
        "p1",
        "ورد العدد خطأ."
      ]])

      yield* desk.articles.retract({ params, headers: {}, payload: { notice: "تراجع المصدر." } })
      const retracted = yield* desk.articles.get({ params })
      assert.strictEqual(retracted.state, "retracted")
      assert.deepStrictEqual(retracted.body, [])
      assert.strictEqual(retracted.retraction?.notice, "تراجع المصدر.")
      const closed = yield* Effect.flip(desk.comments.submit({ params, headers: {}, payload: submission }))
      assert.strictEqual(closed._tag, "CommentsClosed")
    }))

  it.effect("fails with the problem that the operation declares, as a typed error", () =>
    Effect.gen(function*() {
      const { desk, id } = yield* published
      const stale = yield* Effect.flip(desk.articles.publish({ params: { id }, headers: { "if-match": "\"1\"" } }))
      assert.strictEqual(stale._tag, "PreconditionFailed")
      assert.strictEqual(stale._tag === "PreconditionFailed" ? stale.currentVersion : 0, 2)
      const anonymous = yield* client()
      const unauthorized = yield* Effect.flip(anonymous.moderation.queue({ query: {} }))
      assert.strictEqual(unauthorized._tag, "Unauthorized")
      const writer = yield* client(Newsroom.tokens.writer)
      const forbidden = yield* Effect.flip(writer.articles.publish({ params: { id }, headers: {} }))
      assert.strictEqual(forbidden._tag, "Forbidden")
    }))
})
