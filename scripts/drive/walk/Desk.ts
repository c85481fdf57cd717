/** An editor at the desk: signs in, writes an article in the browser, publishes it. */
import assert from "node:assert/strict"
import { deskPassword } from "../Newsroom.ts"
import { form, forms, one, textOf, value } from "../Page.ts"
import { need } from "../Steps.ts"
import { type Answer, expectStatus, location, type Visitor } from "../Visitor.ts"
import type { Scene } from "./Scene.ts"

export const french = {
  language: "fr",
  section: "culture",
  headline: "L’été des « petites salles » : un bilan",
  deck: "Le chapeau de l’article",
  body: "Premier paragraphe, avec اسم عربي au milieu.\n\nDeuxième paragraphe.",
  slug: "",
  datelinePlace: "Tétouan",
  datelineDate: "2024-08-01",
  agency: "",
  byline: "Hind Berrada"
}

/** Signs in with what the sign-in page holds. */
export const signIn = async (visitor: Visitor): Promise<Answer> => {
  const page = expectStatus(await visitor.get("/desk/sign-in"), 200).page
  const { action, hidden } = form(page, /^\/desk\/sign-in$/)
  return visitor.submit(action, { ...hidden, username: "admin", password: deskPassword })
}

/** The form for a new article: on the list of articles, or one link away from it. */
export const newArticleForm = async (visitor: Visitor) => {
  const list = expectStatus(await visitor.get("/desk/articles"), 200).page
  const [here] = forms(list, /^\/desk\/articles$/)
  if (here !== undefined) return here
  const link = one(list, "a[href^='/desk/articles/new']").getAttribute("href") ?? ""
  return form(expectStatus(await visitor.get(link), 200).page, /^\/desk\/articles$/)
}

const door = async ({ editor, reader, steps: { step } }: Scene) => {
  await step("a wrong password is refused, and the name that was typed is kept", async () => {
    const { action, hidden } = form((await reader.get("/desk/sign-in")).page, /^\/desk\/sign-in$/)
    const answer = await reader.submit(action, { ...hidden, username: "somebody", password: "wrong" })
    assert.equal(value(expectStatus(answer, 401).page, "username"), "somebody")
  })
  await step("a sign-in without the page's own token is refused", async () => {
    expectStatus(await reader.submit("/desk/sign-in", { username: "admin", password: deskPassword, csrf: "x" }), 403)
  })
  await step("the right password opens the desk with a cookie that scripts and other sites cannot use", async () => {
    const answer = expectStatus(await signIn(editor), 303)
    const [cookie = ""] = answer.headers.getSetCookie()
    assert.match(cookie, /HttpOnly/i)
    assert.match(cookie, /SameSite=(Lax|Strict)/i)
    expectStatus(await editor.get(location(answer)), 200)
  })
}

const writing = async ({ editor, found, reader, steps: { step } }: Scene) => {
  await step("an article is written in the browser, once, however often the form is sent", async () => {
    const { action, hidden } = await newArticleForm(editor)
    const send = () => editor.submit(action, { ...french, ...hidden })
    const path = location(expectStatus(await send(), 303))
    assert.equal(location(expectStatus(await send(), 303)), path)
    found.deskArticleId = /^\/desk\/articles\/([0-9a-z]+)/.exec(path)?.[1] ?? ""
    const page = expectStatus(await editor.get(path), 200).page
    assert.equal(one(page, "[data-article-id]").getAttribute("data-state"), "draft")
    found.repeatables.push({
      name: "the draft by form",
      answer: path,
      send: async () => {
        // Another session has another token; the commit id is the form's.
        const csrf = (await newArticleForm(editor)).hidden["csrf"] ?? ""
        return location(expectStatus(await editor.submit(action, { ...french, ...hidden, csrf }), 303))
      }
    })
  })
  await step("the desk lists the draft, readers do not see it", async () => {
    const id = need(found.deskArticleId, "an article")
    one((await editor.get("/desk/articles")).page, `[data-article-id="${id}"]`)
    expectStatus(await reader.get(`/a/${id}`), 404)
  })
  await step("published from the desk, it is read in French with its byline and its date", async () => {
    const id = need(found.deskArticleId, "an article")
    const { action, hidden } = form((await editor.get(`/desk/articles/${id}`)).page, /\/publish$/)
    expectStatus(await editor.submit(action, hidden), 303)
    found.deskArticlePath = location(expectStatus(await reader.get(`/a/${id}`), 301))
    const { page } = expectStatus(await reader.get(found.deskArticlePath), 200)
    assert.equal(textOf(one(page, "h1")), french.headline)
    const article = one(page, `article[data-article-id="${id}"]`)
    assert.ok(textOf(article).includes(french.byline))
    assert.match(textOf(one(article, "time[datetime='2024-08-01']")), /1er août 2024|1 août 2024/)
    assert.equal(page.querySelector("[data-role=agency-credit]"), null)
  })
}

export const desk = async (scene: Scene): Promise<void> => {
  await door(scene)
  await writing(scene)
}
