/** Why a command to a comment is refused. */
import * as Data from "effect/Data"
import type { Status } from "./CommentEvents.ts"

/** There is no such comment. */
export class CommentNotFound extends Data.TaggedError("CommentNotFound")<{ readonly comment: string }> {
  override get message(): string {
    return `There is no comment ${this.comment}`
  }
}

/** The id belongs to a comment already. */
export class CommentExists extends Data.TaggedError("CommentExists")<{ readonly comment: string }> {
  override get message(): string {
    return `There is a comment ${this.comment} already`
  }
}

/** The article takes no comments. */
export class CommentsClosed extends Data.TaggedError("CommentsClosed")<{ readonly article: string }> {
  override get message(): string {
    return `Comments on article ${this.article} are closed`
  }
}

/** The comment that is to be answered does not belong to the article, or was never there. */
export class UnknownParent extends Data.TaggedError("UnknownParent")<{
  readonly article: string
  readonly parent: string
}> {
  override get message(): string {
    return `Article ${this.article} has no comment ${this.parent} that could be answered`
  }
}

/** The comment has been decided or is gone; `status` is what became of it. */
export class AlreadyDecided extends Data.TaggedError("AlreadyDecided")<{
  readonly comment: string
  readonly status: Status
}> {
  override get message(): string {
    return `Comment ${this.comment} has been decided already: ${this.status}`
  }
}

/** The decision was made on a text that is not the comment's present one. */
export class StaleRevision extends Data.TaggedError("StaleRevision")<{
  readonly comment: string
  readonly judged: number
  readonly current: number
}> {
  override get message(): string {
    return `Revision ${this.judged} of comment ${this.comment} was judged; it is at revision ${this.current}`
  }
}

/** A rejection gives at least one reason. */
export class ReasonRequired extends Data.TaggedError("ReasonRequired")<{ readonly comment: string }> {
  override get message(): string {
    return `Comment ${this.comment} cannot be rejected without a reason`
  }
}

/** The policy in force has no such reason. */
export class UnknownReasonCode extends Data.TaggedError("UnknownReasonCode")<{
  readonly code: string
  readonly policyVersion: number
}> {
  override get message(): string {
    return `Version ${this.policyVersion} of the policy has no reason "${this.code}"`
  }
}

/** The reason explains nothing without words of the moderator's own. */
export class NoteRequired extends Data.TaggedError("NoteRequired")<{ readonly code: string }> {
  override get message(): string {
    return `The reason "${this.code}" needs a note`
  }
}

export type CommentRejection =
  | CommentNotFound
  | CommentExists
  | UnknownParent
  | AlreadyDecided
  | StaleRevision
  | ReasonRequired
  | UnknownReasonCode
  | NoteRequired
