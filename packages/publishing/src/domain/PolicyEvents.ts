/** What can happen to the conditions of publication for comments. The names and fields are the storage format. */
import * as EventFamily from "@dateline/eventsourcing/EventFamily"
import * as Schema from "effect/Schema"
import { Texts } from "./Language.ts"

/** A reason for which a comment may be rejected. */
export const ReasonCode = Schema.Struct({
  code: Schema.NonEmptyString,
  /** What the commenter is told. */
  texts: Texts,
  severity: Schema.Literals(["minor", "serious", "grave"]),
  /** Whether the moderator must add words of their own. */
  needsNote: Schema.Boolean
})
export type ReasonCode = typeof ReasonCode.Type

/** One version of the conditions. */
export const Policy = Schema.Struct({
  /** From 1, each one more than the last. */
  version: Schema.Int,
  /** What a reader is shown before the button. */
  conditions: Texts,
  codes: Schema.NonEmptyArray(ReasonCode)
})
export type Policy = typeof Policy.Type

/** All events of `policy-{site}` streams. */
export const family = EventFamily.make({
  category: "policy",
  events: {
    PolicyProposed: Policy.fields,
    /** From now on this version is in force. */
    PolicyActivated: { version: Schema.Int }
  }
})

export type PolicyEvent = EventFamily.EventOf<typeof family>
