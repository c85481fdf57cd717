/** An article's page: the text, the comments, and the form for one more. */
import * as Policies from "@dateline/publishing/Policies"
import type * as View from "@dateline/publishing/views/ArticlePage"
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Response from "effect/http/HttpServerResponse"
import { frame } from "../Site.ts"
import { articlePage } from "../site/ArticlePage.ts"
import type { CommentField, CommentForm, FieldProblem } from "../site/Models.ts"
import * as Paths from "../site/Paths.ts"
import * as Models from "./ArticleModels.ts"
import * as FormTokens from "./FormTokens.ts"
import { jsonLd } from "./JsonLd.ts"
import * as PageCache from "./PageCache.ts"
import * as Pages from "./Pages.ts"
import * as Query from "./Query.ts"
import * as Reading from "./Reading.ts"
import { notFound } from "./Refusal.ts"
import * as Routes from "./Routes.ts"

const commentsPerPage = 100
const relatedStories = 4

/** What a reader typed into the form that comes back, and what is wrong with it. */
export interface Attempt {
  readonly values: Readonly<Record<CommentField, string>>
  readonly problems: ReadonlyArray<FieldProblem<CommentField>>
  readonly parentId?: string | undefined
  /** The form's token, when it is still good. */
  readonly formToken?: string | undefined
}

const untouched: Attempt = { values: { name: "", email: "", body: "" }, problems: [] }

const form = Effect.fnUntraced(function*(article: View.ArticlePage, attempt: Attempt) {
  const policy = yield* Policies.inForce
  const parent = attempt.parentId === undefined
    ? undefined
    : yield* Reading.visibleComment(article.id, attempt.parentId)
  return {
    articleId: article.id,
    policyVersion: policy.version,
    formToken: attempt.formToken ?? (yield* FormTokens.issue(article.id)),
    values: attempt.values,
    problems: attempt.problems,
    parent: parent && { id: parent.id, author: parent.name },
    conditions: policy.conditions[article.language]
  } satisfies CommentForm
})

const related = Effect.fnUntraced(function*(article: View.ArticlePage) {
  const { items } = yield* Reading.latestTeasers(article.language, article.section, { limit: relatedStories + 1 })
  return items.filter(({ id }) => id !== article.id).slice(0, relatedStories)
})

/** Which comments a page shows: all of them from the beginning, from where another page ended, or one of them. */
interface Shown {
  readonly after?: string | undefined
  readonly comment?: string | undefined
}

/** A comment by itself, with what it answers; from the beginning when there is no such comment to be seen. */
const comments = Effect.fnUntraced(function*(article: string, { after, comment }: Shown) {
  const one = comment === undefined ? [] : yield* Reading.commentWithParent(article, comment)
  const isAll = one.length === 0 && after === undefined
  const page = one.length > 0
    ? { items: one, next: undefined }
    : yield* Reading.comments(article, { limit: commentsPerPage, cursor: after })
  return { ...page, isAll }
})

/** The page of an article, with the form as it was left. */
export const render = Effect.fnUntraced(function*(
  article: View.ArticlePage,
  attempt: Attempt = untouched,
  of: Shown = {}
) {
  const path = Paths.article(article)
  const { isAll, items, next } = yield* comments(article.id, of)
  const count = yield* Reading.commentCount(article.id)
  const page = yield* frame({ language: article.language, path })
  return articlePage({
    frame: page,
    article: Models.article(article),
    thread: {
      count,
      comments: Models.thread(items),
      next: next && `${path}?comments=${encodeURIComponent(next)}#comments`,
      all: isAll ? undefined : `${path}#comments`
    },
    form: article.state === "live" ? yield* form(article, attempt) : undefined,
    related: yield* related(article),
    structuredData: jsonLd(article, page.baseUrl, items, count)
  })
})

/** The article that the address names by the id at the start of its last segment, however it goes on. */
export const addressed = Effect.flatMap(Routes.parameter("article"), (segment) => {
  const id = /^[0-9a-z]{1,40}(?=-|$)/.exec(segment)?.[0]
  return id === undefined ? notFound : Reading.article(id)
})

/** Whether a path is what the request asks for, however it is spelled. */
export const isFor = (request: HttpServerRequest, path: string): boolean =>
  decodeURIComponent(request.url.split(/[?#]/)[0]!) === decodeURIComponent(path)

const show = Effect.fnUntraced(function*(request: HttpServerRequest) {
  const article = yield* addressed
  const path = Paths.article(article)
  if (!isFor(request, path)) return Response.redirect(path, { status: 301, headers: Pages.shared })
  const parentId = yield* Query.one(request, "reply")
  const attempt = { ...untouched, parentId, formToken: FormTokens.mark }
  const html = yield* render(article, attempt, {
    after: yield* Query.one(request, "comments"),
    comment: yield* Query.one(request, "comment")
  })
  return { html, headers: Pages.personal, formOf: article.id }
})

export const layer = Routes.at("/:language/:section/:article", {
  GET: (request) => PageCache.page(request, show(request))
})
