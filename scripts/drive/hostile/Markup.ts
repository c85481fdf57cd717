/** Markup and script in every field that takes text: shown as it was typed, and never more than text. */
import assert from "node:assert/strict"
import { form, one, textOf, words } from "../Page.ts"
import { type Answer, authorized, expectStatus, location } from "../Visitor.ts"
import { commentByForm, queuedId } from "../walk/Commenting.ts"
import { newArticleForm } from "../walk/Desk.ts"
import type { Attack } from "./Attack.ts"
import { publish } from "./Attack.ts"

/** Ends whatever it could stand in: text, an attribute, a script, a comment, CDATA. */
export const markup = (where: string): string =>
  `<script>alert("${where}")</script><img src=x onerror=alert(1)> "' onmouseover="alert(1)" --> ]]> ` +
  "</script></title> &amp; &lt;"

/** The same for fields that take less. */
const shortMarkup = (where: string): string => `</script><script>alert("${where}")</script><img src=x onerror=alert(1)>`

/** The page has no element and no attribute that anybody's text made. */
const expectInert = (answer: Answer): void => {
  expectStatus(answer, 200)
  assert.doesNotMatch(answer.text, /<script>alert|<img src=x/, answer.request)
  for (const element of answer.page.querySelectorAll("*")) {
    for (const name of Object.keys(element.attributes)) assert.doesNotMatch(name, /^on/i, answer.request)
  }
  const scripts = answer.page.querySelectorAll("script:not([src])")
  for (const script of scripts) assert.equal(script.getAttribute("type"), "application/ld+json", answer.request)
}

const article = async ({ program, reader, steps: { step } }: Attack) => {
  const long = { headline: markup("headline"), deck: markup("deck"), paragraph: markup("paragraph") }
  const text = {
    ...long,
    place: shortMarkup("place"),
    writer: shortMarkup("writer"),
    tag: shortMarkup("tag").slice(0, 50)
  }
  await step(
    "markup in every field of an article is text on its page, on fronts and in its structured data",
    async () => {
      const { id, path } = await publish({ program, reader }, {
        language: "en",
        section: "sport",
        headline: text.headline,
        deck: text.deck,
        body: [text.paragraph, "]]>"],
        dateline: { place: text.place, date: "2024-05-12" },
        byline: [text.writer],
        tags: [text.tag]
      })
      const answer = await reader.get(path)
      for (const where of [answer, await reader.get("/en/"), await reader.get("/en/sport")]) expectInert(where)
      assert.equal(textOf(one(answer.page, "h1")), text.headline)
      for (const field of ["deck", "paragraph", "place", "writer"] as const) {
        assert.ok(
          words(answer).includes(text[field]),
          field
        )
      }
      const structured = JSON.parse(one(answer.page, "script[type='application/ld+json']").textContent)
      assert.equal(structured.headline, text.headline)
      const view = expectStatus(await program.get(`/api/articles/${id}`), 200).json
      assert.equal(view.headline, text.headline)
    }
  )
  await step("markup in a headline leaves feeds and sitemaps whole", async () => {
    for (const path of ["/en/rss.xml", "/en/atom.xml", "/news-sitemap.xml", "/sitemap.xml"]) {
      const answer = expectStatus(await reader.get(path), 200)
      assert.doesNotMatch(answer.text, /<script|<img/i, path)
      assert.equal(answer.text.match(/<title>/g)?.length, answer.text.match(/<\/title>/g)?.length, path)
    }
    const item = (await reader.get("/en/rss.xml")).text.match(/<item>[\s\S]*?<\/item>/)?.[0] ?? ""
    assert.ok(item.includes("&lt;script&gt;"), "the feed does not have the headline")
  })
}

const desk = async ({ editor, reader, steps: { step } }: Attack) => {
  await step("markup typed at the desk is text there, in a correction's notice and in the register", async () => {
    const { action, hidden } = await newArticleForm(editor)
    const plain = { language: "en", section: "sport", deck: "", body: "Text.", datelinePlace: "", datelineDate: "" }
    const typed = {
      ...plain,
      headline: markup("desk"),
      slug: markup("slug"),
      agency: "",
      byline: shortMarkup("writer")
    }
    const path = location(expectStatus(await editor.submit(action, { ...hidden, ...typed }), 303))
    const draft = await editor.get(path)
    expectInert(draft)
    const toPublish = form(draft.page, /\/publish$/)
    expectStatus(await editor.submit(toPublish.action, toPublish.hidden), 303)
    const toCorrect = form((await editor.get(path)).page, /\/correct$/)
    const notice = markup("notice")
    expectStatus(await editor.submit(toCorrect.action, { ...toCorrect.hidden, notice, block: "", text: "" }), 303)
    for (const where of [path, "/desk/articles"]) expectInert(await editor.get(where))
    const register = await reader.get("/en/corrections")
    expectInert(register)
    assert.ok(words(register).includes(notice))
  })
}

const comments = async ({ article: { path }, editor, program, reader, steps: { step } }: Attack) => {
  await step("markup in a comment is text for the moderator, its author and every reader", async () => {
    const typed = {
      name: markup("name").slice(0, 60),
      email: "markup@example.com",
      body: `${markup("body")}\n\n${markup("second")}`
    }
    const { answer } = await commentByForm(reader, path, typed)
    const status = location(expectStatus(answer, 303))
    const id = await queuedId(program, authorized, typed.body)
    expectInert(await editor.get("/desk/queue"))
    expectInert(await reader.get(status))
    expectStatus(await program.postJson(`/api/comments/${id}/approve`, { revision: 1 }, authorized), 200)
    const page = await reader.get(path)
    expectInert(page)
    const comment = one(page.page, `[data-comment-id="${id}"]`)
    assert.ok(textOf(comment).includes(markup("body")))
    assert.equal(textOf(one(comment, "bdi")), typed.name)
  })
  await step("markup in an e-mail address is refused, and text when the form comes back", async () => {
    const email = "\"><script>alert(1)</script>@example.com"
    const { answer } = await commentByForm(reader, path, { name: "Lectrice", email, body: "Texte." })
    expectStatus(answer, 422)
    assert.doesNotMatch(answer.text, /<script>alert/)
    assert.equal(one(answer.page, "input[name=email]").getAttribute("value"), email)
  })
  await step("markup in an address or a query is text on the page that refuses it", async () => {
    const script = encodeURIComponent(markup("address"))
    for (
      const where of [
        `/${script}`,
        `/fr/${script}`,
        `/fr/world/${script}`,
        `/a/${script}`,
        `/comments/status/${script}`
      ]
    ) {
      const answer = expectStatus(await reader.get(where), 404)
      assert.doesNotMatch(answer.text, /<script>alert|<img src=x/, where)
    }
  })
}

export const markupEverywhere = async (attack: Attack): Promise<void> => {
  await article(attack)
  await desk(attack)
  await comments(attack)
}
