/**
 * RSS 2.0, with the modules that feed readers expect: Atom for the feed's own address, Dublin Core for names (RSS's own
 * `author` would be an e-mail address, which never appears), Content for the whole text.
 *
 * *Source:* RSS 2.0 specification and RSS Best Practices Profile of the RSS Advisory Board; RSS 1.0 modules Dublin Core
 * and Content.
 */
import type { Channel, Item } from "./Feed.ts"
import * as Feed from "./Feed.ts"
import * as Href from "./Href.ts"
import * as Timestamp from "./Timestamp.ts"
import * as Xml from "./Xml.ts"

/** To be sent as the document's content type. */
export const contentType = "application/rss+xml; charset=utf-8"

const namespaces = {
  version: "2.0",
  "xmlns:atom": "http://www.w3.org/2005/Atom",
  "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
  "xmlns:dc": "http://purl.org/dc/elements/1.1/"
}

const item = (entry: Item): Xml.Element =>
  Xml.element("item", [
    Xml.element("title", entry.title),
    Xml.element("link", Href.ascii(entry.url)),
    Xml.element("guid", entry.id, { isPermaLink: "false" }),
    Xml.element("pubDate", Timestamp.rfc822(entry.publishedAt)),
    Xml.element("atom:updated", Timestamp.rfc3339(entry.modifiedAt)),
    ...Feed.creators(entry).map((name) => Xml.element("dc:creator", name)),
    ...Xml.optional("dc:source", entry.agency),
    ...Xml.optional("dc:language", entry.language),
    ...entry.categories.map((name) => Xml.element("category", name)),
    ...Xml.optional("description", entry.summary),
    Xml.element("content:encoded", entry.contentHtml),
    ...(entry.commentsUrl === undefined ? [] : [Xml.element("comments", Href.ascii(entry.commentsUrl))])
  ])

/** The feed as an XML document, its items in the order given. */
export const render = (channel: Channel, items: ReadonlyArray<Item>): string =>
  Xml.document(Xml.element("rss", [
    Xml.element("channel", [
      Xml.element("title", channel.title),
      Xml.element("link", Href.ascii(channel.siteUrl)),
      Xml.element("description", channel.description),
      Xml.element("language", channel.language),
      ...Xml.optional("copyright", channel.rights),
      Xml.element("lastBuildDate", Timestamp.rfc822(channel.updatedAt)),
      Xml.element("docs", "https://www.rssboard.org/rss-specification"),
      Xml.element("atom:link", "", {
        rel: "self",
        type: "application/rss+xml",
        href: Href.ascii(channel.feedUrl)
      }),
      ...items.map(item)
    ])
  ], namespaces))
