/**
 * The public comments of an article: one document for each comment, by its id. The index `article` holds those that
 * readers see, in the order in which they were submitted; a document that is not in it is not public. The name and the
 * text of a comment are in its document only while it waits or is visible.
 */
import * as Projection from "@dateline/eventsourcing/Projection"
import type { Recorded } from "@dateline/eventsourcing/Recorded"
import { isErased } from "@dateline/eventsourcing/Sealed"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import { family, type OpenedCommentEvent, type OpenedSubmission } from "../domain/CommentEvents.ts"
import type { Language } from "../domain/Language.ts"

interface InThread {
  readonly id: string
  readonly article: string
  /** The comment that it answers. */
  readonly parent?: string
  /** Visible answers. */
  readonly replies: number
  /** The position in the log at which it was submitted; absent while readers do not see the document. */
  readonly place?: number
}

interface Text {
  readonly name: string
  readonly body: string
  readonly language: Language
  /** When it was submitted, in milliseconds since the Unix epoch. */
  readonly submittedAt: number
}

/** Not public: there is no `place`. */
export interface WaitingComment extends InThread, Text {
  readonly state: "waiting"
  readonly submitted: number
}

export interface VisibleComment extends InThread, Text {
  readonly state: "visible"
  readonly place: number
}

/** Was visible and has answers that readers see: it keeps their place, and shows neither name nor text. */
export interface Tombstone extends InThread {
  readonly state: "removed"
  readonly submitted: number
}

/** Its author's keys are gone, and it is about to be erased: it shows nothing, and has a place once it was approved. */
export interface BlankComment extends InThread {
  readonly state: "blank"
  readonly submitted: number
}

export type ThreadComment = WaitingComment | VisibleComment | BlankComment | Tombstone

/** What a reader may be shown. */
export type ShownComment = VisibleComment | Tombstone

/** A comment as readers see it; nothing while they do not. */
export const shown = (comment: ThreadComment): ShownComment | undefined => {
  if (comment.state === "visible" || comment.state === "removed") return comment
  return comment.state === "waiting" || comment.place === undefined ? undefined : { ...comment, state: "removed" }
}

const submitted = (recorded: Recorded<OpenedSubmission>): WaitingComment | BlankComment => {
  const { article, body, language, name, parent } = recorded.event
  const id = StreamId.localId(recorded.stream)
  const inThread = { id, article, ...(parent === undefined ? {} : { parent }), replies: 0 }
  if (isErased(name) || isErased(body)) return { state: "blank", ...inThread, submitted: recorded.position }
  return {
    state: "waiting",
    ...inThread,
    name,
    body,
    language,
    submittedAt: recorded.recordedAt,
    submitted: recorded.position
  }
}

const approved = (comment: ThreadComment): ThreadComment => {
  if (comment.state === "blank") return { ...comment, place: comment.submitted }
  if (comment.state !== "waiting") return comment
  const { submitted: place, ...rest } = comment
  return { ...rest, state: "visible", place }
}

/** A comment that was visible leaves a tombstone, in case it has answers; another one leaves nothing. */
const removed = (comment: ThreadComment): ThreadComment | undefined => {
  if (comment.state === "removed") return comment
  const { article, id, parent, place, replies } = comment
  if (place === undefined) return undefined
  return withReplies(
    { state: "removed", id, article, ...(parent === undefined ? {} : { parent }), replies, submitted: place },
    replies
  )
}

/** A tombstone is shown only while somebody answers it. */
const withReplies = (comment: ThreadComment, replies: number): ThreadComment => {
  if (comment.state !== "removed") return { ...comment, replies }
  const { place: _, ...rest } = comment
  return { ...rest, replies, ...(replies > 0 ? { place: comment.submitted } : {}) }
}

const reply = (parent: ThreadComment, event: OpenedCommentEvent): ThreadComment => {
  if (event._tag === "CommentApproved") return withReplies(parent, parent.replies + 1)
  const gone = (event._tag === "CommentWithdrawn" || event._tag === "CommentErased") && event.from === "approved"
  return gone ? withReplies(parent, parent.replies - 1) : parent
}

const change = (comment: ThreadComment, event: OpenedCommentEvent): ThreadComment | undefined => {
  switch (event._tag) {
    case "CommentSubmitted":
    case "CommentHeld":
      return comment
    case "CommentApproved":
      return approved(comment)
    case "CommentRejected":
      return undefined
    case "CommentWithdrawn":
    case "CommentErased":
      return removed(comment)
  }
}

/** Index `article`: what readers see, in the order of submission. */
export const projection = Projection.make<ThreadComment, readonly [typeof family], readonly ["publication"]>({
  name: "thread",
  revision: 2,
  opens: ["publication"],
  families: [family],
  indexes: [{ name: "article", equal: ["article"], order: ["place"] }],
  keys: ({ event, stream }) => {
    const own = StreamId.localId(stream)
    return event._tag === "CommentSubmitted" || event.parent === undefined ? [own] : [own, event.parent]
  },
  evolve: (comment, recorded, key) => {
    const { event } = recorded
    if (key !== StreamId.localId(recorded.stream)) return comment && reply(comment, event)
    if (comment !== undefined) return change(comment, event)
    return event._tag === "CommentSubmitted" ? submitted({ ...recorded, event }) : undefined
  }
})
