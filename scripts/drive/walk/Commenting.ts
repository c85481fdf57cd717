/** Readers comment, by form and by API; nothing of it is public before somebody decided. */
import assert from "node:assert/strict"
import { form, one, words } from "../Page.ts"
import { need } from "../Steps.ts"
import { expectStatus, location, type Visitor } from "../Visitor.ts"
import type { Found, Scene, Sent } from "./Scene.ts"

const statusPathOf = (statusUrl: string): string => new URL(statusUrl, "http://newsroom.invalid").pathname

/** Fills in the form of an article's page and sends it. */
export const commentByForm = async (
  visitor: Visitor,
  articlePath: string,
  typed: { readonly name: string; readonly email: string; readonly body: string; readonly parentId?: string }
) => {
  const page = expectStatus(await visitor.get(articlePath), 200).page
  const { action, hidden } = form(page, /^\/a\/[0-9a-z]+\/comments$/)
  const fields = { ...hidden, website: "", ...typed }
  return { action, fields, answer: await visitor.submit(action, fields) }
}

/** The id by which the moderation queue knows a comment with this text. */
export const queuedId = async (program: Visitor, headers: Record<string, string>, body: string): Promise<string> => {
  const { items } = expectStatus(await program.get("/api/moderation/queue?limit=100", headers), 200).json
  const item = items.find((one: { readonly body: string }) => one.body === body)
  assert.ok(item !== undefined, `the queue has no comment "${body}"`)
  return item.id
}

export const articleShows = async (reader: Visitor, path: string, id: string): Promise<boolean> =>
  expectStatus(await reader.get(path), 200).page.querySelector(`[data-comment-id="${id}"]`) !== null

const sendForm = async ({ found, reader }: Scene, name: string, typed: Parameters<typeof commentByForm>[2]) => {
  const path = need(found.deskArticlePath, "the French article")
  const { action, answer, fields } = await commentByForm(reader, path, typed)
  const statusPath = location(expectStatus(answer, 303))
  assert.match(statusPath, /^\/comments\/status\/[^/]+$/)
  const repeat = async () => location(expectStatus(await reader.submit(action, fields), 303))
  assert.equal(await repeat(), statusPath)
  found.repeatables.push({ name, answer: statusPath, send: repeat })
  return { statusPath, body: typed.body }
}

const sendApi = async (
  { found, program }: Scene,
  name: string,
  typed: { readonly name: string; readonly body: string }
) => {
  const path = `/api/articles/${need(found.articleId, "the Arabic article")}/comments`
  const policyVersion = (await program.get("/api/policy")).json.version
  const body = { email: "reader.api@example.org", policyVersion, ...typed }
  const send = () => program.postJson(path, body, { "idempotency-key": `drive-${name.replaceAll(" ", "-")}` })
  const answer = expectStatus(await send(), 202)
  assert.equal(answer.json.status, "pending")
  assert.deepEqual((await send()).json, answer.json)
  found.repeatables.push({ name, answer: answer.text, send: async () => expectStatus(await send(), 202).text })
  return { id: answer.json.id as string, statusPath: statusPathOf(answer.json.statusUrl), body: typed.body }
}

const byForm = async (scene: Scene, authorized: Record<string, string>) => {
  const { found, program, reader, steps: { step } } = scene
  const texts = {
    approved: "Un commentaire qui plaira.\n\nAvec un second paragraphe.",
    rejectedFrench: "Un commentaire qui sera refusé."
  }
  for (const [key, body] of Object.entries(texts) as Array<[keyof typeof texts, string]>) {
    await step(`a comment sent by form, twice, leads to one private page (${key})`, async () => {
      const typed = { name: `Lectrice ${key}`, email: "lectrice.form@example.com", body }
      const sent = await sendForm(scene, `the comment by form (${key})`, typed)
      found[key] = { ...sent, id: await queuedId(program, authorized, body) }
    })
  }
  await step("its private page says in French that it waits, and tells search engines to stay away", async () => {
    const { statusPath } = need(found.approved, "a comment")
    const answer = expectStatus(await reader.get(statusPath), 200)
    assert.equal(one(answer.page, "html").getAttribute("lang")?.slice(0, 2), "fr")
    assert.equal(one(answer.page, "[data-state]").getAttribute("data-state"), "pending")
    assert.ok(/noindex/.test(answer.text) || /noindex/.test(answer.headers.get("x-robots-tag") ?? ""), "no noindex")
    assert.match(answer.headers.get("cache-control") ?? "", /no-store/)
  })
}

const byApi = async (scene: Scene) => {
  const { found, program, steps: { step } } = scene
  const texts = { rejectedArabic: "تعليق بالعربية سيرفض.", held: "تعليق بالعربية سيعلق." }
  for (const [key, body] of Object.entries(texts) as Array<[keyof typeof texts, string]>) {
    await step(`a comment sent to the API, twice, is one comment (${key})`, async () => {
      found[key] = await sendApi(scene, `the comment by API (${key})`, { name: "قارئ", body })
    })
  }
  await step("the API shows no comment before it is approved, and counts none", async () => {
    const listed = await program.get(`/api/articles/${need(found.articleId, "an article")}/comments`)
    const { count, items } = expectStatus(listed, 200).json
    assert.deepEqual([items, count], [[], 0])
  })
}

const sentOf = (found: Found): ReadonlyArray<Sent> =>
  [found.approved, found.reply, found.rejectedFrench, found.rejectedArabic, found.held].filter((sent) =>
    sent !== undefined
  )

/** No page, feed or API answer shows the text of these comments. */
export const hidden = async ({ found, reader }: Scene, sent: ReadonlyArray<Sent> = sentOf(found)) => {
  const paths = [need(found.articlePath, "an address"), need(found.deskArticlePath, "an address"), "/fr/", "/ar/"]
  const feeds = ["/fr/rss.xml", "/ar/rss.xml", `/api/articles/${found.deskArticleId}/comments`]
  for (const path of [...paths, ...feeds]) {
    const answer = expectStatus(await reader.get(path), 200)
    for (const { body } of sent) {
      const [first = ""] = body.split("\n")
      assert.ok(!answer.text.includes(first) && !words(answer).includes(first), `${path} shows "${first}"`)
    }
  }
}

export const commenting = async (scene: Scene, authorized: Record<string, string>): Promise<void> => {
  await byForm(scene, authorized)
  await byApi(scene)
  await scene.steps.step("no page, feed or API answer shows a comment that nobody approved", () => hidden(scene))
}
