/** Carrying out commands for pages: the page that follows must know what they did. */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import * as CommitIds from "@dateline/eventsourcing/CommitIds"
import type { Position } from "@dateline/eventsourcing/Position"
import { Projector } from "@dateline/eventsourcing/Projector"
import * as Effect from "effect/Effect"
import type { Form } from "../Forms.ts"
import { Refusal } from "./Refusal.ts"

/** A command whose effect every view shows by the time it is answered. */
export const shown = <A extends { readonly position: Position }, E, R>(command: Effect.Effect<A, E, R>) =>
  Effect.gen(function*() {
    const projector = yield* Projector
    const acted = yield* command
    yield* projector.caughtUp(acted.position)
    return acted
  })

/** The commit id that a page put into its form. Fails with a refusal when it was changed or is missing. */
export const commitIdOf = (form: Form): Effect.Effect<CommitId.CommitId, Refusal> =>
  Effect.mapError(
    Effect.fromResult(CommitId.parse(form.text("commitId"))),
    () => new Refusal({ status: 422, reason: "form-invalid" })
  )

/** A commit id for a form that is about to be shown. */
export const newCommitId = CommitIds.next
