/** Typos, corrections and a retraction: what the newsroom puts right, and what it tells its readers about it. */
import assert from "node:assert/strict"
import { form, one, textOf, words } from "../Page.ts"
import { need } from "../Steps.ts"
import { authorized, expectStatus, location } from "../Visitor.ts"
import { arabic, rssItem } from "./Publishing.ts"
import type { Scene } from "./Scene.ts"

const byApi = async ({ found, program, reader, steps: { step } }: Scene) => {
  const article = () => `/api/articles/${need(found.articleId, "an article")}`
  await step("a change of a version that is not the present one is refused", async () => {
    const stale = { ...authorized, "if-match": "\"1\"" }
    expectStatus(await program.postJson(`${article()}/typo`, { block: "p3", text: "شيء آخر." }, stale), 412)
  })
  await step("a typo is mended without a notice", async () => {
    const present = { ...authorized, "if-match": "\"2\"", "idempotency-key": "drive-typo-1" }
    const text = "الفقرة الثالثة وفيها خطأ مطبعي."
    const send = () => program.postJson(`${article()}/typo`, { block: "p3", text }, present)
    const answer = expectStatus(await send(), 200)
    assert.deepEqual(answer.json, { id: found.articleId, version: 3 })
    found.repeatables.push({ name: "the typo by API", answer: answer.text, send: async () => (await send()).text })
    const page = await reader.get(need(found.articlePath, "an address"))
    assert.ok(words(page).includes(text))
    assert.equal(page.page.querySelector("[data-role=correction]"), null)
  })
  await step("a correction without a notice is refused", async () => {
    expectStatus(await program.postJson(`${article()}/corrections`, { notice: " " }, authorized), 422)
  })
  await step(
    "a correction changes the text, and its notice is on the page, in the register and in the feed",
    async () => {
      const correction = { notice: "تصحيح: الفقرة الثانية كانت ناقصة.", block: "p2", text: "الفقرة الثانية كاملة." }
      const headers = { ...authorized, "idempotency-key": "drive-correction-1" }
      const send = () => program.postJson(`${article()}/corrections`, correction, headers)
      const answer = expectStatus(await send(), 200)
      assert.equal(answer.json.version, 4)
      found.repeatables.push({
        name: "the correction by API",
        answer: answer.text,
        send: async () => (await send()).text
      })
      const { page } = await reader.get(need(found.articlePath, "an address"))
      assert.ok(textOf(one(page, "[data-role=correction]")).includes(correction.notice))
      assert.ok(textOf(one(page, "article")).includes(correction.text))
      assert.ok(words(await reader.get("/ar/corrections")).includes(correction.notice))
      assert.ok(rssItem((await reader.get("/ar/rss.xml")).text, arabic.headline)?.includes(correction.text))
    }
  )
}

const atDesk = async ({ editor, found, reader, steps: { step } }: Scene) => {
  const deskPage = async () => (await editor.get(`/desk/articles/${need(found.deskArticleId, "an article")}`)).page
  await step("a correction from the desk is in the French register", async () => {
    const { action, hidden } = form(await deskPage(), /\/correct$/)
    const notice = "Le premier paragraphe a été précisé."
    expectStatus(
      await editor.submit(action, { ...hidden, notice, block: "p1", text: "Premier paragraphe, précisé." }),
      303
    )
    const page = await reader.get(need(found.deskArticlePath, "an address"))
    assert.ok(textOf(one(page.page, "[data-role=correction]")).includes(notice))
    assert.ok(words(page).includes("Premier paragraphe, précisé."))
    assert.ok(words(await reader.get("/fr/corrections")).includes(notice))
  })
  await step("an edit with another headline keeps the old address alive", async () => {
    const { action, hidden } = form(await deskPage(), /\/edit$/)
    const before = need(found.deskArticlePath, "an address")
    const text = { headline: "Un bilan d’été", deck: "", body: "Premier paragraphe, précisé.\n\nDeuxième paragraphe." }
    const credits = { agency: "", byline: "Hind Berrada", datelinePlace: "Tétouan", datelineDate: "2024-08-01" }
    const edited = { section: "culture", slug: "bilan-ete", ...text, ...credits }
    expectStatus(await editor.submit(action, { ...hidden, ...edited }), 303)
    const after = location(expectStatus(await reader.get(before), 301))
    assert.equal(textOf(one(expectStatus(await reader.get(after), 200).page, "h1")), "Un bilan d’été")
    found.deskArticlePath = after
  })
}

const retracting = async ({ found, program, reader, steps: { step } }: Scene) => {
  const draft = {
    language: "en",
    section: "world",
    headline: "A story that will be taken back",
    body: ["A mistaken line."]
  }
  await step("a retracted article gives way to its notice everywhere", async () => {
    const { id } = expectStatus(await program.postJson("/api/articles", draft, authorized), 201).json
    expectStatus(await program.postJson(`/api/articles/${id}/publish`, {}, authorized), 200)
    const path = location(await reader.get(`/a/${id}`))
    assert.ok(rssItem((await reader.get("/en/rss.xml")).text, draft.headline) !== undefined)
    const notice = "We take this story back."
    expectStatus(await program.postJson(`/api/articles/${id}/retract`, { notice }, authorized), 200)
    const page = expectStatus(await reader.get(path), 200, 410)
    assert.ok(words(page).includes(notice))
    assert.equal(one(page.page, "article[data-article-id]").getAttribute("data-state"), "retracted")
    for (const where of [path, "/en/", "/en/world", "/en/rss.xml", `/api/articles/${id}`]) {
      assert.ok(!(await reader.get(where)).text.includes("A mistaken line."), where)
    }
    assert.equal(rssItem((await reader.get("/en/rss.xml")).text, draft.headline), undefined)
    assert.ok(words(await reader.get("/en/corrections")).includes(notice))
    assert.ok(found.articleId !== id)
  })
}

export const mending = async (scene: Scene): Promise<void> => {
  await byApi(scene)
  await atDesk(scene)
  await retracting(scene)
}
