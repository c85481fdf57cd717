/** A commenter's private page: whoever has its address, and nobody else, sees what became of the comment. */
import * as Views from "@dateline/eventsourcing/Views"
import * as Comments from "@dateline/publishing/Comments"
import * as Policies from "@dateline/publishing/Policies"
import * as Harmless from "@dateline/publishing/text/Harmless"
import * as CommentStatus from "@dateline/publishing/views/CommentStatus"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Response from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Forms from "../Forms.ts"
import { confidential } from "../SecurityHeaders.ts"
import { frame } from "../Site.ts"
import type { StatusPage } from "../site/Models.ts"
import * as Paths from "../site/Paths.ts"
import { statusPage } from "../site/StatusPage.ts"
import { Tokens } from "../Tokens.ts"
import * as Commands from "./Commands.ts"
import * as Pages from "./Pages.ts"
import * as Reading from "./Reading.ts"
import { notFound } from "./Refusal.ts"
import * as Refusals from "./Refusals.ts"
import * as Routes from "./Routes.ts"

const pathOf = (token: string): string => `/comments/status/${token}`

/** The comment whose page it is. A token that was tampered with names nothing. */
const comment = Effect.gen(function*() {
  const { status } = yield* Tokens
  const id = status.verify(yield* Routes.parameter("token"), yield* Clock.currentTimeMillis)
  if (Result.isFailure(id)) return yield* notFound
  const found = yield* Views.get(CommentStatus.projection, id.success)
  return Option.isSome(found) ? Harmless.of(found.value) : yield* notFound
})

/** The reasons in the words of the policy by which it was decided, in the commenter's language. */
const decision = Effect.fnUntraced(function*(of: CommentStatus.CommentStatus) {
  if (of.decidedAt === undefined) return undefined
  const policy = Option.getOrUndefined(yield* Policies.version(of.policyVersion))
  const textOf = (code: string) => policy?.codes.find((one) => one.code === code)?.texts[of.language] ?? code
  return {
    at: of.decidedAt,
    reasons: of.codes.map((code) => ({ code, text: textOf(code) })),
    note: of.note,
    policyVersion: of.policyVersion,
    automatic: false
  } satisfies StatusPage["decision"]
})

const isWithdrawable = ({ state }: CommentStatus.CommentStatus): boolean =>
  state === "pending" || state === "held" || state === "approved"

const show = Effect.gen(function*() {
  const of = yield* comment
  const token = yield* Routes.parameter("token")
  const article = yield* Reading.article(of.article)
  const { body = "", id, language, name = "", policyVersion, state, submittedAt, version } = of
  const html = statusPage({
    frame: yield* frame({ language, path: pathOf(token) }),
    comment: { id, state, version, author: name, body, submittedAt, policyVersion },
    article: { headline: article.headline, path: Paths.article(article) },
    decision: yield* decision(of),
    withdraw: isWithdrawable(of)
      ? { action: `${pathOf(token)}/withdraw`, hidden: { commitId: yield* Commands.newCommitId } }
      : undefined
  })
  return Pages.page(html, { headers: confidential })
})

/** The address is the secret that allows it: another site that could send this form would have to know it. */
const withdraw = Effect.fnUntraced(function*(request: HttpServerRequest) {
  const { id, language } = yield* comment
  const back = pathOf(yield* Routes.parameter("token"))
  const carriedOut = Effect.gen(function*() {
    const form = yield* Forms.read(request)
    yield* Commands.shown(Comments.withdraw({ id, commitId: yield* Commands.commitIdOf(form) }))
  })
  yield* Effect.mapError(carriedOut, (error) => Refusals.keeping(error, { language, typed: [], back }))
  return Response.redirect(back, { status: 303, headers: confidential })
})

export const layer = Layer.mergeAll(
  Routes.at("/comments/status/:token", { GET: () => show }),
  Routes.at("/comments/status/:token/withdraw", { POST: withdraw })
)
