/** What a comment has become: the fold of its events. Knows no rules. */
import type { Recorded } from "@dateline/eventsourcing/Recorded"
import type { CommentEvent, Status } from "./CommentEvents.ts"
import type { Language } from "./Language.ts"

/** No event yet. */
export interface Nothing {
  readonly _tag: "Nothing"
}

/** What stays the same whatever becomes of the comment. Texts and reasons are not here: no decision depends on them. */
export interface Comment {
  readonly article: string
  readonly parent?: string
  /** The random subject of its author. */
  readonly commenter: string
  readonly language: Language
  /** Of its text, from 1. */
  readonly revision: number
}

/** Waits for a moderator; `held` when one, or a rule, has set it aside. */
export interface Waiting extends Comment {
  readonly _tag: "Waiting"
  readonly held: boolean
}

export interface Approved extends Comment {
  readonly _tag: "Approved"
}

export interface Rejected extends Comment {
  readonly _tag: "Rejected"
}

/** Taken back by its author. */
export interface Withdrawn extends Comment {
  readonly _tag: "Withdrawn"
}

/** Its author was forgotten. */
export interface Erased extends Comment {
  readonly _tag: "Erased"
}

export type Submitted = Waiting | Approved | Rejected | Withdrawn | Erased
export type CommentState = Nothing | Submitted

export const initial: CommentState = { _tag: "Nothing" }

/** The state in the words of the public and of events. */
export const status = (state: Submitted): Status => {
  switch (state._tag) {
    case "Waiting":
      return state.held ? "held" : "pending"
    case "Approved":
      return "approved"
    case "Rejected":
      return "rejected"
    case "Withdrawn":
      return "withdrawn"
    case "Erased":
      return "erased"
  }
}

const identity = ({ article, commenter, language, parent, revision }: Comment): Comment => ({
  article,
  ...(parent === undefined ? {} : { parent }),
  commenter,
  language,
  revision
})

const change = (state: Submitted, event: CommentEvent): CommentState => {
  const comment = identity(state)
  switch (event._tag) {
    case "CommentSubmitted":
      return state
    case "CommentHeld":
      return { ...comment, _tag: "Waiting", held: true }
    case "CommentApproved":
      return { ...comment, _tag: "Approved" }
    case "CommentRejected":
      return { ...comment, _tag: "Rejected" }
    case "CommentWithdrawn":
      return { ...comment, _tag: "Withdrawn" }
    case "CommentErased":
      return { ...comment, _tag: "Erased" }
  }
}

export const evolve = (state: CommentState, { event }: Recorded<CommentEvent>): CommentState => {
  if (state._tag !== "Nothing") return change(state, event)
  return event._tag === "CommentSubmitted"
    ? { ...identity({ ...event, revision: 1 }), _tag: "Waiting", held: false }
    : state
}
