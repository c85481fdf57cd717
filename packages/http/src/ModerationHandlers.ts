/** Carries out the contract's operations of moderators. */
import type { EventStore } from "@dateline/eventsourcing/EventStore"
import type { Projector } from "@dateline/eventsourcing/Projector"
import type { ViewStore } from "@dateline/eventsourcing/ViewStore"
import * as Comments from "@dateline/publishing/Comments"
import * as Moderation from "@dateline/publishing/Moderation"
import type { Paging } from "@dateline/publishing/Pages"
import * as Policies from "@dateline/publishing/Policies"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "./Api.ts"
import { Principal } from "./Authorization.ts"
import * as CommentResource from "./CommentResource.ts"
import { commitIdOf } from "./IdempotencyKey.ts"
import { visible } from "./internal/carrying.ts"
import { invalid, reasonProblems, refuse } from "./internal/refusals.ts"
import type { Approval, CommentRejection } from "./ModerationApi.ts"

interface Headers {
  readonly "idempotency-key"?: string
}

const queue = Effect.fn("Api.moderation.queue")(function*(paging: Paging) {
  const actor = yield* Principal
  const page = yield* refuse("Forbidden", "MalformedRequest", "Unavailable")(Moderation.queue({ ...paging, actor }))
  return { ...page, items: page.items.map(CommentResource.waiting) }
})

const refuseDecision = refuse(
  "Forbidden",
  "NotFound",
  "AlreadyDecided",
  "StaleRevision",
  "StaleVersion",
  "PayloadTooLarge",
  "ValidationFailed",
  "IdempotencyKeyReused",
  "Unavailable"
)

const answer = <Status extends "approved" | "rejected">(status: Status) =>
  Effect.fnUntraced(function*({ id, position, version }: Comments.CommentActed) {
    yield* visible(position)
    return { id, version, status }
  })

const approve = Effect.fn("Api.moderation.approve")(
  function*(id: string, headers: Headers, input: typeof Approval.Type) {
    const actor = yield* Principal
    const commitId = commitIdOf(headers, { principal: actor, operation: `comments.approve ${id}` })
    const decided = yield* refuseDecision(Comments.approve({ ...input, id, actor, commitId }))
    return yield* answer("approved")(decided)
  }
)

/** The newsroom stops at the first reason that it cannot take; whoever corrects the request wants to know them all. */
const explained = Effect.fnUntraced(function*(refusal: Comments.DecisionError, input: typeof CommentRejection.Type) {
  switch (refusal._tag) {
    case "ReasonRequired":
    case "UnknownReasonCode":
    case "NoteRequired":
      return yield* invalid(...reasonProblems(input, yield* refuseDecision(Policies.inForce)))
    default:
      return yield* refuseDecision(Effect.fail(refusal))
  }
})

const reject = Effect.fn("Api.moderation.reject")(
  function*(id: string, headers: Headers, input: typeof CommentRejection.Type) {
    const actor = yield* Principal
    const commitId = commitIdOf(headers, { principal: actor, operation: `comments.reject ${id}` })
    const decided = yield* Comments.reject({ ...input, id, actor, commitId }).pipe(
      Effect.catch((refusal) => explained(refusal, input))
    )
    return yield* answer("rejected")(decided)
  }
)

/** Handlers of the group `moderation`. */
export const layer = HttpApiBuilder.group(
  Api,
  "moderation",
  Effect.fnUntraced(function*(handlers) {
    const within = Effect.provideContext(yield* Effect.context<EventStore | ViewStore | Projector>())
    return handlers.handleAll({
      queue: ({ query }) => within(queue(query)),
      approve: ({ headers, params, payload }) => within(approve(params.id, headers, payload)),
      reject: ({ headers, params, payload }) => within(reject(params.id, headers, payload))
    })
  })
)
