/**
 * Atom 1.0. An entry's `updated` moves when its text does, so that a correction reaches those who read the first
 * version. Entries may say what they answer, which makes a feed of comments a conversation.
 *
 * *Source:* RFC 4287 (Atom), RFC 4685 (`thr:in-reply-to`).
 */
import type { Channel, Item } from "./Feed.ts"
import * as Feed from "./Feed.ts"
import * as Href from "./Href.ts"
import * as Timestamp from "./Timestamp.ts"
import * as Xml from "./Xml.ts"

/** To be sent as the document's content type. */
export const contentType = "application/atom+xml; charset=utf-8"

const author = (name: string): Xml.Element => Xml.element("author", [Xml.element("name", name)])

const inReplyTo = (entry: Item): ReadonlyArray<Xml.Element> =>
  entry.inReplyTo === undefined
    ? []
    : [Xml.element("thr:in-reply-to", "", {
      ref: entry.inReplyTo.id,
      href: Href.ascii(entry.inReplyTo.url)
    })]

const entry = (item: Item): Xml.Element =>
  Xml.element("entry", [
    Xml.element("id", item.id),
    Xml.element("title", item.title),
    Xml.element("link", "", { rel: "alternate", type: "text/html", href: Href.ascii(item.url) }),
    Xml.element("published", Timestamp.rfc3339(item.publishedAt)),
    Xml.element("updated", Timestamp.rfc3339(item.modifiedAt)),
    ...Feed.creators(item).map(author),
    ...item.categories.map((term) => Xml.element("category", "", { term })),
    ...Xml.optional("summary", item.summary),
    Xml.element("content", item.contentHtml, { type: "html" }),
    ...inReplyTo(item)
  ], item.language === undefined ? {} : { "xml:lang": item.language })

/** The feed as an XML document, its entries in the order given. An entry without a name has the channel's title. */
export const render = (channel: Channel, items: ReadonlyArray<Item>): string =>
  Xml.document(Xml.element("feed", [
    Xml.element("id", Href.ascii(channel.feedUrl)),
    Xml.element("title", channel.title),
    Xml.element("subtitle", channel.description),
    Xml.element("updated", Timestamp.rfc3339(channel.updatedAt)),
    author(channel.title),
    ...Xml.optional("rights", channel.rights),
    Xml.element("link", "", { rel: "self", type: "application/atom+xml", href: Href.ascii(channel.feedUrl) }),
    Xml.element("link", "", { rel: "alternate", type: "text/html", href: Href.ascii(channel.siteUrl) }),
    ...items.map(entry)
  ], {
    xmlns: "http://www.w3.org/2005/Atom",
    "xmlns:thr": "http://purl.org/syndication/thread/1.0",
    "xml:lang": channel.language
  }))
