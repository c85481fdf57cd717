/** The part of the contract that moderators use: every operation needs a token. */
import * as CommentInput from "@dateline/publishing/CommentInput"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Schema from "effect/Schema"
import { Authorization } from "./Authorization.ts"
import { WaitingComment } from "./CommentResource.ts"
import * as IdempotencyKey from "./IdempotencyKey.ts"
import * as Example from "./internal/example.ts"
import { CommentId, described, next, Ordinal, page, Version } from "./internal/fields.ts"
import { describe } from "./internal/operation.ts"
import * as Problem from "./Problem.ts"

const Revision = described(Ordinal, "The revision that was judged, as the queue showed it")

/** Lets the public see the comment. */
export const Approval = Schema.Struct({ revision: Revision }).annotate({ identifier: "Approval" })

/** Keeps the comment from the public, and tells its author why. */
export const CommentRejection = Schema.Struct({
  revision: Revision,
  codes: described(CommentInput.Rejection.fields.codes, "Reasons of the policy in force, at least one"),
  note: described(CommentInput.Rejection.fields.note, "In the moderator's words; some codes, such as `other`, need it")
}).annotate({ identifier: "Rejection" })

/** What a decision answers. */
export const Decided = Schema.Struct({
  id: CommentId,
  version: Version,
  status: Schema.Literals(["approved", "rejected"])
}).annotate({
  identifier: "DecidedComment",
  description: "What became of the comment"
})

const decision = {
  params: { id: CommentId },
  headers: IdempotencyKey.header,
  success: Decided,
  error: [
    Problem.MalformedRequest,
    Problem.Forbidden,
    Problem.NotFound,
    Problem.AlreadyDecided,
    Problem.StaleRevision,
    Problem.StaleVersion,
    Problem.PayloadTooLarge,
    Problem.UnsupportedMediaType,
    Problem.ValidationFailed,
    Problem.IdempotencyKeyReused,
    Problem.InternalError,
    Problem.Unavailable
  ]
} as const

const queue = HttpApiEndpoint.get("queue", "/moderation/queue", {
  query: page,
  success: Schema.Struct({ items: Schema.Array(WaitingComment), next }).annotate({
    identifier: "ModerationQueue",
    description: "A page of comments that wait"
  }),
  error: [Problem.MalformedRequest, Problem.Forbidden, Problem.InternalError, Problem.Unavailable]
}).annotateMerge(describe({
  id: "listModerationQueue",
  summary: "List comments that wait for a decision",
  description: "The oldest first, those that were set aside among them.",
  response: { items: [Example.waiting] }
}))

const approve = HttpApiEndpoint.post("approve", "/comments/:id/approve", { ...decision, payload: Approval })
  .annotateMerge(describe({
    id: "approveComment",
    summary: "Approve a comment",
    description: "Lets the public see the revision that was judged. A comment is decided once.",
    request: Example.approval,
    response: Example.decided("approved")
  }))

const reject = HttpApiEndpoint.post("reject", "/comments/:id/reject", { ...decision, payload: CommentRejection })
  .annotateMerge(describe({
    id: "rejectComment",
    summary: "Reject a comment, with reasons",
    description: "Keeps it from the public. Its author is told the reasons, in the language of the comment.",
    request: Example.rejection,
    response: Example.decided("rejected")
  }))

/** Decisions on comments. */
export class ModerationApi extends HttpApiGroup.make("moderation")
  .add(queue, approve, reject)
  .middleware(Authorization)
  .annotateMerge(OpenApi.annotations({ title: "Moderation", description: "What waits for a decision, and deciding." }))
{}
