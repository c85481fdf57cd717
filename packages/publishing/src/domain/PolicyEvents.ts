/** What can happen to the conditions of publication for comments. The names and fields are the storage format. */
import * as EventFamily from "@dateline/eventsourcing/EventFamily"
import * as Schema from "effect/Schema"
import { Texts } from "./Language.ts"

const publicText = (description: string) => Texts.annotateKey({ description })

/** A reason for which a comment may be rejected. */
export const ReasonCode = Schema.Struct({
  code: Schema.NonEmptyString.annotateKey({ description: "Names the reason in decisions." }),
  texts: publicText("What the commenter is told."),
  severity: Schema.Literals(["minor", "serious", "grave"]).annotateKey({ description: "How much it weighs." }),
  needsNote: Schema.Boolean.annotateKey({ description: "Whether the moderator must add words of their own." })
})
export type ReasonCode = typeof ReasonCode.Type

const version = Schema.Int.annotateKey({ description: "From 1, each one more than the last." })

/** One version of the conditions. */
export const Policy = Schema.Struct({
  version,
  conditions: publicText("What a reader is shown before the button."),
  codes: Schema.NonEmptyArray(ReasonCode).annotateKey({
    description: "The reasons for which a comment may be rejected."
  })
})
export type Policy = typeof Policy.Type

/** All events of `policy-{site}` streams. */
export const family = EventFamily.make({
  category: "policy",
  events: {
    PolicyProposed: Policy.annotate({
      description: "A version of the conditions was written. It is not in force yet."
    }),
    PolicyActivated: Schema.Struct({ version }).annotate({ description: "From now on this version is in force." })
  }
})

export type PolicyEvent = EventFamily.EventOf<typeof family>
