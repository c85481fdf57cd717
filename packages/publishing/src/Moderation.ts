/** What moderators read. It may lag a moment behind the log: what is decided by it is checked again by the decision. */
import * as Views from "@dateline/eventsourcing/Views"
import type { ViewStore } from "@dateline/eventsourcing/ViewStore"
import type { InvalidCursor } from "@dateline/eventsourcing/ViewStoreError"
import * as Effect from "effect/Effect"
import type { Actor } from "./domain/Actor.ts"
import * as Permissions from "./domain/Permissions.ts"
import { type Listed, listed, pageOf, type Paging } from "./internal/paging.ts"
import * as ModerationQueue from "./views/ModerationQueue.ts"

/** The comments that wait for a decision, oldest first: pending ones and held ones. */
export const queue: (request: Paging & { readonly actor: Actor }) => Effect.Effect<
  Listed<ModerationQueue.QueuedComment>,
  Permissions.NotPermitted | InvalidCursor | Views.ReadError,
  ViewStore
> = Effect.fn("Moderation.queue")(function*(request) {
  yield* Effect.fromResult(Permissions.check(request.actor, "comment.read-waiting"))
  return yield* listed(Views.query(ModerationQueue.projection, pageOf(request, { index: "oldest", equal: [] })))
})
