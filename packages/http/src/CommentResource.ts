/** Comments as the API shows them: to the public those that were approved, to moderators those that wait. */
import { Language } from "@dateline/publishing/domain/Language"
import type { QueuedComment } from "@dateline/publishing/views/ModerationQueue"
import type { ShownComment } from "@dateline/publishing/views/Thread"
import * as Schema from "effect/Schema"
import { ArticleId, CommentId, Timestamp, timestamp } from "./internal/fields.ts"

const shown = {
  id: CommentId,
  parentId: Schema.optionalKey(CommentId.annotate({ description: "The comment that this one answers" })),
  name: Schema.String,
  body: Schema.String,
  submittedAt: Timestamp
} as const

/** An approved comment. What identifies its author stays with the newsroom. */
export const Comment = Schema.Struct(shown).annotate({ identifier: "Comment" })
export type Comment = typeof Comment.Type

/** A comment that waits for a decision. */
export const WaitingComment = Schema.Struct({
  ...shown,
  article: ArticleId,
  status: Schema.Literals(["pending", "held"]),
  note: Schema.optionalKey(Schema.String.annotate({ description: "Why it was set aside" })),
  revision: Schema.Int.annotate({ description: "Which text this is; a decision names it", examples: [1] }),
  language: Language,
  policyVersion: Schema.Int.annotate({ description: "The conditions that its author was shown", examples: [1] })
}).annotate({ identifier: "WaitingComment" })
export type WaitingComment = typeof WaitingComment.Type

/** What the public is told of a comment: nothing of one that was removed, although it keeps its place on the site. */
export const visible = (comment: ShownComment): ReadonlyArray<Comment> =>
  comment.state === "removed" ? [] : [{
    id: comment.id,
    ...(comment.parent === undefined ? {} : { parentId: comment.parent }),
    name: comment.name,
    body: comment.body,
    submittedAt: timestamp(comment.submittedAt)
  }]

/** What a moderator is told of a comment that waits. */
export const waiting = (comment: QueuedComment): WaitingComment => ({
  id: comment.id,
  article: comment.article,
  ...(comment.parent === undefined ? {} : { parentId: comment.parent }),
  name: comment.name,
  body: comment.body,
  language: comment.language,
  status: comment.state,
  ...(comment.note === undefined ? {} : { note: comment.note }),
  revision: comment.revision,
  policyVersion: comment.policyVersion,
  submittedAt: timestamp(comment.submittedAt)
})
