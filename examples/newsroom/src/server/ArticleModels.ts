/** Views as the pages want them. Pure. */
import type { ArticleCard } from "@dateline/publishing/views/ArticleCards"
import type * as View from "@dateline/publishing/views/ArticlePage"
import type { Correction } from "@dateline/publishing/views/Corrections"
import type { ShownComment } from "@dateline/publishing/views/Thread"
import type * as Model from "../site/Models.ts"
import * as Paths from "../site/Paths.ts"

export const teaser = (card: ArticleCard, commentCount: number): Model.Teaser => ({
  id: card.id,
  language: card.language,
  section: card.section,
  slug: card.slug,
  headline: card.headline,
  deck: card.deck,
  place: card.dateline?.place,
  agency: card.agency,
  publishedAt: card.publishedAt,
  modifiedAt: card.modifiedAt,
  commentCount
})

export const article = (page: View.ArticlePage): Model.Article => ({
  id: page.id,
  version: page.version,
  state: page.state,
  language: page.language,
  section: page.section,
  slug: page.slug,
  headline: page.headline,
  deck: page.deck,
  place: page.dateline?.place,
  date: page.dateline?.date,
  byline: page.byline,
  agency: page.agency,
  body: page.body,
  tags: page.tags,
  publishedAt: page.publishedAt,
  modifiedAt: page.modifiedAt,
  corrections: page.corrections,
  retraction: page.state === "retracted" ? { at: page.retractedAt, notice: page.notice } : undefined
})

const comment = (shown: ShownComment, replies: ReadonlyArray<Model.Comment>): Model.Comment =>
  shown.state === "visible"
    ? {
      id: shown.id,
      state: "visible",
      author: shown.name,
      at: shown.submittedAt,
      body: shown.body,
      replies
    }
    : { id: shown.id, state: "removed", author: "", at: 0, body: "", replies }

/** Each answer under what it answers. One whose parent is not on this page stands by itself. */
export const thread = (comments: ReadonlyArray<ShownComment>): ReadonlyArray<Model.Comment> => {
  const present = new Set(comments.map(({ id }) => id))
  const replies = new Map<string, Array<ShownComment>>()
  const roots: Array<ShownComment> = []
  for (const one of comments) {
    if (one.parent === undefined || !present.has(one.parent)) roots.push(one)
    else replies.set(one.parent, [...replies.get(one.parent) ?? [], one])
  }
  const built = new Map<string, Model.Comment>()
  // Answers come after what they answer, so that from the end every answer is built before its parent.
  for (const one of comments.toReversed()) {
    built.set(one.id, comment(one, (replies.get(one.id) ?? []).map(({ id }) => built.get(id)!)))
  }
  return roots.map(({ id }) => built.get(id)!)
}

export const correction = (entry: Correction, page: View.ArticlePage): Model.CorrectionsPage["items"][number] => ({
  kind: entry.kind,
  at: entry.at,
  notice: entry.notice,
  block: entry.block,
  headline: page.headline,
  path: Paths.article(page)
})
