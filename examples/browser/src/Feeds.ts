/** The feeds of the folded articles, written by the pure functions that the server writes its own with. */
import * as Atom from "@dateline/publishing/syndication/Atom"
import type { Channel, Item } from "@dateline/publishing/syndication/Feed"
import * as JsonFeed from "@dateline/publishing/syndication/JsonFeed"
import * as Rss from "@dateline/publishing/syndication/Rss"
import * as Sitemap from "@dateline/publishing/syndication/Sitemap"
import type { ArticlePage } from "@dateline/publishing/views/ArticlePage"

const site = "https://news.example"

const urlOf = ({ id, language, section, slug }: ArticlePage): string => `${site}/${language}/${section}/${id}-${slug}`

const itemOf = (page: ArticlePage): Item => ({
  id: `urn:dateline:article:${page.id}`,
  url: urlOf(page),
  title: page.headline,
  ...(page.deck === undefined ? {} : { summary: page.deck }),
  contentHtml: page.body.map(({ text }) => `<p>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</p>`).join(""),
  language: page.language,
  publishedAt: page.publishedAt,
  modifiedAt: page.modifiedAt,
  byline: page.byline,
  ...(page.agency === undefined ? {} : { agency: page.agency }),
  categories: [page.section, ...page.tags]
})

/** Every format, of all articles that are live. */
export const feedsOf = (pages: ReadonlyArray<ArticlePage>): Readonly<Record<string, string>> => {
  const items = pages.filter(({ state }) => state === "live").map(itemOf)
  const channel: Channel = {
    title: "المنارة اليوم",
    description: "آخر الأخبار",
    language: "ar-MA",
    siteUrl: site,
    feedUrl: `${site}/feed`,
    updatedAt: Math.max(0, ...items.map(({ modifiedAt }) => modifiedAt))
  }
  return {
    rss: Rss.render(channel, items),
    atom: Atom.render(channel, items),
    json: JsonFeed.render(channel, items),
    sitemap: Sitemap.render(items.map(({ modifiedAt, url }) => ({ url, modifiedAt, alternates: [] })))
  }
}
