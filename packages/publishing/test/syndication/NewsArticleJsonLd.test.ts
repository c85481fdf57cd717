import fc from "fast-check"
import { parseFragment } from "parse5"
import { describe, expect, it } from "vitest"
import * as NewsArticleJsonLd from "../../src/syndication/NewsArticleJsonLd.ts"
import { hostile, legible } from "./samples.ts"

const article: NewsArticleJsonLd.Article = {
  url: "https://news.example/ar/culture/48231abcde-افتتاح",
  headline: "الرباط: افتتاح الدورة الـ48",
  summary: "تنطلق الدورة",
  language: "ar-MA",
  section: "ثقافة",
  tags: ["معارض"],
  publishedAt: 1_715_504_700_000,
  modifiedAt: 1_715_591_100_000,
  dateline: "الرباط",
  byline: [],
  agency: "و م ع",
  publisher: { name: "المنارة اليوم", url: "https://news.example/ar/" },
  corrections: [{ notice: "تصحيح: عدد الأروقة 320", at: 1_715_591_100_000 }],
  commentCount: 2,
  comments: [{ name: "نادية", body: "شكرا", at: 1_715_592_000_000 }]
}

/** What a browser would take for the script's text. */
const inPage = (json: string): string => {
  const page = parseFragment(`<script type="application/ld+json">${json}</script><p>after</p>`)
  expect(page.childNodes.map(({ nodeName }) => nodeName)).toEqual(["script", "p"])
  const [script] = page.childNodes
  const [text] = script !== undefined && "childNodes" in script ? script.childNodes : []
  return text !== undefined && "value" in text ? text.value : ""
}

describe("NewsArticleJsonLd.render", () => {
  it("says where the story was filed, whose copy it is, what was corrected and how many comments stand", () => {
    expect(JSON.parse(NewsArticleJsonLd.render(article))).toEqual({
      "@context": "https://schema.org",
      "@type": "NewsArticle",
      "@id": "https://news.example/ar/culture/48231abcde-%D8%A7%D9%81%D8%AA%D8%AA%D8%A7%D8%AD",
      url: "https://news.example/ar/culture/48231abcde-%D8%A7%D9%81%D8%AA%D8%AA%D8%A7%D8%AD",
      mainEntityOfPage: "https://news.example/ar/culture/48231abcde-%D8%A7%D9%81%D8%AA%D8%AA%D8%A7%D8%AD",
      headline: "الرباط: افتتاح الدورة الـ48",
      description: "تنطلق الدورة",
      inLanguage: "ar-MA",
      articleSection: "ثقافة",
      keywords: ["معارض"],
      datePublished: "2024-05-12T09:05:00.000Z",
      dateModified: "2024-05-13T09:05:00.000Z",
      dateline: "الرباط",
      author: [{ "@type": "Organization", name: "و م ع" }],
      sourceOrganization: { "@type": "Organization", name: "و م ع" },
      publisher: { "@type": "Organization", name: "المنارة اليوم", url: "https://news.example/ar/" },
      correction: [{
        "@type": "CorrectionComment",
        text: "تصحيح: عدد الأروقة 320",
        datePublished: "2024-05-13T09:05:00.000Z"
      }],
      commentCount: 2,
      comment: [{
        "@type": "Comment",
        text: "شكرا",
        dateCreated: "2024-05-13T09:20:00.000Z",
        author: { "@type": "Person", name: "نادية" }
      }]
    })
  })

  it("names writers as persons and leaves out what is not there", () => {
    const { agency: _, dateline: __, summary: ___, ...own } = article
    const bare = { ...own, byline: ["سلمى"], corrections: [], comments: [], commentCount: 0, tags: [] }
    const read = JSON.parse(NewsArticleJsonLd.render(bare))
    expect(read.author).toEqual([{ "@type": "Person", name: "سلمى" }])
    for (const absent of ["sourceOrganization", "dateline", "description", "correction", "comment", "keywords"]) {
      expect(read).not.toHaveProperty(absent)
    }
    expect(read.commentCount).toBe(0)
  })

  it("cannot leave its script element and keeps what was typed, whatever was typed", () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (headline, notice, body) => {
        const given = {
          ...article,
          headline,
          corrections: [{ notice, at: 0 }],
          comments: [{ name: headline, body, at: 0 }]
        }
        const json = NewsArticleJsonLd.render(given)
        expect(json).not.toMatch(/[<>&\u2028\u2029]/)
        const read = JSON.parse(inPage(json))
        expect([read.headline, read.correction[0].text, read.comment[0].text]).toEqual(
          [headline, notice, body].map(legible)
        )
      }),
      { numRuns: 500 }
    )
  })
})
