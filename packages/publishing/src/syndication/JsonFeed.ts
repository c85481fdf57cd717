/**
 * JSON Feed 1.1.
 *
 * *Source:* https://www.jsonfeed.org/version/1.1/
 */
import type { Channel, Item } from "./Feed.ts"
import * as Feed from "./Feed.ts"
import * as Href from "./Href.ts"
import * as Timestamp from "./Timestamp.ts"
import * as Xml from "./Xml.ts"

/** To be sent as the document's content type. */
export const contentType = "application/feed+json; charset=utf-8"

const item = (entry: Item) => ({
  id: entry.id,
  url: Href.ascii(entry.url),
  title: entry.title,
  summary: entry.summary,
  content_html: entry.contentHtml,
  date_published: Timestamp.rfc3339(entry.publishedAt),
  date_modified: Timestamp.rfc3339(entry.modifiedAt),
  authors: Feed.creators(entry).map((name) => ({ name })),
  tags: entry.categories,
  language: entry.language
})

/** Other formats cannot hold these characters; one feed must not say more than another. */
const cleaned = (_: string, value: unknown): unknown => typeof value === "string" ? Xml.clean(value) : value

/** The feed as a JSON document, its items in the order given. */
export const render = (channel: Channel, items: ReadonlyArray<Item>): string =>
  JSON.stringify({
    version: "https://jsonfeed.org/version/1.1",
    title: channel.title,
    home_page_url: Href.ascii(channel.siteUrl),
    feed_url: Href.ascii(channel.feedUrl),
    description: channel.description,
    language: channel.language,
    items: items.map(item)
  }, cleaned)
