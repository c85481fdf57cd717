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
  article: Schema.NonEmptyString.annotateKey({ description: "The id of the article that it is about." }),
  parent: Schema.optionalKey(Schema.NonEmptyString).annotateKey({
    description: "The id of the comment that it answers."
  })
}

const decision = {
  ...place,
  revision: Schema.Int.annotateKey({ description: "The revision that was judged, from 1." })
}

const inForce = Schema.Int.annotateKey({ description: "The version of the conditions that was in force." })
const from = Status.annotateKey({ description: "What it was until then." })

/** Kept to reach whoever commented, and for nothing else. */
export const Email = Sealed.field("email", { purpose: "contact", value: Schema.String })

/** What was written to be published is a person's own as well: it is sealed, so that it can be forgotten everywhere. */
export const Name = Sealed.field("name", { purpose: "publication", value: Schema.String })
export const Body = Sealed.field("body", { purpose: "publication", value: Schema.String })

/** What a moderator writes of a comment is about its author, and often in their words: it is forgotten with them. */
export const Note = Sealed.field("note", { purpose: "publication", value: Schema.String })
const note = Schema.optionalKey(Note).annotateKey({ description: "The moderator's own words." })

const events = {
  CommentSubmitted: Schema.Struct({
    ...place,
    commenter: Schema.NonEmptyString.annotateKey({
      description: "The random subject under which the commenter's personal data is sealed."
    }),
    name: Name.annotateKey({ description: "As it is published beside the comment." }),
    email: Email.annotateKey({ description: "The commenter's address. Never published." }),
    body: Body.annotateKey({ description: "The comment." }),
    language: Language.annotateKey({ description: "The language of the form." }),
    policyVersion: Schema.Int.annotateKey({
      description: "The version of the conditions that the commenter was shown."
    })
  }).annotate({ description: "A reader sent a comment: its revision 1." }),
  CommentHeld: Schema.Struct({ ...decision, note }).annotate({ description: "It waits for another look." }),
  CommentApproved: Schema.Struct({ ...decision, policyVersion: inForce }).annotate({
    description: "Readers see it from now on."
  }),
  CommentRejected: Schema.Struct({
    ...decision,
    policyVersion: inForce,
    codes: Schema.NonEmptyArray(Schema.String).annotateKey({
      description: "The reasons, by their codes in the policy."
    }),
    note
  }).annotate({ description: "It was not published, or is not any more, for these reasons." }),
  CommentWithdrawn: Schema.Struct({ ...place, from }).annotate({ description: "Its author took it back." }),
  CommentErased: Schema.Struct({ ...place, from }).annotate({
    description: "Its author was forgotten: name and text must not be shown any more."
  })
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

/** What readers, moderators and the commenter may see of it: name and text, or that they are erased. */
export type OpenedCommentEvent = Sealed.Opened<CommentEvent, "publication">
export type OpenedSubmission = Extract<OpenedCommentEvent, { readonly _tag: "CommentSubmitted" }>
