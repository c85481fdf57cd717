/** What the newsroom's refusals and faults are called on the wire. The only place where one becomes the other. */
import type { ReadError } from "@dateline/eventsourcing/Views"
import type { InvalidCursor } from "@dateline/eventsourcing/ViewStoreError"
import type { ArticleError } from "@dateline/publishing/Articles"
import type { DecisionError, SubmitError } from "@dateline/publishing/Comments"
import type { Policy } from "@dateline/publishing/domain/PolicyEvents"
import type { FieldProblem } from "@dateline/publishing/InvalidInput"
import { hasVisible } from "@dateline/publishing/text/Visible"
import * as Effect from "effect/Effect"
import * as Problem from "../Problem.ts"
import { fieldError } from "./fieldErrors.ts"

/** Everything that the newsroom's functions fail with. */
export type Refusal = ArticleError | SubmitError | DecisionError | InvalidCursor | ReadError

/** What a refusal becomes. A defect (`undefined`) is answered as an internal error, and logged. */
type Answer =
  | Problem.MalformedRequest
  | Problem.Forbidden
  | Problem.CommentsClosed
  | Problem.NotFound
  | Problem.StaleVersion
  | Problem.StaleRevision
  | Problem.AlreadyDecided
  | Problem.WrongState
  | Problem.PayloadTooLarge
  | Problem.ValidationFailed
  | Problem.IdempotencyKeyReused
  | Problem.Unavailable

/** The problem of some fields. */
export const invalid = (...problems: ReadonlyArray<FieldProblem>): Problem.ValidationFailed =>
  new Problem.ValidationFailed({ errors: problems.map(fieldError) })

/** What a refusal is called on the wire; nothing when the server itself is at fault. */
export const problemOf = (refusal: Refusal): Answer | undefined => {
  switch (refusal._tag) {
    case "NotPermitted":
      return new Problem.Forbidden({ detail: refusal.message })
    case "InvalidCursor":
      return new Problem.MalformedRequest({ detail: "The cursor is not one of this list" })
    case "InvalidInput":
      return invalid(...refusal.problems)
    case "ArticleNotFound":
    case "CommentNotFound":
      return new Problem.NotFound({})
    case "NotPublishable":
      return invalid(...refusal.missing.map((field) => ({ field, problem: "required" as const })))
    case "NoticeRequired":
      return invalid({ field: "notice", problem: "required" })
    case "UnknownBlock":
      return invalid({ field: "block", problem: "unknown" })
    case "UnknownParent":
      return invalid({ field: "parentId", problem: "unknown" })
    case "ReasonRequired":
      return invalid({ field: "codes", problem: "required" })
    case "UnknownReasonCode":
      return invalid({ field: "codes", problem: "unknown" })
    case "NoteRequired":
      return invalid({ field: "note", problem: "required" })
    case "ArticleNotLive":
    case "ArticleIsRetracted":
    case "ArticleExists":
    case "AgencyCreditKept":
    case "CommentExists":
    case "StreamEnded":
      return new Problem.WrongState({ detail: refusal.message })
    case "CommentsClosed":
      return new Problem.CommentsClosed({})
    case "AlreadyDecided":
      return new Problem.AlreadyDecided({ detail: `It is ${refusal.status}` })
    case "StaleRevision":
      return new Problem.StaleRevision({ detail: `It is at revision ${refusal.current}` })
    case "Conflict":
    case "GuardFailed":
      return new Problem.StaleVersion({ currentVersion: refusal.actual })
    case "CommitIdReused":
      return new Problem.IdempotencyKeyReused({})
    case "TooLarge":
      return new Problem.PayloadTooLarge({ detail: `The store takes ${refusal.limit} ${refusal.what} at once` })
    case "Ambiguous":
    case "SubjectErased":
    case "NoPolicyInForce":
    case "ViewNotReady":
      return new Problem.Unavailable({})
    case "StoreFault":
      return refusal.retryable ? new Problem.Unavailable({}) : undefined
    case "VaultFault":
    case "CorruptEvent":
    case "InvalidEvent":
      return undefined
  }
}

type Tags = Answer["_tag"]
type Tagged<Tag extends Tags> = Extract<Answer, { readonly _tag: Tag }>

/**
 * Fails with the problem of a refusal, when it is among those that the operation declares; any other is a defect, which
 * the edge logs and answers as an internal error.
 */
export const refuse =
  <const Tag extends Tags>(...declared: ReadonlyArray<Tag>) =>
  <A, E extends Refusal, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, Tagged<Tag>, R> =>
    self.pipe(Effect.catch((refusal) => {
      const problem = problemOf(refusal)
      const isDeclared = (one: Answer | undefined): one is Tagged<Tag> =>
        one !== undefined && (declared as ReadonlyArray<string>).includes(one._tag)
      return isDeclared(problem) ? Effect.fail(problem) : Effect.die(refusal)
    }))

/** Every reason for which a rejection cannot be accepted, at once. */
export const reasonProblems = (
  rejection: { readonly codes: ReadonlyArray<string>; readonly note?: string },
  policy: Policy
): ReadonlyArray<FieldProblem> => {
  const known = rejection.codes.map((code) => policy.codes.find((one) => one.code === code))
  const unknown = known.flatMap((one, place): ReadonlyArray<FieldProblem> =>
    one === undefined ? [{ field: `codes.${place}`, problem: "unknown" }] : []
  )
  const needsNote = known.some((one) => one?.needsNote === true) && !hasVisible(rejection.note ?? "")
  return [
    ...(known.length === 0 ? [{ field: "codes", problem: "required" } as const] : []),
    ...unknown,
    ...(needsNote ? [{ field: "note", problem: "required" } as const] : [])
  ]
}
