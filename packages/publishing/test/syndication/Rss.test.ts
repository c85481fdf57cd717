import fc from "fast-check"
import Parser from "rss-parser"
import { describe, expect, it } from "vitest"
import * as Href from "../../src/syndication/Href.ts"
import * as Rss from "../../src/syndication/Rss.ts"
import { all, readXml, textOf } from "./readXml.ts"
import { channel, hostileChannel, hostileItem, item, legible } from "./samples.ts"

const atom = "http://www.w3.org/2005/Atom"
const dublinCore = "http://purl.org/dc/elements/1.1/"
const content = "http://purl.org/rss/1.0/modules/content/"

describe("Rss.render", () => {
  it("writes a channel that says what it is, in which language and where it lives", () => {
    const rss = readXml(Rss.render(channel, []))
    const head = rss.children[0]!
    expect([rss.name, rss.attributes["version"], head.name]).toEqual(["rss", "2.0", "channel"])
    expect(textOf(head, "title")).toBe("المنارة اليوم")
    expect(textOf(head, "link", "")).toBe("https://news.example/ar/")
    expect(textOf(head, "description")).toBe("آخر الأخبار")
    expect(textOf(head, "language")).toBe("ar-MA")
    expect(textOf(head, "copyright")).toBe("المنارة اليوم")
    expect(textOf(head, "lastBuildDate")).toBe("Sun, 12 May 2024 09:05:00 GMT")
    expect(all(head, "link", atom).map(({ attributes }) => attributes)).toEqual([
      { rel: "self", type: "application/rss+xml", href: "https://news.example/ar/rss.xml" }
    ])
  })

  it("writes an item with a permanent id, a percent-encoded address, names and the whole text", () => {
    const entry = all(readXml(Rss.render(channel, [item])).children[0]!, "item")[0]!
    expect(textOf(entry, "title")).toBe(item.title)
    expect(textOf(entry, "link")).toBe(encodeURI(item.url))
    expect(textOf(entry, "guid")).toBe(item.id)
    expect(all(entry, "guid")[0]!.attributes).toEqual({ isPermaLink: "false" })
    expect(textOf(entry, "pubDate")).toBe("Sun, 12 May 2024 09:05:00 GMT")
    expect(textOf(entry, "updated", atom)).toBe("2024-05-13T09:05:00.000Z")
    expect(all(entry, "creator", dublinCore).map(({ text }) => text)).toEqual(item.byline)
    expect(textOf(entry, "source", dublinCore)).toBe("و م ع")
    expect(all(entry, "category").map(({ text }) => text)).toEqual(item.categories)
    expect(textOf(entry, "description")).toBe(item.summary)
    expect(textOf(entry, "encoded", content)).toBe(item.contentHtml)
    expect(textOf(entry, "comments")).toBe(item.commentsUrl)
  })

  it("credits agency copy without a byline to the agency", () => {
    const entry = all(readXml(Rss.render(channel, [{ ...item, byline: [] }])).children[0]!, "item")[0]!
    expect(all(entry, "creator", dublinCore).map(({ text }) => text)).toEqual(["و م ع"])
  })

  it("means the same to a feed reader's own parser", async () => {
    const feed = await new Parser().parseString(
      Rss.render(channel, [item, { ...item, id: "tag:news.example,2024:second" }])
    )
    expect(feed).toMatchObject({
      title: channel.title,
      language: "ar-MA",
      link: channel.siteUrl,
      feedUrl: channel.feedUrl
    })
    expect(feed.items.map(({ guid }) => guid)).toEqual([item.id, "tag:news.example,2024:second"])
    expect(feed.items[0]).toMatchObject({
      title: item.title,
      link: encodeURI(item.url),
      isoDate: "2024-05-12T09:05:00.000Z",
      "content:encoded": item.contentHtml,
      categories: item.categories,
      comments: item.commentsUrl
    })
  })

  it("stays well-formed and loses nothing legible, whatever is typed into it", () => {
    fc.assert(
      fc.property(hostileChannel, fc.array(hostileItem, { maxLength: 3 }), (about, items) => {
        const head = readXml(Rss.render(about, items)).children[0]!
        expect(textOf(head, "title")).toBe(legible(about.title))
        expect(textOf(head, "description")).toBe(legible(about.description))
        const entries = all(head, "item")
        expect(entries.length).toBe(items.length)
        for (const [at, entry] of entries.entries()) {
          const given = items[at]!
          expect(textOf(entry, "title")).toBe(legible(given.title))
          expect(textOf(entry, "guid")).toBe(legible(given.id))
          expect(textOf(entry, "link")).toBe(Href.ascii(given.url))
          expect(textOf(entry, "encoded", content)).toBe(legible(given.contentHtml))
          expect(textOf(entry, "description") ?? "").toBe(legible(given.summary ?? ""))
          expect(all(entry, "category").map(({ text }) => text)).toEqual(given.categories.map(legible))
        }
      }),
      { numRuns: 500 }
    )
  })

  it("is read alike by both parsers, whatever is typed into it", async () => {
    await fc.assert(fc.asyncProperty(fc.array(hostileItem, { maxLength: 2 }), async (items) => {
      const feed = await new Parser().parseString(Rss.render(channel, items))
      expect(feed.items.map((entry) => (entry.title ?? "").trim())).toEqual(
        items.map(({ title }) => legible(title).trim())
      )
      expect(feed.items.map((entry) => (entry["content:encoded"] ?? "").trim()))
        .toEqual(items.map(({ contentHtml }) => legible(contentHtml).trim()))
    }))
  })
})
