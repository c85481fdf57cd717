/** The moderation queue and the decisions on it. */
import * as Views from "@dateline/eventsourcing/Views"
import * as Comments from "@dateline/publishing/Comments"
import type { InvalidInput } from "@dateline/publishing/InvalidInput"
import * as Policies from "@dateline/publishing/Policies"
import * as Harmless from "@dateline/publishing/text/Harmless"
import type * as ArticlePage from "@dateline/publishing/views/ArticlePage"
import * as ModerationQueue from "@dateline/publishing/views/ModerationQueue"
import * as Thread from "@dateline/publishing/views/Thread"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { Flash, QueueItem, RejectField } from "../../site/desk/Models.ts"
import { queuePage } from "../../site/desk/QueuePage.ts"
import type { FieldProblem } from "../../site/Models.ts"
import * as Paths from "../../site/Paths.ts"
import * as Commands from "../Commands.ts"
import * as FieldProblems from "../FieldProblems.ts"
import * as Query from "../Query.ts"
import * as Reading from "../Reading.ts"
import { notFound, Refusal } from "../Refusal.ts"
import * as Routes from "../Routes.ts"
import * as Desk from "./Desk.ts"
import * as DeskFrame from "./DeskFrame.ts"

const perPage = 25

type Queued = ModerationQueue.QueuedComment
type Refused = Pick<QueueItem, "codes" | "note" | "problems">

const item = (
  queued: Queued,
  article: ArticlePage.ArticlePage,
  parent: Thread.ThreadComment | undefined,
  commitId: string
): QueueItem => ({
  id: queued.id,
  version: queued.version,
  revision: queued.revision,
  state: queued.state,
  language: queued.language,
  author: queued.name,
  body: queued.body,
  submittedAt: queued.submittedAt,
  policyVersion: queued.policyVersion,
  article: { headline: article.headline, path: Paths.article(article), language: article.language },
  parent: parent?.state === "visible" ? { author: parent.name, body: parent.body } : undefined,
  commitId
})

const items = Effect.fnUntraced(function*(queue: ReadonlyArray<Queued>) {
  const articles = yield* Reading.pages([...new Set(queue.map(({ article }) => article))])
  const parents = yield* Views.getMany(Thread.projection, queue.flatMap(({ parent }) => parent ?? []))
  const found = yield* Effect.forEach(
    queue,
    Effect.fnUntraced(function*(queued) {
      const article = articles.get(queued.article)
      const parent = queued.parent === undefined ? undefined : Harmless.of(parents.get(queued.parent))
      return article === undefined ? [] : [item(Harmless.of(queued), article, parent, yield* Commands.newCommitId)]
    })
  )
  return found.flat()
})

const render = Effect.fnUntraced(function*(
  { request, session }: Desk.Visit,
  page: { readonly items: ReadonlyArray<QueueItem>; readonly next?: string | undefined },
  status?: number
) {
  const frame = yield* DeskFrame.make(request, Paths.desk.queue, { session })
  const policy = yield* Policies.inForce
  const reasons = policy.codes.map(({ code, texts }) => ({ code, text: texts[frame.language] }))
  return yield* DeskFrame.page(request, queuePage({ frame, reasons, ...page }), status)
})

const show = Effect.fnUntraced(function*(visit: Desk.Visit) {
  const cursor = yield* Query.one(visit.request, "after")
  const page = yield* Views.query(ModerationQueue.projection, {
    index: "oldest",
    equal: [],
    limit: perPage,
    ...(cursor === undefined ? {} : { cursor })
  })
  const next = page.next && `${Paths.desk.queue}?after=${encodeURIComponent(page.next)}`
  return yield* render(visit, { items: yield* items(page.items.map(({ document }) => document)), next })
})

const fields: FieldProblems.Fields<RejectField> = { codes: ["code"], note: ["note", 2000], revision: ["revision"] }

/** The one comment whose decision could not be taken, with what was chosen and written. */
const again = Effect.fnUntraced(
  function*(sent: Desk.Sent, id: string, problems: ReadonlyArray<FieldProblem<RejectField>>) {
    const queued = yield* Views.get(ModerationQueue.projection, id)
    if (Option.isNone(queued)) return yield* new Refusal({ status: 422, reason: problems[0]?.code })
    const refused: Refused = { codes: sent.form.all("code"), note: sent.form.text("note"), problems }
    const shown = yield* items([queued.value])
    return yield* render(sent, { items: shown.map((one) => ({ ...one, ...refused })) }, 422)
  }
)

const flashes = { approve: "comment-approved", reject: "comment-rejected", hold: "comment-held" } as const satisfies {
  readonly [action: string]: Flash
}

type Action = keyof typeof flashes

const isAction = (text: string): text is Action => Object.hasOwn(flashes, text)

const carryOut = Effect.fnUntraced(function*({ form, session }: Desk.Sent, id: string, action: Action) {
  const note = form.text("note")
  const decision = {
    id,
    actor: Desk.actorOf(session),
    commitId: yield* Commands.commitIdOf(form),
    revision: Number(form.text("revision") || Number.NaN),
    ...(note.trim() === "" ? {} : { note })
  }
  if (action === "approve") return yield* Commands.shown(Comments.approve(decision))
  if (action === "hold") return yield* Commands.shown(Comments.hold(decision))
  return yield* Commands.shown(Comments.reject({ ...decision, codes: form.all("code") }))
})

const decide = Effect.fnUntraced(function*(sent: Desk.Sent) {
  const id = yield* Routes.parameter("id")
  const action = yield* Routes.parameter("action")
  if (!isAction(action)) return yield* notFound
  const reply = (problem: FieldProblem<RejectField>) => again(sent, id, [problem])
  const decided = Effect.andThen(carryOut(sent, id, action), DeskFrame.done(Paths.desk.queue, flashes[action]))
  return yield* decided.pipe(Effect.catchTags({
    InvalidInput: (error: InvalidInput) => again(sent, id, FieldProblems.of(error, fields)),
    ReasonRequired: () => reply({ field: "code", code: "required" }),
    UnknownReasonCode: () => reply({ field: "code", code: "unknown-code" }),
    NoteRequired: () => reply({ field: "note", code: "note-required" })
  }))
})

export const layer = Layer.mergeAll(
  Routes.at("/desk/queue", { GET: Desk.shown(show) }),
  Routes.at("/desk/comments/:id/:action", { POST: Desk.acted(decide) })
)
