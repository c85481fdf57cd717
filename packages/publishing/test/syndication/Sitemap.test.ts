import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Href from "../../src/syndication/Href.ts"
import * as Robots from "../../src/syndication/Robots.ts"
import * as Sitemap from "../../src/syndication/Sitemap.ts"
import { all, readXml, textOf } from "./readXml.ts"
import { hostile, legible } from "./samples.ts"

const now = 1_715_504_700_000
const news = (publishedAt: number): Sitemap.NewsPage => ({
  url: `https://news.example/ar/national/${publishedAt}-خبر`,
  title: "خبر <عاجل>",
  publication: "المنارة اليوم",
  language: "ar",
  publishedAt
})

describe("Sitemap.render", () => {
  it("names every page, when it changed, and its translations", () => {
    const alternates = [
      { language: "ar", url: "https://news.example/ar/خبر" },
      { language: "fr", url: "https://news.example/fr/été" }
    ]
    const pages = [
      { url: "https://news.example/ar/خبر", modifiedAt: now, alternates },
      { url: "https://news.example/", alternates: [] }
    ]
    const [first, second] = all(readXml(Sitemap.render(pages)), "url")
    expect(textOf(first!, "loc")).toBe("https://news.example/ar/%D8%AE%D8%A8%D8%B1")
    expect(textOf(first!, "lastmod")).toBe("2024-05-12T09:05:00.000Z")
    expect(all(first!, "link", "http://www.w3.org/1999/xhtml").map(({ attributes }) => attributes)).toEqual([
      { rel: "alternate", hreflang: "ar", href: "https://news.example/ar/%D8%AE%D8%A8%D8%B1" },
      { rel: "alternate", hreflang: "fr", href: "https://news.example/fr/%C3%A9t%C3%A9" }
    ])
    expect(second!.children.map(({ name }) => name)).toEqual(["loc"])
  })

  it("stays well-formed, whatever the address", () => {
    fc.assert(fc.property(hostile, hostile, (url, language) => {
      const page = { url, modifiedAt: now, alternates: [{ language, url }] }
      const entry = all(readXml(Sitemap.render([page])), "url")[0]!
      expect(textOf(entry, "loc")).toBe(Href.ascii(url))
    }))
  })

  it("leaves out what is beyond the protocol's limit", () => {
    const pages = Array.from({ length: 50_001 }, (_, at) => ({ url: `https://news.example/${at}`, alternates: [] }))
    expect(Sitemap.render(pages).match(/<loc>/g)!.length).toBe(50_000)
  })
})

describe("Sitemap.renderNews", () => {
  it("holds the last two days, newest first, and nothing from the future", () => {
    const ages = [newsAge(3), newsAge(0), newsAge(2) - 1, newsAge(2), newsAge(-1)]
    const entries = all(readXml(Sitemap.renderNews(ages.map(news), now)), "url")
    const dates = entries.map((entry) => textOf(all(entry, "news")[0]!, "publication_date"))
    expect(dates).toEqual(["2024-05-12T09:05:00.000Z", "2024-05-10T09:05:00.000Z"])
  })

  it("names the publication, its language and the headline", () => {
    const entry = all(all(readXml(Sitemap.renderNews([news(now)], now)), "url")[0]!, "news")[0]!
    expect(textOf(entry, "title")).toBe("خبر <عاجل>")
    expect(all(entry, "publication").map((node) => [textOf(node, "name"), textOf(node, "language")]))
      .toEqual([["المنارة اليوم", "ar"]])
  })

  it("holds at most a thousand articles, the newest", () => {
    const pages = Array.from({ length: 1_001 }, (_, at) => news(now - 1_001 + at))
    const document = Sitemap.renderNews(pages, now)
    expect(document.match(/<loc>/g)!.length).toBe(1_000)
    expect(document).not.toContain(`/${now - 1_001}-`)
  })

  it("stays well-formed, whatever the headline", () => {
    fc.assert(fc.property(hostile, hostile, (title, publication) => {
      const entry = all(readXml(Sitemap.renderNews([{ ...news(now), title, publication }], now)), "url")[0]!
      expect(textOf(all(entry, "news")[0]!, "title")).toBe(legible(title))
    }))
  })
})

const newsAge = (days: number): number => now - days * 86_400_000

describe("Robots.render", () => {
  it("keeps crawlers from the desk and shows them the sitemap", () => {
    const rules = { disallow: ["/desk/", "/comments/status/"], sitemaps: ["https://news.example/sitemap.xml"] }
    expect(Robots.render(rules)).toBe(
      "User-agent: *\nDisallow: /desk/\nDisallow: /comments/status/\n\nSitemap: https://news.example/sitemap.xml\n"
    )
  })

  it("gets no further line from a path, whatever the path", () => {
    fc.assert(fc.property(hostile, (path) => {
      expect(Robots.render({ disallow: [path], sitemaps: [] }).split(/[\r\n\u0085\u2028\u2029]/).length).toBe(4)
    }))
  })

  it("allows everything when nothing is closed", () => {
    expect(Robots.render({ disallow: [], sitemaps: [] })).toBe("User-agent: *\nAllow: /\n\n")
  })
})
