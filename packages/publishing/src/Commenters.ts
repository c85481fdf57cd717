/**
 * The people who comment: known by a random subject, under which their names, words and e-mail addresses are sealed.
 * Forgetting one destroys the keys, so that no copy of the log gives anything of them back, and erases their comments, so
 * that every view drops name and text.
 */
import { EventStore } from "@dateline/eventsourcing/EventStore"
import { type Erased, KeyVault, type VaultFault } from "@dateline/eventsourcing/KeyVault"
import type { Position } from "@dateline/eventsourcing/Position"
import type { CorruptEvent, StoreFault } from "@dateline/eventsourcing/StoreError"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import * as Transact from "@dateline/eventsourcing/Transact"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { about, type Act, type Fault } from "./Act.ts"
import type { Actor } from "./domain/Actor.ts"
import * as Comment from "./domain/Comment.ts"
import * as Commenter from "./domain/Commenter.ts"
import * as CommenterEvents from "./domain/CommenterEvents.ts"
import * as CommentEvents from "./domain/CommentEvents.ts"
import { CommentNotFound, type CommentRejection } from "./domain/CommentRejections.ts"
import * as Permissions from "./domain/Permissions.ts"
import * as Ids from "./internal/ids.ts"

/** The text is not a subject. */
export class InvalidSubject extends Data.TaggedError("InvalidSubject")<{}> {
  override get message(): string {
    return "This is not the subject of a commenter"
  }
}

export interface ForgetRequest extends Act {
  readonly subject: string
  /** A reader may only forget themselves: the actor's id is the subject. */
  readonly actor: Actor
}

export interface Forgotten {
  /** The position of the last event: wait for it before telling that nothing is shown any more. */
  readonly position: Position
  /** How many comments there were. */
  readonly comments: number
}

type ForgetError = Permissions.NotPermitted | InvalidSubject | CommentRejection | Fault

const subjectStream = (subject: string) => {
  const stream = Ids.commenterStream(subject)
  return stream === undefined ? Effect.fail(new InvalidSubject()) : Effect.succeed(stream)
}

const forgetSubject = Transact.run(Commenter.decider, CommenterEvents.family)
const eraseComment = Transact.run(Comment.decider, CommentEvents.family)

/** The streams of all comments of a commenter, from the log itself. */
const commentsOf = Effect.fnUntraced(function*(subject: string) {
  const store = yield* EventStore
  const pages = store.readAll({
    families: [CommentEvents.family],
    query: [{ types: ["CommentSubmitted"], tags: [CommentEvents.commenterTag(subject)] }]
  })
  return yield* Stream.runFold(pages, () => [] as ReadonlyArray<StreamId.StreamId>, (streams, page) => [
    ...streams,
    ...page.events.map(({ stream }) => stream)
  ])
})

/** A reader acts for themselves alone. */
const permitted = ({ actor, subject }: ForgetRequest) =>
  actor.role === "reader" && actor.id !== subject
    ? Effect.fail(new Permissions.NotPermitted({ role: actor.role, action: "commenter.forget" }))
    : Effect.fromResult(Permissions.check(actor, "commenter.forget"))

/**
 * Forgets a commenter for good: destroys the keys of what was sealed for them, records that, and erases their comments
 * one after the other. First the key, then the record, which no comment on its way in can pass, then the comments that
 * are there by then; so whatever interrupts it, the same request again completes it.
 */
export const forget: (
  request: ForgetRequest
) => Effect.Effect<Forgotten, ForgetError, EventStore | KeyVault> = Effect.fn("Commenters.forget")(function*(request) {
  yield* permitted(request)
  const { actor, commitId, subject } = request
  const stream = yield* subjectStream(subject)
  const vault = yield* KeyVault
  yield* vault.forget(subject)
  let { position } = yield* forgetSubject({ stream, command: { _tag: "Forget" }, actor, ...about(request) })
  const comments = yield* commentsOf(subject)
  for (const comment of comments) {
    const id = StreamId.localId(comment)
    const act = { ...about(request), commitId: Ids.partOf(commitId, id) }
    const erased = yield* eraseComment({ stream: comment, command: { _tag: "Erase", id }, actor, ...act })
    if (erased.position > position) position = erased.position
  }
  return { position, comments: comments.length }
})

/** The subjects whom the log says to have been forgotten, in its order. */
export const forgotten: Effect.Effect<ReadonlyArray<string>, StoreFault | CorruptEvent, EventStore> = Effect.gen(
  function*() {
    const store = yield* EventStore
    const pages = store.readAll({ families: [CommenterEvents.family], query: [{ types: ["SubjectForgotten"] }] })
    const subjects: Array<string> = []
    yield* Stream.runForEach(
      pages,
      ({ events }) => Effect.sync(() => subjects.push(...events.map(({ stream }) => StreamId.localId(stream))))
    )
    return subjects
  }
)

/**
 * Forgets once more, in the keys, everybody of whom the log says that they were forgotten, and answers how many that
 * changed anything for. For the start of a program: keys and their ledger may both have come back from an old copy.
 */
export const uphold: Effect.Effect<number, StoreFault | CorruptEvent | VaultFault, EventStore | KeyVault> = Effect.gen(
  function*() {
    const vault = yield* KeyVault
    let revived = 0
    for (const subject of yield* forgotten) {
      if (yield* vault.isForgotten(subject)) continue
      revived++
      yield* vault.forget(subject)
    }
    return revived
  }
).pipe(Effect.withSpan("Commenters.uphold"))

const submission = Effect.fnUntraced(function*(comment: string) {
  const store = yield* EventStore
  const stream = Ids.commentStream(comment)
  if (stream === undefined) return yield* new CommentNotFound({ comment })
  const [first] = yield* Stream.runCollect(Stream.take(store.readStream(CommentEvents.family, stream), 1))
  if (first?.event._tag !== "CommentSubmitted") return yield* new CommentNotFound({ comment })
  return { recorded: first, event: first.event }
})

/**
 * Who wrote a comment: the random subject that {@link forget} takes. For programs only, such as the private page from
 * which a commenter asks to be forgotten; it belongs on no page.
 */
export const subjectOf: (
  comment: string
) => Effect.Effect<string, CommentNotFound | StoreFault | CorruptEvent, EventStore> = (comment) =>
  Effect.map(submission(comment), ({ event }) => event.commenter)

/**
 * Opens the e-mail address of a comment's author, for the desk, on demand; `Erased` once the author was forgotten.
 */
export const emailOf: (request: {
  readonly comment: string
  readonly actor: Actor
}) => Effect.Effect<
  string | Erased,
  Permissions.NotPermitted | CommentNotFound | StoreFault | CorruptEvent | VaultFault,
  EventStore
> = Effect.fn("Commenters.emailOf")(function*({ actor, comment }) {
  yield* Effect.fromResult(Permissions.check(actor, "commenter.read-email"))
  const { event, recorded } = yield* submission(comment)
  const store = yield* EventStore
  return yield* store.open(recorded, event.email)
})
