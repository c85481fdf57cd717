/** What an editor does to an article, each on the version that was seen. */
import * as Articles from "@dateline/publishing/Articles"
import type { NotPublishable } from "@dateline/publishing/domain/ArticleRejections"
import type { InvalidInput } from "@dateline/publishing/InvalidInput"
import * as Effect from "effect/Effect"
import type { EditorAction, Flash, RefusedEdit } from "../../site/desk/Models.ts"
import * as Paths from "../../site/Paths.ts"
import * as Commands from "../Commands.ts"
import * as FieldProblems from "../FieldProblems.ts"
import { notFound, Refusal } from "../Refusal.ts"
import * as Refusals from "../Refusals.ts"
import * as Routes from "../Routes.ts"
import * as ArticleForms from "./ArticleForms.ts"
import * as ArticleRoutes from "./ArticleRoutes.ts"
import * as Desk from "./Desk.ts"
import * as DeskFrame from "./DeskFrame.ts"

const flashes = {
  edit: "saved",
  publish: "published",
  typo: "typo-fixed",
  correct: "corrected",
  retract: "retracted"
} as const satisfies { readonly [action in EditorAction]: Flash }

const isAction = (text: string): text is EditorAction => Object.hasOwn(flashes, text)

const versionOf = (sent: Desk.Sent): Effect.Effect<number, Refusal> => {
  const text = sent.form.text("version")
  return /^\d{1,15}$/.test(text)
    ? Effect.succeed(Number(text))
    : Effect.fail(new Refusal({ status: 422, reason: "form-invalid" }))
}

const carryOut = Effect.fnUntraced(function*(sent: Desk.Sent, id: string, action: EditorAction) {
  const { form, session } = sent
  const commitId = yield* Commands.commitIdOf(form)
  const act = { id, actor: Desk.actorOf(session), commitId, expectedVersion: yield* versionOf(sent) }
  // The domain checks what each form says; the types are what comes out of those checks.
  switch (action) {
    case "edit":
      return yield* Articles.edit({ ...ArticleForms.editOf(form), ...act } as Articles.EditRequest)
    case "publish":
      return yield* Articles.publish(act)
    case "typo":
      return yield* Articles.fixTypo({ ...act, block: form.text("block"), text: form.text("text").trim() })
    case "correct":
      return yield* Articles.correct({ ...ArticleForms.correctionOf(form), ...act } as Articles.CorrectionRequest)
    case "retract":
      return yield* Articles.retract({ ...act, notice: form.text("notice").trim() })
  }
})

/** The editor's page with the form as it was sent; the same commit id, because nothing was done with it. */
const again = Effect.fnUntraced(function*(
  sent: Desk.Sent,
  action: EditorAction,
  problems: RefusedEdit["problems"],
  status: ArticleRoutes.Refused["status"] = 422
) {
  const { form } = sent
  const article = yield* ArticleRoutes.addressed
  // What the article's state does not allow any more has no form in which something could be put right.
  if (!ArticleRoutes.allows(article.state, action)) return yield* new Refusal({ status: 409, reason: "stale" })
  const { block, notice, text } = { block: form.text("block"), notice: form.text("notice"), text: form.text("text") }
  return yield* ArticleRoutes.editor(sent, article, {
    status,
    refused: { action, problems, block, notice, text },
    values: action === "edit" ? ArticleForms.valuesOf(form) : undefined,
    version: yield* versionOf(sent),
    commitId: yield* Commands.commitIdOf(form)
  })
})

const missing = ({ missing }: NotPublishable): RefusedEdit["problems"] =>
  missing.map((field) => ({ field, code: "required" }))

const post = Effect.fnUntraced(function*(sent: Desk.Sent) {
  const action = yield* Routes.parameter("action")
  if (!isAction(action)) return yield* notFound
  const { id } = yield* ArticleRoutes.addressed
  const path = Paths.desk.article(id)
  const acted = Effect.andThen(Commands.shown(carryOut(sent, id, action)), DeskFrame.done(path, flashes[action]))
  return yield* acted.pipe(
    Effect.catchTags({
      InvalidInput: (error: InvalidInput) => again(sent, action, FieldProblems.of(error, ArticleForms.fields)),
      NotPublishable: (error: NotPublishable) => again(sent, action, missing(error)),
      NoticeRequired: () => again(sent, action, [{ field: "notice", code: "required" }]),
      UnknownBlock: () => again(sent, action, [{ field: "block", code: "unknown" }]),
      Conflict: () => again(sent, action, [{ field: "form", code: "stale" }], 409),
      AgencyCreditKept: () => again(sent, action, [{ field: "agency", code: "credit-kept" }])
    }),
    Effect.mapError((error) => Refusals.keeping(error, { typed: [], back: path }))
  )
})

export const layer = Routes.at("/desk/articles/:id/:action", { POST: Desk.acted(post) })
