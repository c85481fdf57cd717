import fc from "fast-check"
import Parser from "rss-parser"
import { describe, expect, it } from "vitest"
import * as Atom from "../../src/syndication/Atom.ts"
import { all, readXml, textOf } from "./readXml.ts"
import { channel, hostileChannel, hostileItem, item, legible } from "./samples.ts"

const thread = "http://purl.org/syndication/thread/1.0"

describe("Atom.render", () => {
  it("writes a feed with its own address as id", () => {
    const feed = readXml(Atom.render(channel, []))
    expect([feed.name, feed.uri, feed.attributes["xml:lang"]]).toEqual(["feed", "http://www.w3.org/2005/Atom", "ar-MA"])
    expect(textOf(feed, "id")).toBe(channel.feedUrl)
    expect(textOf(feed, "updated")).toBe("2024-05-12T09:05:00.000Z")
    expect(all(feed, "link").map(({ attributes }) => [attributes["rel"], attributes["href"]])).toEqual([
      ["self", channel.feedUrl],
      ["alternate", channel.siteUrl]
    ])
    expect(all(feed, "author").map((author) => textOf(author, "name"))).toEqual([channel.title])
  })

  it("writes an entry whose updated moves with a correction while published stays", () => {
    const read = (modifiedAt: number) => all(readXml(Atom.render(channel, [{ ...item, modifiedAt }])), "entry")[0]!
    expect(textOf(read(item.publishedAt), "updated")).toBe("2024-05-12T09:05:00.000Z")
    expect(textOf(read(item.publishedAt + 60_000), "updated")).toBe("2024-05-12T09:06:00.000Z")
    expect(textOf(read(item.publishedAt + 60_000), "published")).toBe("2024-05-12T09:05:00.000Z")
  })

  it("says what a comment answers", () => {
    const inReplyTo = { id: item.id, url: item.url }
    const entry = all(readXml(Atom.render(channel, [{ ...item, inReplyTo }])), "entry")[0]!
    expect(all(entry, "in-reply-to", thread)[0]!.attributes).toEqual({ ref: item.id, href: encodeURI(item.url) })
    expect(all(all(readXml(Atom.render(channel, [item])), "entry")[0]!, "in-reply-to")).toEqual([])
  })

  it("means the same to a feed reader's own parser", async () => {
    const feed = await new Parser().parseString(Atom.render(channel, [item]))
    expect(feed.items[0]).toMatchObject({
      id: item.id,
      title: item.title,
      link: encodeURI(item.url),
      content: item.contentHtml,
      summary: item.summary
    })
  })

  it("stays well-formed and loses nothing legible, whatever is typed into it", () => {
    fc.assert(
      fc.property(hostileChannel, fc.array(hostileItem, { maxLength: 3 }), (about, items) => {
        const feed = readXml(Atom.render(about, items))
        expect(textOf(feed, "title")).toBe(legible(about.title))
        const entries = all(feed, "entry")
        expect(entries.map((entry) => textOf(entry, "title"))).toEqual(items.map(({ title }) => legible(title)))
        expect(entries.map((entry) => textOf(entry, "content"))).toEqual(
          items.map((given) => legible(given.contentHtml))
        )
        expect(entries.flatMap((entry) => all(entry, "category").map(({ attributes }) => attributes["term"])))
          .toEqual(
            items.flatMap(({ categories }) => categories.map((term) => legible(term).replace(/\s+/g, " ").trim()))
          )
      }),
      { numRuns: 500 }
    )
  })
})
