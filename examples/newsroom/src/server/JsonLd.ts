/** An article as search engines read it. */
import * as NewsArticleJsonLd from "@dateline/publishing/syndication/NewsArticleJsonLd"
import type * as View from "@dateline/publishing/views/ArticlePage"
import type { ShownComment } from "@dateline/publishing/views/Thread"
import { agencyName, catalogueOf, sectionName } from "../language/Languages.ts"
import * as Paths from "../site/Paths.ts"

/** A JSON-LD object; only comments that readers see are in it. */
export const jsonLd = (
  article: View.ArticlePage,
  baseUrl: string,
  comments: ReadonlyArray<ShownComment>,
  commentCount: number
): unknown => {
  const catalogue = catalogueOf(article.language)
  const text = NewsArticleJsonLd.render({
    url: `${baseUrl}${Paths.article(article)}`,
    headline: article.headline,
    ...(article.deck === undefined ? {} : { summary: article.deck }),
    language: catalogue.locale,
    section: sectionName(catalogue, article.section),
    tags: article.tags,
    publishedAt: article.publishedAt,
    modifiedAt: article.modifiedAt,
    ...(article.dateline === undefined ? {} : { dateline: article.dateline.place }),
    byline: article.byline,
    ...(article.agency === undefined ? {} : { agency: agencyName(catalogue, article.agency) }),
    publisher: { name: catalogue.siteName, url: `${baseUrl}/` },
    corrections: article.corrections,
    commentCount,
    comments: comments.flatMap((one) =>
      one.state === "visible" ? [{ name: one.name, body: one.body, at: one.submittedAt }] : []
    )
  })
  return JSON.parse(text)
}
