/** A moderator decides, at the desk and by API; readers see what was approved, authors learn why something was not. */
import assert from "node:assert/strict"
import { form, forms, one, textOf, words } from "../Page.ts"
import { need } from "../Steps.ts"
import { authorized, expectStatus, type Fields, location } from "../Visitor.ts"
import { articleShows, commentByForm, hidden, queuedId } from "./Commenting.ts"
import type { Scene } from "./Scene.ts"

/** Sends a form of the desk's queue about a comment, with what the moderator adds. */
const decideAtDesk = async ({ editor }: Scene, id: string, decision: string, typed: Fields = {}) => {
  const queue = expectStatus(await editor.get("/desk/queue"), 200).page
  const { action, hidden } = form(queue, new RegExp(`^/desk/comments/${id}/${decision}$`))
  const fields = { ...hidden, ...typed }
  const send = async () => {
    // Another session has another token; the commit id is the form's.
    const csrf = forms((await editor.get("/desk/queue")).page, /./).map((one) => one.hidden["csrf"]).find((one) => one)
    return editor.submit(action, { ...fields, ...(csrf === undefined ? {} : { csrf }) })
  }
  return { answer: await editor.submit(action, fields), send }
}

const stateOf = async ({ reader }: Scene, statusPath: string): Promise<string | undefined> =>
  one(expectStatus(await reader.get(statusPath), 200).page, "[data-state]").getAttribute("data-state")

const holding = async (scene: Scene) => {
  const { editor, found, steps: { step } } = scene
  await step("the desk's queue shows what waits, oldest first, and no e-mail address", async () => {
    const { page, text } = expectStatus(await editor.get("/desk/queue"), 200)
    const ids = page.querySelectorAll("[data-comment-id]").map((item) => item.getAttribute("data-comment-id"))
    const mine = [found.approved, found.rejectedFrench, found.rejectedArabic, found.held].map((sent) => sent?.id)
    assert.deepEqual(ids.filter((id) => mine.includes(id ?? undefined)), mine)
    assert.doesNotMatch(text, /@example\./)
  })
  await step("a held comment stays in the queue, is not public, and its author is told", async () => {
    const { id, statusPath } = need(found.held, "a comment")
    expectStatus((await decideAtDesk(scene, id, "hold", { note: "à revoir" })).answer, 303)
    assert.equal(
      one((await editor.get("/desk/queue")).page, `[data-comment-id="${id}"]`).getAttribute("data-state"),
      "held"
    )
    assert.ok(["held", "pending"].includes((await stateOf(scene, statusPath)) ?? ""))
    await hidden(scene)
  })
}

const approving = async (scene: Scene) => {
  const { found, program, reader, steps: { step } } = scene
  await step("approved at the desk, a comment is on the article's page and in the API", async () => {
    const { body, id, statusPath } = need(found.approved, "a comment")
    const path = need(found.deskArticlePath, "an address")
    const { answer, send } = await decideAtDesk(scene, id, "approve")
    const first = location(expectStatus(answer, 303))
    found.repeatables.push({
      name: "the approval by form",
      answer: first,
      send: async () => location(expectStatus(await send(), 303))
    })
    assert.ok(await articleShows(reader, path, id))
    assert.equal(await stateOf(scene, statusPath), "approved")
    const { count, items } = (await program.get(`/api/articles/${found.deskArticleId}/comments`)).json
    assert.equal(count, 1)
    assert.deepEqual([items[0].id, items[0].body], [id, body])
    const feed = expectStatus(await reader.get(`${path}/comments.xml`), 200)
    assert.ok(feed.text.includes("Un commentaire qui plaira."), "its feed does not have it")
  })
  await step("its paragraphs stand apart, each with its own direction, its author's name by itself", async () => {
    const { id } = need(found.approved, "a comment")
    const { page } = await reader.get(need(found.deskArticlePath, "an address"))
    const comment = one(page, `[data-comment-id="${id}"]`)
    assert.equal(comment.querySelectorAll("p[dir=auto]").length, 2)
    assert.equal(textOf(one(comment, "bdi")), "Lectrice approved")
  })
  await step("an approved comment can be answered, and the approved answer stands under it", async () => {
    const parent = need(found.approved, "a comment")
    const path = need(found.deskArticlePath, "an address")
    const body = "Une réponse à ce commentaire."
    const typed = { name: "Autre lecteur", email: "autre@example.net", body, parentId: parent.id }
    const { answer } = await commentByForm(reader, path, typed)
    const statusPath = location(expectStatus(answer, 303))
    const id = await queuedId(program, authorized, body)
    const decided = await program.postJson(`/api/comments/${id}/approve`, { revision: 1 }, authorized)
    const { status } = expectStatus(decided, 200).json
    assert.equal(status, "approved")
    assert.ok(await articleShows(reader, path, id))
    const answerItem = (await program.get(`/api/articles/${found.deskArticleId}/comments`)).json.items
      .find((item: { readonly id: string }) => item.id === id)
    assert.equal(answerItem.parentId, parent.id)
    found.reply = { id, statusPath, body }
  })
}

const rejecting = async (scene: Scene) => {
  const { found, program, reader, steps: { step } } = scene
  await step("a rejection without a reason, with an unknown one, or with other and no note, is refused", async () => {
    const path = `/api/comments/${need(found.rejectedArabic, "a comment").id}/reject`
    for (const codes of [[], ["no-such-code"], ["other"]]) {
      expectStatus(await program.postJson(path, { revision: 1, codes }, authorized), 422)
    }
  })
  await step("a decision about a text that nobody saw is refused", async () => {
    const path = `/api/comments/${need(found.rejectedArabic, "a comment").id}/approve`
    expectStatus(await program.postJson(path, { revision: 7 }, authorized), 409)
  })
  await step("rejected by API, the author reads the reasons in Arabic on the private page", async () => {
    const { id, statusPath } = need(found.rejectedArabic, "a comment")
    const decision = { revision: 1, codes: ["insult-person", "profanity"], note: "ملاحظة للكاتب" }
    const headers = { ...authorized, "idempotency-key": "drive-reject-1" }
    const send = () => program.postJson(`/api/comments/${id}/reject`, decision, headers)
    const answer = expectStatus(await send(), 200)
    assert.equal(answer.json.status, "rejected")
    found.repeatables.push({ name: "the rejection by API", answer: answer.text, send: async () => (await send()).text })
    const page = expectStatus(await reader.get(statusPath), 200)
    await tells(scene, words(page), "ar", decision.codes)
    assert.ok(words(page).includes("ملاحظة للكاتب"))
  })
  await step("rejected at the desk, the author reads the reasons in French", async () => {
    const { id, statusPath } = need(found.rejectedFrench, "a comment")
    const { answer } = await decideAtDesk(scene, id, "reject", { code: ["insult-author", "other"], note: "Une note." })
    expectStatus(answer, 303)
    const page = expectStatus(await reader.get(statusPath), 200)
    await tells(scene, words(page), "fr", ["insult-author", "other"])
    assert.ok(words(page).includes("Une note."))
    assert.equal(await articleShows(reader, need(found.deskArticlePath, "an address"), id), false)
  })
  await step("what is decided is decided: a second decision is refused", async () => {
    const { id } = need(found.rejectedArabic, "a comment")
    expectStatus(await program.postJson(`/api/comments/${id}/approve`, { revision: 1 }, authorized), 409)
  })
}

/** The text gives the public reasons of these codes in a language. */
const tells = async ({ program }: Scene, text: string, language: string, codes: ReadonlyArray<string>) => {
  const policy = (await program.get("/api/policy")).json
  for (const code of codes) {
    const reason = policy.codes.find((item: { readonly code: string }) => item.code === code).texts[language]
    assert.ok(text.includes(reason), `the page does not say: ${reason}`)
  }
}

export const moderating = async (scene: Scene): Promise<void> => {
  await holding(scene)
  await approving(scene)
  await rejecting(scene)
}
