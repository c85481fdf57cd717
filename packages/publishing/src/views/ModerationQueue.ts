/** What waits for a moderator: one document for each comment without a decision, by its id. Not public. */
import * as Projection from "@dateline/eventsourcing/Projection"
import { isErased } from "@dateline/eventsourcing/Sealed"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import { family } from "../domain/CommentEvents.ts"
import type { Language } from "../domain/Language.ts"

export interface QueuedComment {
  readonly id: string
  /** The id of the article it is about; what that one is called is read from its page. */
  readonly article: string
  readonly parent?: string
  readonly language: Language
  readonly name: string
  readonly body: string
  readonly state: "pending" | "held"
  /** Why it was held. */
  readonly note?: string
  /** The revision that a decision must name, from 1. */
  readonly revision: number
  /** The version of the conditions that the commenter saw. */
  readonly policyVersion: number
  /** In milliseconds since the Unix epoch. */
  readonly submittedAt: number
  /** Its place in the queue. */
  readonly position: number
  /** The version of the comment's stream that this document shows. */
  readonly version: number
}

/** Index `oldest`: all of them in the order in which they were submitted. */
export const projection = Projection.make<QueuedComment, readonly [typeof family], readonly ["publication"]>({
  name: "moderation_queue",
  revision: 3,
  opens: ["publication"],
  families: [family],
  indexes: [{ name: "oldest", equal: [], order: ["position"] }],
  keys: ({ stream }) => [StreamId.localId(stream)],
  evolve: (comment, { event, position, recordedAt: submittedAt, version }, id) => {
    switch (event._tag) {
      case "CommentSubmitted": {
        const { article, body, language, name, parent, policyVersion } = event
        // Its author was forgotten: there is nothing to judge, and it is erased as soon as that is carried out.
        if (isErased(name) || isErased(body)) return undefined
        const answers = parent === undefined ? {} : { parent }
        const text = { language, name, body, revision: 1, policyVersion, submittedAt }
        return { id, article, ...answers, ...text, state: "pending", position, version }
      }
      case "CommentHeld": {
        const { note } = event
        return comment &&
          { ...comment, state: "held", ...(note === undefined || isErased(note) ? {} : { note }), version }
      }
      default:
        return undefined
    }
  }
})
