import { describe, expect, it } from "vitest"
import { createNewsroom, memory } from "../../src/promise.ts"
import { comment, open, published, rain } from "./fixture.ts"

describe("articles", () => {
  it("a draft is seen by the desk and not by readers", async () => {
    const newsroom = await open()
    const { id } = await newsroom.articles.draft(rain)
    expect(await newsroom.articles.get(id)).toBeUndefined()
    expect((await newsroom.articles.list()).items).toEqual([])
    expect((await newsroom.desk.get(id))?.content.headline).toBe("Rain at last")
    expect((await newsroom.desk.list({ state: "draft" })).items.map((article) => article.id)).toEqual([id])
  })

  it("every read knows of a command as soon as it has resolved", async () => {
    const newsroom = await open()
    for (let n = 0; n < 20; n++) {
      const { id } = await newsroom.articles.draft({ ...rain, headline: `Rain, day ${n}` })
      const { version } = await newsroom.articles.publish({ id })
      expect(await newsroom.articles.get(id)).toMatchObject({ state: "live", headline: `Rain, day ${n}`, version })
    }
    const first = await newsroom.articles.list({ limit: 15 })
    const rest = await newsroom.articles.list({
      limit: 15,
      ...(first.next === undefined ? {} : { cursor: first.next })
    })
    expect([first.items.length, rest.items.length, rest.next]).toEqual([15, 5, undefined])
  })

  it("goes through edit, typo, correction and retraction, and keeps the public notices", async () => {
    const newsroom = await open()
    const id = await published(newsroom)
    await newsroom.articles.edit({ id, headline: "Rain, at last", deck: "After years" })
    await newsroom.articles.fixTypo({ id, block: "p2", text: "It had not rained for years." })
    await newsroom.articles.correct({ id, notice: "It was in Salé.", block: "p1", text: "It rained in Salé." })
    expect(await newsroom.articles.get(id)).toMatchObject({
      headline: "Rain, at last",
      deck: "After years",
      body: [{ id: "p1", text: "It rained in Salé." }, { id: "p2", text: "It had not rained for years." }],
      corrections: [{ notice: "It was in Salé.", block: "p1" }]
    })
    await newsroom.articles.retract({ id, notice: "There was no rain." })
    expect(await newsroom.articles.get(id)).toMatchObject({
      state: "retracted",
      body: [],
      notice: "There was no rain."
    })
    expect((await newsroom.articles.list({ language: "en", section: "national" })).items).toEqual([])
  })

  it("a command repeated under its commit id has no second effect and the first answer", async () => {
    const newsroom = await open()
    const first = await newsroom.articles.draft({ ...rain, commitId: "from-a-form" })
    const again = await newsroom.articles.draft({ ...rain, commitId: "from-a-form" })
    expect(again).toEqual({ ...first, repeated: true })
    expect((await newsroom.desk.list()).items).toHaveLength(1)
  })

  it("without a commit id a second call is a second command", async () => {
    const newsroom = await open()
    const [first, second] = [await newsroom.articles.draft(rain), await newsroom.articles.draft(rain)]
    expect(second.id).not.toBe(first.id)
    expect([first.repeated, second.repeated]).toEqual([false, false])
  })
})

describe("comments", () => {
  it("waits in the queue, is approved, and is shown with its count and without the address", async () => {
    const newsroom = await open()
    const articleId = await published(newsroom)
    const { id, status } = await newsroom.comments.submit(comment(articleId))
    expect(status).toBe("pending")
    expect((await newsroom.comments.list({ articleId })).count).toBe(0)
    const [waiting] = (await newsroom.moderation.queue()).items
    expect(waiting).toMatchObject({ id, name: "Salma", language: "en", revision: 1 })
    expect((await newsroom.comments.approve(waiting!)).status).toBe("approved")
    const thread = await newsroom.comments.list({ articleId })
    expect(thread).toMatchObject({ count: 1, items: [{ id, body: "At last!" }] })
    expect(JSON.stringify([thread, waiting, await newsroom.comments.status(id)])).not.toContain("salma@")
    expect((await newsroom.moderation.queue()).items).toEqual([])
  })

  it("a rejected one tells its author the reasons of the policy in force", async () => {
    const newsroom = await open()
    const policy = await newsroom.policy()
    const { id } = await newsroom.comments.submit(comment(await published(newsroom)))
    await newsroom.comments.hold({ id, revision: 1, note: "A second look" })
    const rejected = await newsroom.comments.reject({ id, revision: 1, codes: [policy.codes[0].code] })
    expect(rejected.status).toBe("rejected")
    expect(await newsroom.comments.status(id)).toMatchObject({
      state: "rejected",
      codes: [policy.codes[0].code],
      policyVersion: policy.version
    })
    expect(await newsroom.policy(policy.version)).toEqual(policy)
    expect(await newsroom.policy(99)).toBeUndefined()
  })

  it("is taken back by its author", async () => {
    const newsroom = await open()
    const articleId = await published(newsroom)
    const { id } = await newsroom.comments.submit(comment(articleId))
    await newsroom.comments.approve({ id, revision: 1 })
    expect((await newsroom.comments.withdraw({ id })).status).toBe("withdrawn")
    expect((await newsroom.comments.list({ articleId })).items).toEqual([])
  })

  it("an author who is forgotten leaves no name and no text in any of their comments", async () => {
    const newsroom = await open()
    const articleId = await published(newsroom)
    const ids = [
      await newsroom.comments.submit(comment(articleId)),
      await newsroom.comments.submit({ ...comment(articleId), email: "Salma@example.com", body: "Again!" })
    ].map(({ id }) => id)
    await newsroom.comments.approve({ id: ids[0]!, revision: 1 })
    expect((await newsroom.comments.forgetAuthor({ id: ids[1]! })).comments).toBe(2)
    const left = [
      await newsroom.comments.list({ articleId }),
      await newsroom.moderation.queue(),
      await newsroom.comments.status(ids[0]!)
    ]
    expect(JSON.stringify(left)).not.toMatch(/Salma|last|Again/)
  })
})

describe("close", () => {
  it("lets what has begun be carried out, and refuses what comes later", async () => {
    const newsroom = await createNewsroom({ store: memory() })
    const begun = newsroom.articles.draft(rain)
    const closed = newsroom.close()
    await expect(begun).resolves.toMatchObject({ version: 1 })
    await closed
    await expect(newsroom.articles.list()).rejects.toMatchObject({ _tag: "NewsroomClosed" })
    await expect(newsroom.close()).resolves.toBeUndefined()
  })
})
