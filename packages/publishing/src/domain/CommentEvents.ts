/** What can happen to a comment. The names and fields are the storage format. */
import * as EventFamily from "@dateline/eventsourcing/EventFamily"
import * as Sealed from "@dateline/eventsourcing/Sealed"
import * as Schema from "effect/Schema"
import { Language } from "./Language.ts"

/** What has become of a comment. */
export const Status = Schema.Literals(["pending", "held", "approved", "rejected", "withdrawn", "erased"])
export type Status = typeof Status.Type

/** What the views of an article's thread need to know with every change. */
const place = {
  /** The id of the article it is about. */
  article: Schema.NonEmptyString,
  /** The id of the comment that it answers. */
  parent: Schema.optionalKey(Schema.NonEmptyString)
}

const decision = {
  ...place,
  /** The revision that was judged, from 1. */
  revision: Schema.Int
}

const events = {
  /**
   * Revision 1. The name is published beside the comment, so it is held in clear text like the comment's body; the
   * e-mail address is not, and is sealed. `commenter` is the random subject under which it is sealed.
   */
  CommentSubmitted: {
    ...place,
    commenter: Schema.NonEmptyString,
    name: Schema.String,
    email: Sealed.field("email"),
    body: Schema.String,
    language: Language,
    /** The version of the conditions that the commenter was shown. */
    policyVersion: Schema.Int
  },
  CommentHeld: { ...decision, note: Schema.optionalKey(Schema.String) },
  /** `policyVersion` is the one in force. */
  CommentApproved: { ...decision, policyVersion: Schema.Int },
  CommentRejected: {
    ...decision,
    policyVersion: Schema.Int,
    codes: Schema.NonEmptyArray(Schema.String),
    note: Schema.optionalKey(Schema.String)
  },
  /** By its author. `from` is what it was until then. */
  CommentWithdrawn: { ...place, from: Status },
  /** Its author was forgotten: name and text must not be shown any more. */
  CommentErased: { ...place, from: Status }
}

/** The tag by which all comments of a commenter are found. */
export const commenterTag = (subject: string): string => `commenter:${subject}`

/** All events of `comment-{id}` streams. */
export const family = EventFamily.make({
  category: "comment",
  events,
  tags: (event) => [
    `article:${event.article}`,
    ...("commenter" in event ? [commenterTag(event.commenter)] : [])
  ]
})

export type CommentEvent = EventFamily.EventOf<typeof family>
