import fc from "fast-check"
import type { Channel, Item } from "../../src/syndication/Feed.ts"

export const channel: Channel = {
  title: "المنارة اليوم",
  description: "آخر الأخبار",
  language: "ar-MA",
  siteUrl: "https://news.example/ar/",
  feedUrl: "https://news.example/ar/rss.xml",
  updatedAt: 1_715_504_700_000,
  rights: "المنارة اليوم"
}

export const item: Item = {
  id: "tag:news.example,2024:article/48231abcde",
  url: "https://news.example/ar/culture/48231abcde-الرباط-افتتاح-الدورة-ال48",
  title: "الرباط: افتتاح الدورة الـ48 & أكثر <قريبا>",
  summary: "تنطلق «MY santé» بين 2022-2024",
  contentHtml: "<p>نص &amp; نص</p><p lang=\"fr\">L’été ]]> à Rabat</p>",
  language: "ar-MA",
  publishedAt: 1_715_504_700_000,
  modifiedAt: 1_715_591_100_000,
  byline: ["سلمى الإدريسي", "Jean N’Diaye"],
  agency: "و م ع",
  categories: ["ثقافة", "معارض"],
  commentsUrl: "https://news.example/ar/culture/48231abcde#comments"
}

/** Text as an attacker, a copied PDF or a broken client sends it. */
export const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.array(
    fc.constantFrom(
      "<script>alert(1)</script>",
      "]]>",
      "<![CDATA[",
      "&amp;",
      "&#0;",
      "&",
      "<",
      ">",
      "\"",
      "'",
      "\u0000",
      "\u0008",
      "\u000b",
      "\u001f",
      "\u007f",
      "\u0085",
      "\ud800",
      "\udc00",
      "\ufffe",
      "\uffff",
      "\ufeff",
      "\r\n",
      "\r",
      "\n",
      "\t",
      " ",
      "\u202e",
      "\u2067",
      "\u2069",
      "\u2028",
      "--",
      "<!--",
      "-->",
      "?>",
      "</item>",
      "</channel>",
      "</script>",
      "<!DOCTYPE a [<!ENTITY b \"c\">]>",
      "أخبار",
      "😀",
      "%",
      "%2",
      "%20",
      "$&",
      "__proto__"
    ),
    { maxLength: 8 }
  ).map((parts) => parts.join(""))
)

/** What XML 1.0 can hold of a text, said in another way than the code under test says it. */
export const legible = (text: string): string =>
  text.replace(/\r\n?/g, "\n").replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")

const moment = fc.integer({ min: 0, max: 4_102_444_800_000 })

export const hostileItem: fc.Arbitrary<Item> = fc.record({
  id: hostile,
  url: hostile,
  title: hostile,
  summary: hostile,
  contentHtml: hostile,
  language: fc.constantFrom("ar-MA", "fr-MA", "en"),
  publishedAt: moment,
  modifiedAt: moment,
  byline: fc.array(hostile, { maxLength: 3 }),
  categories: fc.array(hostile, { maxLength: 3 }),
  agency: hostile,
  commentsUrl: hostile,
  inReplyTo: fc.record({ id: hostile, url: hostile })
}, { requiredKeys: ["id", "url", "title", "contentHtml", "publishedAt", "modifiedAt", "byline", "categories"] })

export const hostileChannel: fc.Arbitrary<Channel> = fc.record({
  title: hostile,
  description: hostile,
  language: fc.constantFrom("ar-MA", "fr"),
  siteUrl: hostile,
  feedUrl: hostile,
  updatedAt: moment,
  rights: hostile
})
