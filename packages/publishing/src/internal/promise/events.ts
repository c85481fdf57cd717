/** What can happen to articles and comments, as a program without Effect sees it. The compiler holds it to the domain's. */
import type { Agency } from "../../domain/Agency.ts"
import type { Status } from "../../domain/CommentEvents.ts"
import type { Language } from "../../domain/Language.ts"
import type { Section } from "../../domain/Section.ts"
import type { Dateline } from "./requests.ts"

/** A paragraph. Its id stays with it through every edit. */
export interface Block {
  readonly id: string
  readonly text: string
}

/** All that an editor writes. */
export interface Content {
  readonly language: Language
  readonly headline: string
  readonly deck?: string
  readonly body: ReadonlyArray<Block>
  readonly section?: Section
  readonly slug: string
  readonly dateline?: Dateline
  readonly agency?: Agency
  readonly byline: ReadonlyArray<string>
  readonly tags: ReadonlyArray<string>
}

export interface ArticleDrafted extends Content {
  readonly _tag: "ArticleDrafted"
}

/** The whole content after the edit. */
export interface ArticleEdited extends Content {
  readonly _tag: "ArticleEdited"
}

/** The whole content as readers get it. */
export interface ArticlePublished extends Content {
  readonly _tag: "ArticlePublished"
  readonly section: Section
}

/** `block`: a paragraph's id, `headline` or `deck`. */
export interface ArticleTypoFixed {
  readonly _tag: "ArticleTypoFixed"
  readonly block: string
  readonly text: string
}

export interface ArticleCorrected {
  readonly _tag: "ArticleCorrected"
  readonly language: Language
  readonly notice: string
  readonly block?: string
  readonly text?: string
}

/** The text gives way to the notice. */
export interface ArticleRetracted {
  readonly _tag: "ArticleRetracted"
  readonly language: Language
  readonly notice: string
}

/** Where a comment belongs. */
interface InThread {
  /** The id of the article. */
  readonly article: string
  /** The id of the comment that it answers. */
  readonly parent?: string
}

/**
 * The name and the text are its author's: do not show them any more after `CommentWithdrawn` or `CommentErased`. They are
 * absent once the author was forgotten.
 */
export interface CommentSubmitted extends InThread {
  readonly _tag: "CommentSubmitted"
  readonly name?: string
  readonly body?: string
  readonly language: Language
  /** The version of the conditions that the commenter was shown. */
  readonly policyVersion: number
}

interface Decided extends InThread {
  /** The revision that was judged, from 1. */
  readonly revision: number
}

/** The note is the moderator's, and about the author: it is absent once the author was forgotten. */
export interface CommentHeld extends Decided {
  readonly _tag: "CommentHeld"
  readonly note?: string
}

export interface CommentApproved extends Decided {
  readonly _tag: "CommentApproved"
  readonly policyVersion: number
}

/** The note is as with `CommentHeld`. */
export interface CommentRejected extends Decided {
  readonly _tag: "CommentRejected"
  readonly policyVersion: number
  readonly codes: readonly [string, ...Array<string>]
  readonly note?: string
}

/** `from`: what it was until then. */
export interface CommentWithdrawn extends InThread {
  readonly _tag: "CommentWithdrawn"
  readonly from: Status
}

/** Its author was forgotten. */
export interface CommentErased extends InThread {
  readonly _tag: "CommentErased"
  readonly from: Status
}

/** What happened, by its `_tag`. */
export type NewsroomEvent =
  | ArticleDrafted
  | ArticleEdited
  | ArticlePublished
  | ArticleTypoFixed
  | ArticleCorrected
  | ArticleRetracted
  | CommentSubmitted
  | CommentHeld
  | CommentApproved
  | CommentRejected
  | CommentWithdrawn
  | CommentErased
