/**
 * What a commenter is told on the private page of a comment: one document for each comment, by its id. It shows their
 * own name and text, until they withdraw it or are forgotten; never an e-mail address.
 */
import * as Projection from "@dateline/eventsourcing/Projection"
import type { Recorded } from "@dateline/eventsourcing/Recorded"
import { isErased } from "@dateline/eventsourcing/Sealed"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import { family, type OpenedCommentEvent, type OpenedSubmission, type Status } from "../domain/CommentEvents.ts"
import type { Language } from "../domain/Language.ts"

export interface CommentStatus {
  readonly id: string
  readonly article: string
  /** The language in which it was submitted, and in which its author is answered. */
  readonly language: Language
  readonly state: Status
  /** Of the text, from 1. */
  readonly revision: number
  readonly name?: string
  readonly body?: string
  /** The reasons of a rejection; their texts are in version `policyVersion` of the policy. */
  readonly codes: ReadonlyArray<string>
  readonly note?: string
  /** The version of the conditions that were in force at the decision; before one, those that the commenter saw. */
  readonly policyVersion: number
  /** In milliseconds since the Unix epoch. */
  readonly submittedAt: number
  /** When it was approved or rejected, in milliseconds since the Unix epoch. */
  readonly decidedAt?: number
  /** The version of the comment's stream that this document shows. */
  readonly version: number
}

const submitted = (recorded: Recorded<OpenedSubmission>): CommentStatus => {
  const { article, body, language, name, policyVersion } = recorded.event
  return {
    id: StreamId.localId(recorded.stream),
    article,
    language,
    state: "pending",
    revision: 1,
    ...(isErased(name) ? {} : { name }),
    ...(isErased(body) ? {} : { body }),
    codes: [],
    policyVersion,
    submittedAt: recorded.recordedAt,
    version: recorded.version
  }
}

const withoutText = ({ body: _, name: __, note: ___, ...comment }: CommentStatus): CommentStatus => comment

const change = (
  comment: CommentStatus,
  { event, recordedAt: decidedAt }: Recorded<OpenedCommentEvent>
): CommentStatus => {
  switch (event._tag) {
    case "CommentSubmitted":
      return comment
    case "CommentHeld":
      return { ...comment, state: "held" }
    case "CommentApproved":
      return { ...comment, state: "approved", policyVersion: event.policyVersion, decidedAt }
    case "CommentRejected": {
      const { codes, note, policyVersion } = event
      return {
        ...comment,
        state: "rejected",
        codes,
        ...(note === undefined || isErased(note) ? {} : { note }),
        policyVersion,
        decidedAt
      }
    }
    case "CommentWithdrawn":
      return { ...withoutText(comment), state: "withdrawn" }
    case "CommentErased":
      return { ...withoutText(comment), state: "erased" }
  }
}

export const projection = Projection.make<CommentStatus, readonly [typeof family], readonly ["publication"]>({
  name: "comment_status",
  revision: 3,
  opens: ["publication"],
  families: [family],
  indexes: [],
  keys: ({ stream }) => [StreamId.localId(stream)],
  evolve: (comment, recorded) => {
    const { event, version } = recorded
    if (comment !== undefined) return { ...change(comment, recorded), version }
    return event._tag === "CommentSubmitted" ? submitted({ ...recorded, event }) : undefined
  }
})
