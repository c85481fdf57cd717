/**
 * Sitemaps: what search engines should visit, which pages are translations of each other, and what is news.
 *
 * *Source:* sitemaps.org protocol 0.9; Google's extensions for localised pages and for news.
 */
import * as Href from "./Href.ts"
import * as Timestamp from "./Timestamp.ts"
import * as Xml from "./Xml.ts"

/** To be sent as the document's content type. */
export const contentType = "application/xml; charset=utf-8"

/** Most pages in one sitemap; further ones are left out. */
export const maxPages = 50_000
/** Most articles in a news sitemap; further ones are left out. */
export const maxNews = 1_000
/** A news sitemap holds articles of the last two days; in milliseconds. */
export const newsAge = 2 * 86_400_000

export interface Page {
  readonly url: string
  /** When the page last changed; milliseconds since the Unix epoch. Absent: not known. */
  readonly modifiedAt?: number
  /** The same page in every language that has it, this one included; BCP 47, or `x-default`. */
  readonly alternates: ReadonlyArray<{ readonly language: string; readonly url: string }>
}

export interface NewsPage {
  readonly url: string
  readonly title: string
  /** The newspaper's name, as its front page has it. */
  readonly publication: string
  /** ISO 639, such as `ar`. */
  readonly language: string
  /** Milliseconds since the Unix epoch. */
  readonly publishedAt: number
}

const urlset = (pages: ReadonlyArray<Xml.Element>, namespaces: Readonly<Record<string, string>>): string =>
  Xml.document(Xml.element("urlset", pages, { xmlns: "http://www.sitemaps.org/schemas/sitemap/0.9", ...namespaces }))

const page = (entry: Page): Xml.Element =>
  Xml.element("url", [
    Xml.element("loc", Href.ascii(entry.url)),
    ...(entry.modifiedAt === undefined ? [] : [Xml.element("lastmod", Timestamp.rfc3339(entry.modifiedAt))]),
    ...entry.alternates.map(({ language, url }) =>
      Xml.element("xhtml:link", "", { rel: "alternate", hreflang: language, href: Href.ascii(url) })
    )
  ])

/** `sitemap.xml`. */
export const render = (pages: ReadonlyArray<Page>): string =>
  urlset(pages.slice(0, maxPages).map(page), { "xmlns:xhtml": "http://www.w3.org/1999/xhtml" })

const newsPage = (entry: NewsPage): Xml.Element =>
  Xml.element("url", [
    Xml.element("loc", Href.ascii(entry.url)),
    Xml.element("news:news", [
      Xml.element("news:publication", [
        Xml.element("news:name", entry.publication),
        Xml.element("news:language", entry.language)
      ]),
      Xml.element("news:publication_date", Timestamp.rfc3339(entry.publishedAt)),
      Xml.element("news:title", entry.title)
    ])
  ])

/** `news-sitemap.xml`: of these articles, newest first, the ones that are still news. `now` is in milliseconds. */
export const renderNews = (pages: ReadonlyArray<NewsPage>, now: number): string =>
  urlset(
    pages.filter(({ publishedAt }) => publishedAt <= now && now - publishedAt <= newsAge)
      .toSorted((one, other) => other.publishedAt - one.publishedAt)
      .slice(0, maxNews)
      .map(newsPage),
    { "xmlns:news": "http://www.google.com/schemas/sitemap-news/0.9" }
  )
