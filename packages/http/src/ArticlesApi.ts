/** The part of the contract that is about articles: writing them needs a token, reading them does not. */
import * as ArticleInput from "@dateline/publishing/ArticleInput"
import { Agency } from "@dateline/publishing/domain/Agency"
import { Language } from "@dateline/publishing/domain/Language"
import { Section } from "@dateline/publishing/domain/Section"
import type { Problem } from "@dateline/publishing/InvalidInput"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Schema from "effect/Schema"
import { Article, ArticleSummary } from "./ArticleResource.ts"
import { Authorization } from "./Authorization.ts"
import * as IdempotencyKey from "./IdempotencyKey.ts"
import * as IfMatch from "./IfMatch.ts"
import * as Example from "./internal/example.ts"
import { ArticleId, described, next, page, Version } from "./internal/fields.ts"
import { describe } from "./internal/operation.ts"
import * as Problems from "./Problem.ts"

const notEmpty = Schema.makeFilter(
  (paragraphs: ReadonlyArray<string>): Problem | undefined => paragraphs.length === 0 ? "required" : undefined,
  { toJsonSchema: () => ({ minItems: 1 }) }
)

/** What a new article is made of. A draft of the desk may be less than that; one that comes by the API is whole. */
export const Draft = Schema.Struct({
  ...ArticleInput.Draft.fields,
  language: described(Language, "The language that it is written in; a translation is an article of its own"),
  section: described(Section, "Where it is published"),
  headline: described(ArticleInput.Headline, "The headline"),
  deck: Schema.optionalKey(described(ArticleInput.Deck, "The sentence under the headline")),
  body: described(ArticleInput.Body.check(notEmpty), "The paragraphs, as plain text"),
  dateline: Schema.optionalKey(described(ArticleInput.Dateline, "Where and when the story says it was filed")),
  slug: described(ArticleInput.Draft.fields.slug, "Decorates the address; made from the headline when absent"),
  byline: described(ArticleInput.Draft.fields.byline, "The names of those who wrote it, as printed"),
  tags: described(ArticleInput.Draft.fields.tags, "What it is about, in the newsroom's own words"),
  agency: Schema.optionalKey(described(Agency, "Whose copy this is; the credit stays for ever"))
}).annotate({ identifier: "ArticleDraft" })

/** A slip that is put right without a notice. */
export const Typo = Schema.Struct({
  block: described(ArticleInput.Typo.fields.block, "A paragraph's id, `headline` or `deck`"),
  text: described(ArticleInput.Paragraph, "What it says from now on")
}).annotate({ identifier: "Typo" })

const { block, notice, text } = ArticleInput.Correction.fields

/** An error that is put right with a public notice. A text without its place is refused by the newsroom itself. */
export const Correction = Schema.Struct({
  notice: described(notice, "What the public is told, for ever"),
  block: described(block, "What the notice is about, if it is about one place; required with `text`"),
  text: described(text, "What that place says from now on, if it changes")
}).annotate({ identifier: "Correction" })

/** Why the text is taken back. */
export const Retraction = Schema.Struct({ notice: described(notice, "What stands in the text's place") }).annotate({
  identifier: "Retraction"
})

/** What a command to an article answers. */
export const ArticleReceipt = Schema.Struct({ id: ArticleId, version: Version }).annotate({
  identifier: "ArticleReceipt",
  description: "The article's id, and its version after the command"
})

const params = { id: ArticleId }
const keyed = IdempotencyKey.header
const conditional = { ...IdempotencyKey.header, ...IfMatch.header }

const always = [Problems.MalformedRequest, Problems.InternalError, Problems.Unavailable] as const
const writes = [
  ...always,
  Problems.Forbidden,
  Problems.StaleVersion,
  Problems.PayloadTooLarge,
  Problems.ValidationFailed,
  Problems.IdempotencyKeyReused
] as const
const commands = [...writes, Problems.NotFound, Problems.WrongState, Problems.PreconditionFailed] as const

const draft = HttpApiEndpoint.post("draft", "/articles", {
  headers: keyed,
  payload: Draft,
  success: ArticleReceipt.pipe(HttpApiSchema.status("Created")),
  error: [...writes, Problems.UnsupportedMediaType]
}).annotateMerge(describe({
  id: "draftArticle",
  summary: "Write a new article",
  description: "Makes a draft, which only the newsroom sees until it is published. `Location` is its public address.",
  request: Example.draft,
  response: Example.receipt(1),
  headers: ["etag", "location"]
})).middleware(Authorization)

const publish = HttpApiEndpoint.post("publish", "/articles/:id/publish", {
  params,
  headers: conditional,
  success: ArticleReceipt,
  error: commands
}).annotateMerge(describe({
  id: "publishArticle",
  summary: "Publish an article",
  description: "Makes the draft public. An article that is public already stays as it is.",
  response: Example.receipt(2),
  headers: ["etag"]
})).middleware(Authorization)

const typo = HttpApiEndpoint.post("typo", "/articles/:id/typo", {
  params,
  headers: conditional,
  payload: Typo,
  success: ArticleReceipt,
  error: [...commands, Problems.UnsupportedMediaType]
}).annotateMerge(describe({
  id: "fixTypo",
  summary: "Put a slip right, without a notice",
  description: "Replaces the text of one paragraph, of the headline or of the deck. It is recorded, and readers are " +
    "not told.",
  request: Example.typo,
  response: Example.receipt(3),
  headers: ["etag"]
})).middleware(Authorization)

const correct = HttpApiEndpoint.post("correct", "/articles/:id/corrections", {
  params,
  headers: conditional,
  payload: Correction,
  success: ArticleReceipt,
  error: [...commands, Problems.UnsupportedMediaType]
}).annotateMerge(describe({
  id: "correctArticle",
  summary: "Correct an article, with a public notice",
  description: "Adds a notice that stays with the article for ever, and replaces the text of one paragraph if asked.",
  request: Example.correction,
  response: Example.receipt(4),
  headers: ["etag"]
})).middleware(Authorization)

const retract = HttpApiEndpoint.post("retract", "/articles/:id/retract", {
  params,
  headers: conditional,
  payload: Retraction,
  success: ArticleReceipt,
  error: [...commands, Problems.UnsupportedMediaType]
}).annotateMerge(describe({
  id: "retractArticle",
  summary: "Retract an article",
  description: "The text gives way to the notice.",
  request: Example.retraction,
  response: Example.receipt(5),
  headers: ["etag"]
})).middleware(Authorization)

const get = HttpApiEndpoint.get("get", "/articles/:id", {
  params,
  success: Article,
  error: [...always, Problems.NotFound]
}).annotateMerge(describe({
  id: "getArticle",
  summary: "Read an article",
  description: "The article as the public sees it. One that was never published is not found.",
  response: Example.article,
  headers: ["etag"]
}))

const listed = HttpApiEndpoint.get("list", "/articles", {
  query: { language: Schema.optionalKey(Language), section: Schema.optionalKey(Section), ...page },
  success: Schema.Struct({ items: Schema.Array(ArticleSummary), next }).annotate({
    identifier: "ArticlePage",
    description: "A page of published articles"
  }),
  error: always
}).annotateMerge(describe({
  id: "listArticles",
  summary: "List published articles",
  description: "The latest first; of one language, of one section, or of all.",
  response: { items: [Example.summary] }
}))

/** Articles. */
export class ArticlesApi extends HttpApiGroup.make("articles")
  .add(draft, publish, typo, correct, retract, get, listed)
  .annotateMerge(OpenApi.annotations({
    title: "Articles",
    description: "Writing, publishing and putting right; and what the public reads."
  }))
{}
