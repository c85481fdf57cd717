import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as JsonFeed from "../../src/syndication/JsonFeed.ts"
import { channel, hostileChannel, hostileItem, item, legible } from "./samples.ts"

describe("JsonFeed.render", () => {
  it("writes what version 1.1 asks for", () => {
    expect(JSON.parse(JsonFeed.render(channel, [item]))).toEqual({
      version: "https://jsonfeed.org/version/1.1",
      title: channel.title,
      home_page_url: channel.siteUrl,
      feed_url: channel.feedUrl,
      description: channel.description,
      language: "ar-MA",
      items: [{
        id: item.id,
        url: encodeURI(item.url),
        title: item.title,
        summary: item.summary,
        content_html: item.contentHtml,
        date_published: "2024-05-12T09:05:00.000Z",
        date_modified: "2024-05-13T09:05:00.000Z",
        authors: [{ name: "سلمى الإدريسي" }, { name: "Jean N’Diaye" }],
        tags: item.categories,
        language: "ar-MA"
      }]
    })
  })

  it("loses nothing legible, whatever is typed into it", () => {
    fc.assert(fc.property(hostileChannel, fc.array(hostileItem, { maxLength: 3 }), (about, items) => {
      const feed = JSON.parse(JsonFeed.render(about, items))
      expect(feed.title).toBe(legible(about.title))
      expect(feed.items.map((entry: { content_html: string }) => entry.content_html))
        .toEqual(items.map(({ contentHtml }) => legible(contentHtml)))
    }))
  })
})
