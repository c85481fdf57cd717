/** What can be asked of a comment. Every command names the comment by its id. */
import type { Sealed } from "@dateline/eventsourcing/Sealed"
import type { Language } from "./Language.ts"
import type { Policy } from "./PolicyEvents.ts"

/** A reader's comment. Whether the article takes comments is checked where the commit is made. */
export interface Submit {
  readonly _tag: "Submit"
  readonly id: string
  readonly article: string
  /** The comment that it answers, and the article which that one belongs to. */
  readonly parent?: { readonly id: string; readonly article: string }
  readonly commenter: string
  readonly name: Sealed<string, "publication", "name">
  readonly email: Sealed<string, "contact", "email">
  readonly body: Sealed<string, "publication", "body">
  readonly language: Language
  /** The version of the conditions that the commenter was shown. */
  readonly policyVersion: number
}

/** Sets a comment aside, for a second look. */
export interface Hold {
  readonly _tag: "Hold"
  readonly id: string
  /** The revision that was judged. */
  readonly revision: number
  readonly note?: string
}

export interface Approve {
  readonly _tag: "Approve"
  readonly id: string
  readonly revision: number
  /** The policy in force. */
  readonly policy: Policy
}

export interface Reject {
  readonly _tag: "Reject"
  readonly id: string
  readonly revision: number
  readonly codes: ReadonlyArray<string>
  readonly note?: string
  /** The policy in force. */
  readonly policy: Policy
}

/** By its author. */
export interface Withdraw {
  readonly _tag: "Withdraw"
  readonly id: string
}

/** Because its author is forgotten. */
export interface Erase {
  readonly _tag: "Erase"
  readonly id: string
}

export type CommentCommand = Submit | Hold | Approve | Reject | Withdraw | Erase
