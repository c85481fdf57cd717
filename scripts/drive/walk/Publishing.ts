/** An article from a program: drafted, published, found by readers and by feed readers. */
import assert from "node:assert/strict"
import { languageOf, one, textOf, words } from "../Page.ts"
import { need } from "../Steps.ts"
import { authorized, expectStatus, location } from "../Visitor.ts"
import type { Scene } from "./Scene.ts"

export const arabic = {
  language: "ar",
  section: "national",
  headline: "الرباط: افتتاح الدورة الـ48 لملتقى «MY santé» بين 2022-2024",
  deck: "سطر تحت العنوان",
  body: ["الفقرة الأولى مع Latin Name داخلها.", "الفقرة الثانية.", "الفقرة الثالثة وفيها خطإ مطبعي."],
  dateline: { place: "الرباط", date: "2024-05-12" },
  agency: "MAP",
  tags: ["صحة", "ملتقيات"]
}

const key = { "idempotency-key": "drive-article-1" }

const drafting = async ({ found, program, reader, steps: { step } }: Scene) => {
  await step("the API refuses to write without its token", async () => {
    expectStatus(await program.postJson("/api/articles", arabic), 401)
    const wrong = { authorization: "Bearer wrong-token-0123456789" }
    expectStatus(await program.postJson("/api/articles", arabic, wrong), 401)
  })
  await step("a draft gets an id and a version, and the same ones when it is sent again", async () => {
    const send = () => program.postJson("/api/articles", arabic, { ...authorized, ...key })
    const first = expectStatus(await send(), 201)
    assert.equal(typeof first.json.id, "string")
    assert.equal(first.json.version, 1)
    assert.deepEqual(expectStatus(await send(), 201).json, first.json)
    found.articleId = first.json.id
    found.repeatables.push({
      name: "the draft by API",
      answer: first.text,
      send: async () => expectStatus(await send(), 201).text
    })
  })
  await step("the same idempotency key with another body is refused", async () => {
    const other = { ...arabic, headline: "غيره" }
    expectStatus(await program.postJson("/api/articles", other, { ...authorized, ...key }), 422)
  })
  await step("nobody but the desk knows of a draft", async () => {
    const id = need(found.articleId, "an article")
    expectStatus(await reader.get(`/a/${id}`), 404)
    expectStatus(await reader.get(`/api/articles/${id}`), 404)
    expectStatus(await reader.get(`/ar/national/${id}-x`), 404)
    for (const path of ["/ar/", "/ar/national", "/ar/rss.xml", "/api/articles?language=ar&limit=50"]) {
      assert.ok(!(await reader.get(path)).text.includes(id), path)
    }
  })
}

const publication = async ({ found, program, reader, steps: { step } }: Scene) => {
  await step("published, it has one canonical address to which all others lead", async () => {
    const id = need(found.articleId, "an article")
    const published = { ...authorized, "idempotency-key": "drive-publish-1" }
    const send = () => program.postJson(`/api/articles/${id}/publish`, {}, published)
    const answer = expectStatus(await send(), 200)
    assert.deepEqual(answer.json, { id, version: 2 })
    found.repeatables.push({
      name: "the publication by API",
      answer: answer.text,
      send: async () => (await send()).text
    })
    const short = expectStatus(await reader.get(`/a/${id}`), 301)
    const path = location(short)
    assert.ok(decodeURI(path).startsWith(`/ar/national/${id}-`), path)
    assert.match(path, /^[\x21-\x7e]+$/)
    assert.equal(location(expectStatus(await reader.get(`/ar/national/${id}-other-slug`), 301)), path)
    found.articlePath = path
  })
  await step("its page says where, when and whose it is", async () => {
    const answer = expectStatus(await reader.get(need(found.articlePath, "an address")), 200)
    assert.deepEqual(languageOf(answer), ["ar", "rtl"])
    const article = one(answer.page, `article[data-article-id="${need(found.articleId, "an article")}"]`)
    assert.equal(textOf(one(answer.page, "h1")), arabic.headline)
    assert.equal(textOf(one(article, "time[datetime='2024-05-12']")), "12 ماي 2024")
    assert.equal(textOf(one(article, "[data-role=agency-credit]")), "و م ع")
    for (const text of [arabic.deck, ...arabic.body, arabic.dateline.place]) {
      assert.ok(words(answer).includes(text), text)
    }
    one(answer.page, "nav a[href='/ar/national']")
  })
}

/** The RSS item that names the article, as text; none when it does not. */
export const rssItem = (rss: string, headline: string): string | undefined =>
  rss.match(/<item>[\s\S]*?<\/item>/g)?.find((item) => item.includes(`<title>${headline}</title>`))

const outputs = async ({ found, program, reader, steps: { step } }: Scene) => {
  await step("it is on the home page, on its section's front and in no other language", async () => {
    const id = need(found.articleId, "an article")
    for (const path of ["/", "/ar/", "/ar/national"]) {
      one((await reader.get(path)).page, `[data-article-id="${id}"]`)
    }
    for (const path of ["/fr/", "/en/national", "/ar/sport"]) {
      assert.equal((await reader.get(path)).page.querySelector(`[data-article-id="${id}"]`), null, path)
    }
  })
  await step("RSS has it with a permanent id, its canonical address and its whole text", async () => {
    for (const path of ["/rss.xml", "/ar/rss.xml", "/ar/national/rss.xml"]) {
      const item = rssItem(expectStatus(await reader.get(path), 200).text, arabic.headline)
      assert.ok(item !== undefined, path)
      assert.match(item, /<guid isPermaLink="false">[^<]+<\/guid>/)
      assert.ok(item.includes(need(found.articlePath, "an address")), "another address")
      for (const paragraph of arabic.body) assert.ok(item.includes(paragraph), paragraph)
      assert.match(item, /<pubDate>\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} (GMT|\+0000)<\/pubDate>/)
    }
    assert.equal(rssItem((await reader.get("/fr/rss.xml")).text, arabic.headline), undefined)
  })
  await step("the API lists it page by page, each article once", async () => {
    const ids: Array<string> = []
    let cursor = ""
    do {
      const path = `/api/articles?language=ar&section=national&limit=1${cursor}`
      const page = expectStatus(await program.get(path), 200).json
      assert.ok(page.items.length <= 1)
      ids.push(...page.items.map((item: { readonly id: string }) => item.id))
      cursor = page.next === undefined ? "" : `&cursor=${encodeURIComponent(page.next)}`
    } while (cursor !== "" && ids.length < 50)
    assert.ok(ids.includes(need(found.articleId, "an article")))
    assert.equal(new Set(ids).size, ids.length)
  })
  await step("the API shows what the public sees of it", async () => {
    const view = expectStatus(await program.get(`/api/articles/${need(found.articleId, "an article")}`), 200)
    assert.equal(view.json.headline, arabic.headline)
    for (const paragraph of arabic.body) assert.ok(view.text.includes(paragraph), paragraph)
  })
}

export const publishing = async (scene: Scene): Promise<void> => {
  await drafting(scene)
  await publication(scene)
  await outputs(scene)
}
