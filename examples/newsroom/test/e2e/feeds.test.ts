/** What other people's programs read: feeds, and the contract of the API. */
import { parseRssFeed } from "feedsmith"
import { parseFeed } from "htmlparser2"
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { fileURLToPath } from "node:url"
import Parser from "rss-parser"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Browser } from "../server/Browser.ts"
import * as Newsroom from "../server/Newsroom.ts"

let newsroom: Newsroom.Running
beforeAll(async () => {
  newsroom = await Newsroom.start({ DATELINE_SAMPLE: "on" })
})
afterAll(async () => {
  await newsroom.stop()
  fs.rmSync(path.dirname(newsroom.folder), { recursive: true, force: true })
})

/** What all three parsers tell of an item, by the same names. */
interface Item {
  readonly title: string | undefined
  readonly link: string | undefined
  readonly id: string | undefined
  readonly at: number
  readonly description: string | undefined
}

const byRssParser = async (xml: string) => {
  const feed = await new Parser<
    { language?: string },
    { summary?: string; "content:encoded"?: string; creators?: Array<string> }
  >({
    customFields: { item: [["description", "summary"], ["dc:creator", "creators", { keepArray: true }]] }
  }).parseString(xml)
  const items = feed.items.map((item): Item => ({
    title: item.title,
    link: item.link,
    id: item.guid,
    at: Date.parse(item.isoDate ?? ""),
    description: item.summary
  }))
  const rest = feed.items.map((item) => ({
    creators: item.creators ?? [],
    categories: item.categories ?? [],
    content: item["content:encoded"]
  }))
  return { head: [feed.title, feed.link, feed.description], language: feed.language, items, rest }
}

const byFeedsmith = (xml: string) => {
  const feed = parseRssFeed(xml)
  const items = feed.items?.map((item): Item => ({
    title: item.title,
    link: item.link,
    id: item.guid?.value,
    at: Date.parse(item.pubDate ?? ""),
    description: item.description
  }))
  const rest = feed.items?.map((item) => ({
    creators: item.dc?.creators ?? [],
    categories: item.categories?.map(({ name }) => name) ?? [],
    content: item.content?.encoded
  }))
  return { head: [feed.title, feed.link, feed.description], language: feed.language, items, rest }
}

const byHtmlparser2 = (xml: string) => {
  const feed = parseFeed(xml)
  const items = feed?.items.map((item): Item => ({
    title: item.title,
    link: item.link,
    id: item.id,
    at: item.pubDate?.getTime() ?? Number.NaN,
    description: item.description
  }))
  return { head: [feed?.title, feed?.link, feed?.description], items }
}

describe("feed readers", () => {
  it.each(["/rss.xml", "/ar/rss.xml", "/fr/rss.xml", "/en/rss.xml", "/ar/culture/rss.xml", "comments"])(
    "three of them, on three XML parsers, read the same in %s",
    async (feed) => {
      const reader = new Browser(newsroom.url)
      const article = () => reader.get("/a/rabatbooks").then(({ headers }) => headers.get("location")!)
      const { text } = await reader.get(feed === "comments" ? `${await article()}/comments.xml` : feed)
      const [first, second, third] = [await byRssParser(text), byFeedsmith(text), byHtmlparser2(text)]
      expect(first.items.length).toBeGreaterThan(1)
      expect(first.items.every(({ at, id, link, title }) => at > 0 && Boolean(id && link && title))).toBe(true)
      expect(second).toEqual(first)
      expect(third).toEqual({ head: first.head, items: first.items })
    }
  )

  it("read what readers read: the newest articles of the language, in their order, with their authors and their text", async () => {
    const reader = new Browser(newsroom.url)
    const { items, rest } = await byRssParser((await reader.get("/fr/rss.xml")).text)
    const listed = JSON.parse((await reader.get("/api/articles?language=fr&limit=30")).text).items as ReadonlyArray<{
      readonly id: string
      readonly headline: string
      readonly byline?: ReadonlyArray<string>
    }>
    expect(items.map(({ title }) => title)).toEqual(listed.map(({ headline }) => headline))
    const bylines = listed.filter(({ byline = [] }) => byline.length > 0)
    expect(bylines.length).toBeGreaterThan(0)
    for (const { byline, headline } of bylines) {
      expect(rest[items.findIndex(({ title }) => title === headline)]?.creators).toEqual(byline)
    }
    const plain = (html = "") => html.replace(/<[^>]*>/g, "").replaceAll("&#39;", "'")
    for (const [index, { id }] of listed.entries()) {
      const { body } = JSON.parse((await reader.get(`/api/articles/${id}`)).text)
      expect(body.length).toBeGreaterThan(1)
      for (const { text } of body) expect(plain(rest[index]?.content)).toContain(text)
    }
  })
})

const redocly = fileURLToPath(import.meta.resolve("@redocly/cli/bin/cli.js"))

/** `redocly lint` without any configuration, in an empty folder. */
const lint = (contract: string) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "redocly-"))
  fs.writeFileSync(path.join(folder, "openapi.json"), contract)
  const env = { PATH: process.env["PATH"], CI: "true", REDOCLY_TELEMETRY: "off" }
  const argv = [redocly, "lint", "openapi.json", "--format=summary"]
  const { status, stderr, stdout } = spawnSync(process.execPath, argv, { cwd: folder, encoding: "utf8", env })
  fs.rmSync(folder, { recursive: true, force: true })
  return { status, found: /\d+ (?:error|warning)[^:\n]*/i.exec(stdout + stderr)?.[0] }
}

describe("the contract of the API", () => {
  it("that the running newsroom serves is clean for Redocly's command line", async () => {
    const { text } = await new Browser(newsroom.url).get("/api/openapi.json")
    expect(lint(text)).toEqual({ status: 0, found: undefined })
    const twice = text.replaceAll("\"operationId\":\"getArticle\"", "\"operationId\":\"listArticles\"")
    expect(lint(twice)).toEqual({ status: 1, found: expect.stringMatching(/^1 error/) })
  })
})
