/**
 * What a newsroom does with its articles. Every function checks the actor's role, reads its input, decides and commits;
 * views know of it once `Projector.caughtUp` has reached the answer's `position`.
 */
import type { Decider } from "@dateline/eventsourcing/Decider"
import type { EventStore } from "@dateline/eventsourcing/EventStore"
import * as Transact from "@dateline/eventsourcing/Transact"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { about, type Act, type Acted, acted, type ActOnVersion, type Fault } from "./Act.ts"
import * as ArticleInput from "./ArticleInput.ts"
import type { Actor } from "./domain/Actor.ts"
import { decider } from "./domain/Article.ts"
import type { ArticleCommand } from "./domain/ArticleCommands.ts"
import { type ArticleEvent, family } from "./domain/ArticleEvents.ts"
import { ArticleNotFound, type ArticleRejection } from "./domain/ArticleRejections.ts"
import type { ArticleState } from "./domain/ArticleState.ts"
import * as Permissions from "./domain/Permissions.ts"
import * as Ids from "./internal/ids.ts"
import { decode, invalidField, type InvalidInput } from "./InvalidInput.ts"
import * as Slug from "./text/Slug.ts"
import { hasVisible } from "./text/Visible.ts"

/** Who acts on which article. */
export interface ArticleAct extends ActOnVersion {
  readonly id: string
  readonly actor: Actor
}

export interface DraftRequest extends Act, ArticleInput.Draft {
  readonly actor: Actor
  /** 1 to 40 of 0-9 and a-z; derived from the commit id if absent. */
  readonly id?: string
}
export interface EditRequest extends ArticleAct, ArticleInput.Edit {}
export interface TypoRequest extends ArticleAct, ArticleInput.Typo {}
export interface CorrectionRequest extends ArticleAct, ArticleInput.Correction {}
export interface RetractionRequest extends ArticleAct, ArticleInput.Retraction {}

/** What can keep a command from being carried out: the role, the input, the rules, the store. */
export type ArticleError = Permissions.NotPermitted | InvalidInput | ArticleRejection | Fault

type Carried = Effect.Effect<Acted, ArticleError, EventStore>
type ArticleDecider = Decider<ArticleState, ArticleCommand, ArticleEvent, ArticleRejection | Permissions.NotPermitted>

/** Changing what readers see, without a notice, is another thing than changing a draft. */
const editedBy = (actor: Actor): ArticleDecider => ({
  ...decider,
  decide: (command, state) => {
    const permitted = state._tag === "Live" ? Permissions.check(actor, "article.edit-live") : Result.succeed(actor)
    return Result.flatMap(permitted, (): ReturnType<ArticleDecider["decide"]> => decider.decide(command, state))
  }
})

const carryOut = Effect.fnUntraced(function*(
  request: ArticleAct,
  command: ArticleCommand,
  model: ArticleDecider = decider
): Effect.fn.Return<Acted, ArticleError, EventStore> {
  const stream = Ids.articleStream(request.id)
  if (stream === undefined) return yield* new ArticleNotFound({ article: request.id })
  return acted(yield* Transact.run(model, family)({ stream, command, actor: request.actor, ...about(request) }))
})

/** A blank deck of a form is none. */
const isBlank = (text: string | null): boolean => text === null || !hasVisible(text)

const draftOf = (id: string, input: ArticleInput.Draft): ArticleCommand => {
  const { body = [], byline = [], deck, slug, tags = [], ...rest } = input
  return {
    _tag: "Draft",
    id,
    ...rest,
    ...(deck === undefined || isBlank(deck) ? {} : { deck }),
    body,
    slug: Slug.make(slug === undefined || isBlank(slug) ? input.headline : slug),
    byline,
    tags
  }
}

const editOf = (id: string, input: ArticleInput.Edit): ArticleCommand => {
  const { deck, slug, ...rest } = input
  return {
    _tag: "Edit",
    id,
    ...rest,
    ...(deck === undefined ? {} : { deck: isBlank(deck) ? null : deck }),
    ...(slug === undefined || isBlank(slug) ? {} : { slug: Slug.make(slug) })
  }
}

const permitted = (request: { readonly actor: Actor }, action: Permissions.Action) =>
  Effect.fromResult(Permissions.check(request.actor, action))

const readDraft = decode(ArticleInput.Draft)
const readEdit = decode(ArticleInput.Edit)
const readTypo = decode(ArticleInput.Typo)
const readCorrection = decode(ArticleInput.Correction)
const readRetraction = decode(ArticleInput.Retraction)

/** Writes a new article, which only the desk sees. The slug is made from the headline unless one is given. */
export const draft: (request: DraftRequest) => Carried = Effect.fn("Articles.draft")(function*(request) {
  yield* permitted(request, "article.draft")
  const input = yield* readDraft(request)
  const id = request.id ?? Ids.articleId(request.commitId)
  if (Ids.articleStream(id) === undefined) return yield* invalidField("id", "malformed")
  return yield* carryOut({ ...request, id }, draftOf(id, input))
})

/**
 * Changes fields of an article. Readers of a published one see the change at once. Paragraphs that stay, or are reworded
 * in their place, keep their ids; an agency's credit can be given and never taken away. Nothing changed: no event.
 */
export const edit: (request: EditRequest) => Carried = Effect.fn("Articles.edit")(function*(request) {
  yield* permitted(request, "article.edit")
  const input = yield* readEdit(request)
  return yield* carryOut(request, editOf(request.id, input), editedBy(request.actor))
})

/** Shows the article to the public. A published one: no event. */
export const publish: (request: ArticleAct) => Carried = Effect.fn("Articles.publish")(function*(request) {
  yield* permitted(request, "article.publish")
  return yield* carryOut(request, { _tag: "Publish", id: request.id })
})

/** Puts a slip right: recorded, without a notice, and not a new modification date. */
export const fixTypo: (request: TypoRequest) => Carried = Effect.fn("Articles.fixTypo")(function*(request) {
  yield* permitted(request, "article.fix-typo")
  const { block, text } = yield* readTypo(request)
  return yield* carryOut(request, { _tag: "FixTypo", id: request.id, block, text })
})

/** Puts an error right and says so to the public, in the article and in the register of corrections. */
export const correct: (request: CorrectionRequest) => Carried = Effect.fn("Articles.correct")(function*(request) {
  yield* permitted(request, "article.correct")
  const input = yield* readCorrection(request)
  return yield* carryOut(request, { _tag: "Correct", id: request.id, ...input })
})

/** Takes the text back: the notice stands in its place, and lists and feeds do not show the article any more. */
export const retract: (request: RetractionRequest) => Carried = Effect.fn("Articles.retract")(function*(request) {
  yield* permitted(request, "article.retract")
  const { notice } = yield* readRetraction(request)
  return yield* carryOut(request, { _tag: "Retract", id: request.id, notice })
})
