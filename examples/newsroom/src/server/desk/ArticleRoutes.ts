/** The desk's articles: the list, a new one, and the editor's page. */
import * as Views from "@dateline/eventsourcing/Views"
import * as Articles from "@dateline/publishing/Articles"
import * as Permissions from "@dateline/publishing/domain/Permissions"
import * as Bidi from "@dateline/publishing/text/Bidi"
import * as ArticleDesk from "@dateline/publishing/views/ArticleDesk"
import * as ArticlePage from "@dateline/publishing/views/ArticlePage"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { articlesPage } from "../../site/desk/ArticlesPage.ts"
import { editorPage } from "../../site/desk/EditorPage.ts"
import type { ArticleField, ArticleValues, EditorAction, RefusedEdit } from "../../site/desk/Models.ts"
import { newArticlePage } from "../../site/desk/NewArticlePage.ts"
import type { FieldProblem } from "../../site/Models.ts"
import * as Paths from "../../site/Paths.ts"
import * as Models from "../ArticleModels.ts"
import * as Commands from "../Commands.ts"
import * as FieldProblems from "../FieldProblems.ts"
import * as Query from "../Query.ts"
import { notFound } from "../Refusal.ts"
import * as Routes from "../Routes.ts"
import * as ArticleForms from "./ArticleForms.ts"
import * as Desk from "./Desk.ts"
import * as DeskFrame from "./DeskFrame.ts"

const perPage = 50

const list = Effect.fnUntraced(function*({ request, session }: Desk.Visit) {
  const cursor = yield* Query.one(request, "after")
  const page = yield* Views.query(ArticleDesk.projection, {
    index: "all",
    equal: [],
    direction: "descending",
    limit: perPage,
    ...(cursor === undefined ? {} : { cursor })
  })
  const items = page.items.map(({ document: { changedAt, content, id, language, state, version } }) => ({
    id,
    language,
    section: content.section ?? "",
    headline: Bidi.neutralise(content.headline),
    state,
    version,
    changedAt
  }))
  const frame = yield* DeskFrame.make(request, Paths.desk.articles, { session })
  const next = page.next && `${Paths.desk.articles}?after=${encodeURIComponent(page.next)}`
  return yield* DeskFrame.page(request, articlesPage({ frame, items, next }))
})

/** The form for a new article, empty or as it was sent. */
const draftForm = Effect.fnUntraced(function*(
  { request, session }: Desk.Visit,
  sent?: {
    readonly values: ArticleValues
    readonly problems: ReadonlyArray<FieldProblem<ArticleField>>
    readonly commitId: string
  }
) {
  const frame = yield* DeskFrame.make(request, Paths.desk.newArticle, { session })
  const { commitId, problems, values } = sent ?? {
    values: ArticleForms.blank(frame.language),
    problems: [],
    commitId: yield* Commands.newCommitId
  }
  const html = newArticlePage({ frame, values, problems, choices: ArticleForms.choices, commitId })
  return yield* DeskFrame.page(request, html, sent === undefined ? 200 : 422)
})

const isOfDraft = (problem: FieldProblem<ArticleForms.EditorField>): problem is FieldProblem<ArticleField> =>
  problem.field !== "notice" && problem.field !== "block" && problem.field !== "text"

const draft = Effect.fnUntraced(function*(sent: Desk.Sent) {
  const { form, session } = sent
  const commitId = yield* Commands.commitIdOf(form)
  // The domain checks what the form says; its type is what comes out of that check.
  const request = { ...ArticleForms.draftOf(form), actor: Desk.actorOf(session), commitId } as Articles.DraftRequest
  const drafted = Effect.flatMap(
    Commands.shown(Articles.draft(request)),
    ({ id }) => DeskFrame.done(Paths.desk.article(id), "drafted")
  )
  return yield* Effect.catchTag(drafted, "InvalidInput", (error) => {
    const problems = FieldProblems.of(error, ArticleForms.fields).filter(isOfDraft)
    return draftForm(sent, { values: ArticleForms.valuesOf(form), problems, commitId })
  })
})

const inState: { readonly [state in ArticleDesk.DeskArticle["state"]]: ReadonlyArray<EditorAction> } = {
  draft: ["edit", "publish"],
  live: ["edit", "typo", "correct", "retract"],
  retracted: []
}

/** Whether an article in a state can be acted on like this. */
export const allows = (state: ArticleDesk.DeskArticle["state"], action: EditorAction): boolean =>
  inState[state].includes(action)

const permission = {
  edit: "article.edit",
  publish: "article.publish",
  typo: "article.fix-typo",
  correct: "article.correct",
  retract: "article.retract"
} as const satisfies { readonly [action in EditorAction]: Permissions.Action }

/** The article that the address names. */
export const addressed = Effect.flatMap(
  Routes.parameter("id"),
  Effect.fnUntraced(function*(id) {
    const article = yield* Views.get(ArticleDesk.projection, id)
    return Option.isSome(article) ? article.value : yield* notFound
  })
)

const about = (article: ArticleDesk.DeskArticle, page: ArticlePage.ArticlePage | undefined, version: number) => ({
  id: article.id,
  version,
  state: article.state,
  language: article.language,
  headline: Bidi.neutralise(article.content.headline),
  blocks: article.content.body,
  corrections: page?.corrections ?? [],
  retraction: page && Models.article(page).retraction,
  publicPath: page && Paths.article(page)
})

/** An action that was refused, with what was typed for it. */
export interface Refused {
  readonly status: 409 | 422
  readonly refused: RefusedEdit
  readonly values?: ArticleValues | undefined
  /** The version that was acted on: what was made from an older text must not replace a newer one, ever. */
  readonly version: number
  readonly commitId: string
}

/** The editor's page of an article, as it stands or with an action that was refused. */
export const editor = Effect.fnUntraced(function*(
  { request, session }: Desk.Visit,
  article: ArticleDesk.DeskArticle,
  sent?: Refused
) {
  const page = Option.getOrUndefined(yield* Views.get(ArticlePage.projection, article.id))
  const html = editorPage({
    frame: yield* DeskFrame.make(request, Paths.desk.article(article.id), { session }),
    article: about(article, page, sent?.version ?? article.version),
    allowed: inState[article.state].filter((action) => Permissions.allows(session.role, permission[action])),
    values: sent?.values ?? ArticleForms.valuesOfContent(article.content),
    refused: sent?.refused,
    choices: ArticleForms.choices,
    commitId: sent?.commitId ?? (yield* Commands.newCommitId)
  })
  return yield* DeskFrame.page(request, html, sent?.status)
})

export const layer = Layer.mergeAll(
  Routes.at("/desk/articles", { GET: Desk.shown(list), POST: Desk.acted(draft) }),
  Routes.at("/desk/articles/new", { GET: Desk.shown((visit) => draftForm(visit)) }),
  Routes.at("/desk/articles/:id", {
    GET: Desk.shown((visit) => Effect.flatMap(addressed, (article) => editor(visit, article)))
  })
)
