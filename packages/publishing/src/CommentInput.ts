/** What readers and moderators send, as schemas with limits: for forms, APIs and the functions in `Comments`. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Language } from "./domain/Language.ts"
import type { Problem } from "./InvalidInput.ts"
import * as EmailAddress from "./text/EmailAddress.ts"
import { list, Name, text } from "./TextInput.ts"

/** Longest comment, in graphemes. */
export const bodyGraphemes = 4000

export const Body = text({ graphemes: bodyGraphemes, bytes: 16 * 1024 })

const emailProblem = (value: string): Problem | undefined => {
  const address = EmailAddress.parse(value)
  if (Result.isSuccess(address)) return undefined
  const { reason } = address.failure
  return reason === "Empty" ? "required" : reason === "TooLong" ? "too-long" : "not-an-email"
}

/** An e-mail address by its syntax. It is not published. */
export const Email = Schema.String.check(Schema.makeFilter(emailProblem, { description: "An e-mail address" }))

const wholeFrom1 = (value: number): Problem | undefined =>
  Number.isSafeInteger(value) && value > 0 ? undefined : "malformed"

/** A whole number from 1. */
export const Ordinal = Schema.Number.check(Schema.makeFilter(wholeFrom1, { description: "A whole number from 1" }))

const Id = text({ graphemes: 64, bytes: 256, line: true })

/** A reader's comment. */
export const Submission = Schema.Struct({
  /** 1 to 80 graphemes; published. */
  name: Name,
  email: Email,
  body: Body,
  /** The comment that it answers. */
  parentId: Schema.optionalKey(Id),
  /** The version of the conditions that the reader was shown. */
  policyVersion: Ordinal,
  language: Language
})
export type Submission = typeof Submission.Type

const Note = text({ graphemes: 2000, bytes: 16 * 1024, blank: true })

/** For holding: the revision that was judged, and a note for colleagues. */
export const Hold = Schema.Struct({ revision: Ordinal, note: Schema.optionalKey(Note) })
export type Hold = typeof Hold.Type

export const Approval = Schema.Struct({ revision: Ordinal })
export type Approval = typeof Approval.Type

/** `codes`: reasons of the policy in force. `note`: for the commenter; required by the reason `other`. */
export const Rejection = Schema.Struct({
  revision: Ordinal,
  codes: list(Id, 20),
  note: Schema.optionalKey(Note)
})
export type Rejection = typeof Rejection.Type
