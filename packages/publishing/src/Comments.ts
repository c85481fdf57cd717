/**
 * What readers and moderators do with comments. Views know of it once `Projector.caughtUp` has reached the answer's
 * `position`.
 */
import { EventStore } from "@dateline/eventsourcing/EventStore"
import type { KeyVault } from "@dateline/eventsourcing/KeyVault"
import * as Transact from "@dateline/eventsourcing/Transact"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { about, type Act, type Acted, acted, type ActOnVersion, type Fault } from "./Act.ts"
import * as CommentInput from "./CommentInput.ts"
import type { Actor } from "./domain/Actor.ts"
import type { ArticleNotFound } from "./domain/ArticleRejections.ts"
import { decider } from "./domain/Comment.ts"
import type { CommentCommand } from "./domain/CommentCommands.ts"
import { family, type Status } from "./domain/CommentEvents.ts"
import { CommentNotFound, type CommentRejection, type CommentsClosed } from "./domain/CommentRejections.ts"
import { type CommentState, status } from "./domain/CommentState.ts"
import * as Permissions from "./domain/Permissions.ts"
import type { Policy } from "./domain/PolicyEvents.ts"
import * as Ids from "./internal/ids.ts"
import { submitComment } from "./internal/submitComment.ts"
import { decode, type InvalidInput } from "./InvalidInput.ts"
import * as Policies from "./Policies.ts"

export interface SubmitRequest extends Act, CommentInput.Submission {
  /** The id of the article that it is about. */
  readonly articleId: string
}

/** Who decides about which comment. `expectedVersion` is rarely needed: a decision names the revision that it judged. */
export interface CommentAct extends ActOnVersion {
  readonly id: string
  readonly actor: Actor
}

export interface HoldRequest extends CommentAct, CommentInput.Hold {}
export interface ApproveRequest extends CommentAct, CommentInput.Approval {}
export interface RejectRequest extends CommentAct, CommentInput.Rejection {}

/** By the author of the comment: whoever calls this has made sure of that, for instance by a signed private link. */
export interface WithdrawRequest extends Act {
  readonly id: string
}

export interface CommentActed extends Acted {
  /** What the comment is after the command. */
  readonly status: Status
}

/** What can keep a comment from being taken in. */
export type SubmitError = InvalidInput | ArticleNotFound | CommentsClosed | CommentRejection | Fault

/** What can keep a decision from being carried out: the role, the input, the rules, the store. */
export type DecisionError =
  | Permissions.NotPermitted
  | InvalidInput
  | CommentRejection
  | Policies.NoPolicyInForce
  | Fault

type Decided = Effect.Effect<CommentActed, DecisionError, EventStore>

const commentActed = (transacted: Transact.Transacted<CommentState, unknown>): CommentActed => {
  const { state } = transacted
  // A command that was carried out leaves a comment behind; the type cannot know.
  return { ...acted(transacted), status: state._tag === "Nothing" ? "pending" : status(state) }
}

const readSubmission = decode(CommentInput.Submission)
const readHold = decode(CommentInput.Hold)
const readApproval = decode(CommentInput.Approval)
const readRejection = decode(CommentInput.Rejection)

/**
 * Takes in a reader's comment, which waits for a moderator. The author is known by a random subject, the e-mail address
 * is sealed under it. Fails with `ArticleNotFound` unless the article is public, with `CommentsClosed` once it was
 * retracted, with `UnknownParent` unless readers see the comment that is answered.
 */
export const submit: (request: SubmitRequest) => Effect.Effect<CommentActed, SubmitError, EventStore | KeyVault> =
  Effect
    .fn("Comments.submit")(function*(request) {
      const input = yield* readSubmission(request)
      return commentActed(yield* submitComment({ articleId: request.articleId, input, ...about(request) }))
    })

const transact = Transact.run(decider, family)
const load = Transact.stateOf(decider, family)

const streamOf = (comment: string) => {
  const stream = Ids.commentStream(comment)
  return stream === undefined ? Effect.fail(new CommentNotFound({ comment })) : Effect.succeed(stream)
}

const carryOut = Effect.fnUntraced(function*(request: CommentAct, command: CommentCommand) {
  const stream = yield* streamOf(request.id)
  return commentActed(yield* transact({ stream, command, actor: request.actor, ...about(request) }))
})

/** The policy by which a comment is decided: the one in force; for a repeated decision, the one of the first time. */
const judgingPolicy = Effect.fnUntraced(function*(
  request: CommentAct
): Effect.fn.Return<Policy, DecisionError, EventStore> {
  const store = yield* EventStore
  const stream = yield* streamOf(request.id)
  if (Option.isNone(yield* store.findCommit(request.commitId, stream))) return yield* Policies.inForce
  const events = yield* Stream.runCollect(store.readStream(family, stream))
  const earlier = events.find((one) => one.commitId === request.commitId && "policyVersion" in one.event)?.event
  if (earlier === undefined || !("policyVersion" in earlier)) return yield* Policies.inForce
  const policy = yield* Policies.version(earlier.policyVersion)
  return Option.isSome(policy) ? policy.value : yield* Policies.inForce
})

const permitted = (request: CommentAct, action: Permissions.Action) =>
  Effect.fromResult(Permissions.check(request.actor, action))

/** Sets a comment aside for a second look; its author is told that it is still under review. */
export const hold: (request: HoldRequest) => Decided = Effect.fn("Comments.hold")(function*(request) {
  yield* permitted(request, "comment.hold")
  const input = yield* readHold(request)
  return yield* carryOut(request, { _tag: "Hold", id: request.id, ...input })
})

/** Shows the comment to the public. */
export const approve: (request: ApproveRequest) => Decided = Effect.fn("Comments.approve")(function*(request) {
  yield* permitted(request, "comment.approve")
  const { revision } = yield* readApproval(request)
  return yield* carryOut(request, { _tag: "Approve", id: request.id, revision, policy: yield* judgingPolicy(request) })
})

/** Refuses the comment, with at least one reason of the policy in force, which its author is told. */
export const reject: (request: RejectRequest) => Decided = Effect.fn("Comments.reject")(function*(request) {
  yield* permitted(request, "comment.reject")
  const input = yield* readRejection(request)
  const policy = yield* judgingPolicy(request)
  return yield* carryOut(request, { _tag: "Reject", id: request.id, ...input, policy })
})

/** Takes the comment back: readers do not see it any more. Withdrawn already: no event. */
export const withdraw: (request: WithdrawRequest) => Decided = Effect.fn("Comments.withdraw")(function*(request) {
  const { state } = yield* load(yield* streamOf(request.id))
  if (state._tag === "Nothing") return yield* new CommentNotFound({ comment: request.id })
  const actor: Actor = { role: "reader", id: state.commenter }
  return yield* carryOut({ ...request, actor }, { _tag: "Withdraw", id: request.id })
})
