/**
 * What each public page is made from: plain data, already allowed to be shown. The server maps views to these shapes;
 * the page functions turn them into HTML and decide nothing. Nothing here can hold an e-mail address, except what a
 * reader has just typed into a form that is shown back to them.
 *
 * Times are milliseconds since the Unix epoch; dates are ISO `YYYY-MM-DD`; paths begin with `/`.
 */
import type { AssetLinks } from "../assets/Assets.ts"
import type { Language } from "../language/Catalogue.ts"
import type { ProblemCode } from "../language/Problems.ts"

/** The same page in another language. */
export interface Alternate {
  readonly language: Language
  readonly path: string
}

/** What every page needs, whatever it shows. */
export interface Frame {
  readonly language: Language
  /** `https://example.org`, without a slash at its end: for canonical, alternate and OpenGraph addresses. */
  readonly baseUrl: string
  /** This page's canonical path. */
  readonly path: string
  /** Where the same page is in other languages; a language that is not here is offered by its home page. */
  readonly alternates: ReadonlyArray<Alternate>
  /** When the page is made: the date in the masthead and the age of things. */
  readonly now: number
  readonly assets: AssetLinks
}

/** A story as a line or a card in a list. */
export interface Teaser {
  readonly id: string
  readonly language: Language
  readonly section: string
  readonly slug: string
  readonly headline: string
  readonly deck?: string | undefined
  readonly place?: string | undefined
  readonly agency?: string | undefined
  readonly publishedAt: number
  readonly modifiedAt?: number | undefined
  readonly commentCount?: number | undefined
  readonly corrected?: boolean | undefined
  readonly retracted?: boolean | undefined
}

/** `/` and `/{language}/`. The first of `latest` leads. */
export interface HomePage {
  readonly frame: Frame
  readonly latest: ReadonlyArray<Teaser>
  /** The newest of each section, in the order the newsroom wants. The page shows none of them large a second time. */
  readonly sections: ReadonlyArray<{ readonly section: string; readonly items: ReadonlyArray<Teaser> }>
}

/** `/{language}/{section}`. */
export interface SectionPage {
  readonly frame: Frame
  readonly section: string
  readonly items: ReadonlyArray<Teaser>
  /** Path of the following page, if there is one. */
  readonly next?: string | undefined
}

/** A paragraph of an article. */
export interface Block {
  readonly id: string
  readonly text: string
}

/** A picture beside a story. */
export interface Figure {
  readonly src: string
  readonly alt: string
  readonly width: number
  readonly height: number
  readonly caption?: string | undefined
  readonly credit?: string | undefined
}

/** A public notice that something published was wrong. */
export interface CorrectionNotice {
  readonly at: number
  readonly notice: string
  /** The paragraph it concerns. */
  readonly block?: string | undefined
}

export interface Article {
  readonly id: string
  readonly version: number
  readonly state: "live" | "retracted"
  readonly language: Language
  readonly section: string
  readonly slug: string
  readonly headline: string
  readonly deck?: string | undefined
  readonly place?: string | undefined
  readonly date?: string | undefined
  readonly byline: ReadonlyArray<string>
  readonly agency?: string | undefined
  readonly figure?: Figure | undefined
  /** Empty when the article is retracted. */
  readonly body: ReadonlyArray<Block>
  readonly tags: ReadonlyArray<string>
  readonly publishedAt: number
  /** Later than `publishedAt` if the text changed in a way that readers are told of. */
  readonly modifiedAt: number
  readonly corrections: ReadonlyArray<CorrectionNotice>
  /** Stands in the place of the text. */
  readonly retraction?: CorrectionNotice | undefined
}

/** A comment as readers see it. One that was removed keeps the place of its replies and shows nothing else. */
export interface Comment {
  readonly id: string
  readonly state: "visible" | "removed"
  readonly author: string
  readonly at: number
  readonly body: string
  readonly replies: ReadonlyArray<Comment>
}

/** A page of a thread. */
export interface Thread {
  /** All that are visible, replies included; not only those of this page. */
  readonly count: number
  readonly comments: ReadonlyArray<Comment>
  readonly next?: string | undefined
  /** The way to the beginning, where this is not it. */
  readonly all?: string | undefined
}

/** Why a field (or, for `form`, the whole form) was not accepted. `limit` is what the code counts, if it counts. */
export interface FieldProblem<Field extends string = string> {
  readonly field: Field | "form"
  readonly code: ProblemCode
  readonly limit?: number | undefined
}

export type CommentField = "name" | "email" | "body"

export interface CommentForm {
  readonly articleId: string
  readonly policyVersion: number
  readonly formToken: string
  /** What the reader typed, when the form comes back. */
  readonly values: Readonly<Record<CommentField, string>>
  readonly problems: ReadonlyArray<FieldProblem<CommentField>>
  /** The comment that is answered, when the form was reached by a reply link. */
  readonly parent?: { readonly id: string; readonly author: string } | undefined
  /** Conditions of publication of the policy in force, in the page's language; the catalogue's when absent. */
  readonly conditions?: string | undefined
}

/** `/{language}/{section}/{id}-{slug}`. */
export interface ArticlePage {
  readonly frame: Frame
  readonly article: Article
  readonly thread: Thread
  /** Absent when comments are closed. */
  readonly form?: CommentForm | undefined
  readonly related?: ReadonlyArray<Teaser> | undefined
  /** A JSON-LD object; omitted when the newsroom has none. */
  readonly structuredData?: unknown
}

export type CommentState = "pending" | "held" | "approved" | "rejected" | "withdrawn" | "erased"

/** One reason of a decision, in the words of the policy, in the commenter's language. */
export interface Reason {
  readonly code: string
  readonly text: string
}

/** `/comments/status/{token}`, in the language the comment was written under. */
export interface StatusPage {
  readonly frame: Frame
  readonly comment: {
    readonly id: string
    readonly state: CommentState
    readonly version: number
    readonly author: string
    readonly body: string
    readonly submittedAt: number
    readonly policyVersion: number
  }
  readonly article: { readonly headline: string; readonly path: string }
  readonly decision?: {
    readonly at: number
    readonly reasons: ReadonlyArray<Reason>
    /** What the moderator wrote to the commenter. */
    readonly note?: string | undefined
    /** The policy version the decision was taken under. */
    readonly policyVersion: number
    readonly automatic: boolean
  } | undefined
  /** Absent when there is nothing left to withdraw. `hidden` are the form's hidden fields. */
  readonly withdraw?: { readonly action: string; readonly hidden: Readonly<Record<string, string>> } | undefined
}

/** `/{language}/corrections`. */
export interface CorrectionsPage {
  readonly frame: Frame
  readonly items: ReadonlyArray<{
    readonly kind: "correction" | "retraction"
    readonly at: number
    readonly notice: string
    readonly headline: string
    readonly path: string
    readonly block?: string | undefined
  }>
  readonly next?: string | undefined
}

export type ErrorStatus = 400 | 401 | 403 | 404 | 405 | 409 | 410 | 412 | 413 | 415 | 422 | 429 | 500 | 503

/** Any answer that is not the page that was asked for. */
export interface ErrorPage {
  readonly frame: Frame
  readonly status: ErrorStatus
  /** What exactly happened, when the status alone does not say it. */
  readonly reason?: ProblemCode | undefined
  /** A public notice, for 410. */
  readonly notice?: string | undefined
  /** Seconds, for 429. */
  readonly retryAfter?: number | undefined
  /** Where to go back to. */
  readonly back?: string | undefined
  /** What was typed, shown so that it can be copied. */
  readonly typed?: ReadonlyArray<string> | undefined
}
