/** A comment comes in. The same form sent again is the same comment; whatever is wrong with it, no word is lost. */
import { bodyGraphemes } from "@dateline/publishing/CommentInput"
import * as Comments from "@dateline/publishing/Comments"
import * as Policies from "@dateline/publishing/Policies"
import { nameGraphemes } from "@dateline/publishing/TextInput"
import type * as View from "@dateline/publishing/views/ArticlePage"
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Response from "effect/http/HttpServerResponse"
import * as Option from "effect/Option"
import * as Forms from "../Forms.ts"
import { confidential } from "../SecurityHeaders.ts"
import { Site } from "../Site.ts"
import type { CommentField, FieldProblem } from "../site/Models.ts"
import * as Paths from "../site/Paths.ts"
import { Tokens } from "../Tokens.ts"
import * as ArticleRoutes from "./ArticleRoutes.ts"
import * as Commands from "./Commands.ts"
import * as FieldProblems from "./FieldProblems.ts"
import * as FormTokens from "./FormTokens.ts"
import * as Pages from "./Pages.ts"
import * as Reading from "./Reading.ts"
import { Refusal } from "./Refusal.ts"
import * as Refusals from "./Refusals.ts"
import * as Routes from "./Routes.ts"

const fields: FieldProblems.Fields<CommentField> = {
  name: ["name", nameGraphemes],
  email: ["email"],
  body: ["body", bodyGraphemes]
}

type Problem = FieldProblem<CommentField>

const ofForm = (code: Problem["code"]): Problem => ({ field: "form", code })

const valuesOf = (form: Forms.Form) => ({ name: form.text("name"), email: form.text("email"), body: form.text("body") })

/** The article's page with the form as it was sent. */
const again = Effect.fnUntraced(function*(
  article: View.ArticlePage,
  form: Forms.Form,
  status: number,
  problems: ReadonlyArray<Problem>,
  formToken?: string
) {
  const attempt = { values: valuesOf(form), problems, parentId: form.text("parentId") || undefined, formToken }
  return Pages.page(yield* ArticleRoutes.render(article, attempt), { status, headers: confidential })
})

/** A form that is sent again takes no second place. */
const underLimit = Effect.fnUntraced(function*(request: HttpServerRequest, form: Forms.Form) {
  const { clientAddress, commentRate } = yield* Site
  const place = yield* commentRate.take(clientAddress(request), form.text("formToken"))
  if (place._tag === "Refused") {
    return yield* new Refusal({ status: 429, reason: "rate-limited", retryAfter: place.retryAfter })
  }
})

/** The version of the conditions that the form showed; none that was ever in force means that the form was changed. */
const seenPolicy = Effect.fnUntraced(function*(form: Forms.Form) {
  const version = Number(form.text("policyVersion") || Number.NaN)
  const known = Number.isSafeInteger(version) && Option.isSome(yield* Policies.version(version))
  return known ? version : yield* new FormTokens.UnusableForm({ reason: "form-invalid" })
})

const submit = Effect.fnUntraced(function*(request: HttpServerRequest, article: View.ArticlePage, form: Forms.Form) {
  yield* underLimit(request, form)
  const commitId = yield* FormTokens.redeem(article.id, form.text("formToken"))
  const policyVersion = yield* seenPolicy(form)
  const parentId = form.text("parentId")
  const comment = yield* Commands.shown(Comments.submit({
    articleId: article.id,
    ...valuesOf(form),
    ...(parentId === "" ? {} : { parentId }),
    policyVersion,
    language: article.language,
    commitId
  }))
  const { status } = yield* Tokens
  return Response.redirect(`/comments/status/${status.sign(comment.id)}`, { status: 303, headers: confidential })
})

const commentsClosed = new Refusal({ status: 403, reason: "comments-closed" })

/**
 * Problems that the reader can solve come back with the form; a token that is still good stays in it, so that a moment
 * later or with a field put right the same form goes through.
 */
const receive = Effect.fnUntraced(function*(request: HttpServerRequest, article: View.ArticlePage, form: Forms.Form) {
  const token = form.text("formToken")
  // An article that takes no comments has no form in which something could be put right.
  const reply = (status: number, problems: ReadonlyArray<Problem>, kept?: string) =>
    article.state === "live" ? again(article, form, status, problems, kept) : Effect.fail(commentsClosed)
  // People never see this field; the browser of one may have filled it in, so the answer is a form and not a pretence.
  if (form.text("website") !== "") return yield* reply(422, [ofForm("form-invalid")])
  return yield* submit(request, article, form).pipe(Effect.catchTags({
    InvalidInput: (error) => reply(422, FieldProblems.of(error, fields), token),
    UnknownParent: () => reply(422, [ofForm("unknown")], token),
    CommitIdReused: () => reply(409, [ofForm("form-reused")]),
    UnusableForm: ({ reason }) => reply(422, [ofForm(reason)], reason === "too-fast" ? token : undefined)
  }))
})

const post = Effect.fnUntraced(function*(request: HttpServerRequest) {
  const article = yield* Reading.article(yield* Routes.parameter("id"))
  const back = `${Paths.article(article)}#comment-form`
  const form = yield* Effect.mapError(
    Forms.read(request),
    (error) => Refusals.keeping(error, { language: article.language, typed: [], back })
  )
  return yield* Effect.mapError(
    receive(request, article, form),
    (error) => Refusals.keeping(error, { language: article.language, typed: [form.text("body")], back })
  )
})

export const layer = Routes.at("/a/:id/comments", { POST: post })
