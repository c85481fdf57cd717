/** Articles and comments as feeds carry them. Pure. */
import type { Item } from "@dateline/publishing/syndication/Feed"
import type * as View from "@dateline/publishing/views/ArticlePage"
import type { VisibleComment } from "@dateline/publishing/views/Thread"
import { agencyName, catalogueOf, sectionName } from "../language/Languages.ts"
import { html, toText } from "../site/Html.ts"
import * as Paths from "../site/Paths.ts"
import { beginning, paragraphs } from "../site/Text.ts"

/**
 * A name for ever, whatever becomes of headline and address.
 *
 * *Source:* RFC 4151, the `tag` scheme.
 */
const tag = (baseUrl: string, at: number, name: string): string =>
  `tag:${new URL(baseUrl).hostname},${new Date(at).toISOString().slice(0, 10)}:${name}`

const articleId = (page: View.ArticlePage, baseUrl: string): string =>
  tag(baseUrl, page.publishedAt, `article/${page.id}`)

/** The text as readers see it, corrections included. */
const content = (page: View.ArticlePage): string => {
  const { site } = catalogueOf(page.language)
  return toText(
    html`${page.body.map(({ text }) => html`<p>${text}</p>`)}${
      page.corrections.map(({ notice }) => html`<p><strong>${site.correction}</strong> ${notice}</p>`)
    }`
  )
}

/** A published article. */
export const ofArticle = (page: View.LiveArticle, baseUrl: string): Item => {
  const catalogue = catalogueOf(page.language)
  const url = `${baseUrl}${Paths.article(page)}`
  return {
    id: articleId(page, baseUrl),
    url,
    title: page.headline,
    summary: page.deck ?? beginning(page.body[0]?.text ?? "", 300),
    contentHtml: content(page),
    language: catalogue.locale,
    publishedAt: page.publishedAt,
    modifiedAt: page.modifiedAt,
    byline: page.byline,
    ...(page.agency === undefined ? {} : { agency: agencyName(catalogue, page.agency) }),
    categories: [sectionName(catalogue, page.section), ...page.tags],
    commentsUrl: `${url}#comments`
  }
}

/** A comment that readers see. */
export const ofComment = (comment: VisibleComment, page: View.ArticlePage, baseUrl: string): Item => {
  const address = `${baseUrl}${Paths.article(page)}`
  return {
    id: tag(baseUrl, comment.submittedAt, `comment/${comment.id}`),
    url: Paths.comment(address, comment.id),
    title: comment.name,
    summary: beginning(comment.body, 300),
    contentHtml: toText(paragraphs(comment.body)),
    publishedAt: comment.submittedAt,
    modifiedAt: comment.submittedAt,
    byline: [comment.name],
    categories: [],
    inReplyTo: comment.parent === undefined
      ? { id: articleId(page, baseUrl), url: address }
      : { id: `urn:dateline:comment:${comment.parent}`, url: Paths.comment(address, comment.parent) }
  }
}
