/** A comment: from its author, past a moderator, to the public or back with reasons. */
import type { Decider } from "@dateline/eventsourcing/Decider"
import * as Sealed from "@dateline/eventsourcing/Sealed"
import * as Arr from "effect/Array"
import * as Result from "effect/Result"
import { hasVisible } from "../text/Visible.ts"
import type { Approve, CommentCommand, Erase, Hold, Reject, Submit, Withdraw } from "./CommentCommands.ts"
import { type CommentEvent, Note } from "./CommentEvents.ts"
import * as Rejection from "./CommentRejections.ts"
import { type CommentState, evolve, initial, status, type Submitted, type Waiting } from "./CommentState.ts"

type Decision = Result.Result<ReadonlyArray<CommentEvent>, Rejection.CommentRejection>

const none: Decision = Result.succeed([])
const event = (one: CommentEvent): Decision => Result.succeed([one])

const submit = (command: Submit, state: CommentState): Decision => {
  const { article, body, commenter, email, id, language, name, parent, policyVersion } = command
  if (state._tag !== "Nothing") return Result.fail(new Rejection.CommentExists({ comment: id }))
  if (parent !== undefined && parent.article !== article) {
    return Result.fail(new Rejection.UnknownParent({ article, parent: parent.id }))
  }
  return event({
    _tag: "CommentSubmitted",
    article,
    ...(parent === undefined ? {} : { parent: parent.id }),
    commenter,
    name,
    email,
    body,
    language,
    policyVersion
  })
}

const submitted = (id: string, state: CommentState): Result.Result<Submitted, Rejection.CommentRejection> =>
  state._tag === "Nothing" ? Result.fail(new Rejection.CommentNotFound({ comment: id })) : Result.succeed(state)

/** The comment, if it waits for a decision and the text that was judged is its present one. */
const judged = (
  { id, revision }: Hold | Approve | Reject,
  state: CommentState
): Result.Result<Waiting, Rejection.CommentRejection> =>
  Result.flatMap(submitted(id, state), (comment): Result.Result<Waiting, Rejection.CommentRejection> => {
    if (comment._tag !== "Waiting") {
      return Result.fail(new Rejection.AlreadyDecided({ comment: id, status: status(comment) }))
    }
    return comment.revision === revision
      ? Result.succeed(comment)
      : Result.fail(new Rejection.StaleRevision({ comment: id, judged: revision, current: comment.revision }))
  })

/** What every change of a comment tells the thread that it belongs to. */
const place = ({ article, parent }: Submitted) => ({ article, ...(parent === undefined ? {} : { parent }) })

const isSaid = (note: string | undefined): note is string => note !== undefined && hasVisible(note)

const noteOf = (note: string | undefined, { commenter }: Submitted) =>
  isSaid(note) ? { note: Sealed.hide(Note, commenter, note) } : {}

const hold = (command: Hold, state: CommentState): Decision =>
  Result.flatMap(judged(command, state), (comment) => {
    if (comment.held) return none
    return event({
      _tag: "CommentHeld",
      ...place(comment),
      revision: comment.revision,
      ...noteOf(command.note, comment)
    })
  })

const approve = (command: Approve, state: CommentState): Decision =>
  Result.map(judged(command, state), (comment) => [{
    _tag: "CommentApproved",
    ...place(comment),
    revision: comment.revision,
    policyVersion: command.policy.version
  }])

/** The reasons, each once, in the order in which they were given. */
const reasons = (command: Reject): Result.Result<Arr.NonEmptyReadonlyArray<string>, Rejection.CommentRejection> => {
  const codes = [...new Set(command.codes)]
  for (const code of codes) {
    const known = command.policy.codes.find((one) => one.code === code)
    if (known === undefined) {
      return Result.fail(new Rejection.UnknownReasonCode({ code, policyVersion: command.policy.version }))
    }
    if (known.needsNote && !isSaid(command.note)) {
      return Result.fail(new Rejection.NoteRequired({ code }))
    }
  }
  return Arr.isReadonlyArrayNonEmpty(codes)
    ? Result.succeed(codes)
    : Result.fail(new Rejection.ReasonRequired({ comment: command.id }))
}

const reject = (command: Reject, state: CommentState): Decision =>
  Result.flatMap(judged(command, state), (comment) =>
    Result.map(reasons(command), (codes) => [{
      _tag: "CommentRejected",
      ...place(comment),
      revision: comment.revision,
      policyVersion: command.policy.version,
      codes,
      ...noteOf(command.note, comment)
    }]))

/** What was rejected stays rejected: taking it back would hide why. */
const withdraw = ({ id }: Withdraw, state: CommentState): Decision =>
  Result.flatMap(submitted(id, state), (comment) => {
    switch (comment._tag) {
      case "Withdrawn":
        return none
      case "Rejected":
      case "Erased":
        return Result.fail(new Rejection.AlreadyDecided({ comment: id, status: status(comment) }))
      case "Waiting":
      case "Approved":
        return event({ _tag: "CommentWithdrawn", ...place(comment), from: status(comment) })
    }
  })

/** In every state: a person's right does not depend on what became of the comment. */
const erase = ({ id }: Erase, state: CommentState): Decision =>
  Result.flatMap(
    submitted(id, state),
    (comment) =>
      comment._tag === "Erased" ? none : event({ _tag: "CommentErased", ...place(comment), from: status(comment) })
  )

const decide = (command: CommentCommand, state: CommentState): Decision => {
  switch (command._tag) {
    case "Submit":
      return submit(command, state)
    case "Hold":
      return hold(command, state)
    case "Approve":
      return approve(command, state)
    case "Reject":
      return reject(command, state)
    case "Withdraw":
      return withdraw(command, state)
    case "Erase":
      return erase(command, state)
  }
}

/** The model of `comment-{id}` streams. */
export const decider: Decider<CommentState, CommentCommand, CommentEvent, Rejection.CommentRejection> = {
  initial,
  decide,
  evolve
}
