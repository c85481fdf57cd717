/**
 * Every word of the interface that is not content. One file per language implements this interface; the compiler and a
 * test see to it that none is incomplete. Adding a language: write its file, add it to `Languages.ts`.
 *
 * Functions take what they print and return plain text: escaping is the renderer's business.
 */
import type { FieldProblemKey, ProblemCode } from "./Problems.ts"

/** Languages with a catalogue, as they stand in addresses. */
export type Language = "ar" | "fr" | "en"

/** A function whose sentence depends on a number, such as the Arabic plural with its six forms. */
export type Counted = (count: number) => string

/** The words of the public pages. */
export interface SiteWords {
  readonly home: string
  readonly skipToContent: string
  readonly sectionsLabel: string
  readonly languagesLabel: string
  readonly breadcrumbLabel: string
  readonly footerLabel: string
  readonly latest: string
  readonly topStory: string
  readonly nothingYet: string
  readonly older: string
  readonly feed: string
  readonly deskLink: string
  readonly published: string
  readonly modified: string
  readonly by: string
  readonly and: string
  readonly source: string
  readonly tags: string
  readonly related: string
  readonly correction: string
  readonly correctionsHeading: string
  readonly correctedMark: string
  readonly retraction: string
  readonly retractedMark: string
  readonly retractionExplained: string
  readonly toParagraph: string
  readonly correctionsRegister: string
  readonly correctionsIntro: string
  readonly noCorrections: string
}

/** The words around comments. */
export interface CommentWords {
  readonly heading: string
  readonly count: Counted
  readonly none: string
  readonly more: string
  readonly all: string
  readonly reply: string
  readonly replyTo: (name: string) => string
  readonly permalink: string
  readonly removed: string
  readonly closed: string
  readonly formHeading: string
  readonly replyHeading: (name: string) => string
  readonly cancelReply: string
  readonly emailPromise: string
  readonly conditions: string
  readonly reviewNote: string
  readonly name: string
  readonly email: string
  readonly body: string
  readonly required: string
  readonly send: string
  readonly honeypot: string
}

/** The words of a commenter's private page. */
export interface StatusWords {
  readonly title: string
  readonly keepLink: string
  readonly stateLabel: string
  readonly state: Readonly<Record<"pending" | "held" | "approved" | "rejected" | "withdrawn" | "erased", string>>
  readonly explained: Readonly<Record<"pending" | "held" | "approved" | "rejected" | "withdrawn" | "erased", string>>
  readonly yourComment: string
  readonly onArticle: string
  readonly sentAt: string
  readonly decidedAt: string
  readonly reasons: string
  readonly moderatorNote: string
  readonly decidedBy: Readonly<Record<"person" | "rule", string>>
  readonly policyVersion: (version: number) => string
  readonly seeComment: string
  readonly withdraw: string
  readonly withdrawExplained: string
}

/** A page that says that something went wrong. */
export interface ErrorWords {
  readonly title: string
  readonly text: string
}

/** The words of the desk. */
export interface DeskWords {
  readonly name: string
  readonly navLabel: string
  readonly queue: string
  readonly articles: string
  readonly newArticle: string
  readonly signIn: string
  readonly signOut: string
  readonly signedInAs: string
  readonly username: string
  readonly password: string
  readonly roles: Readonly<Record<string, string>>
  readonly flash: Readonly<
    Record<
      | "saved"
      | "drafted"
      | "published"
      | "typo-fixed"
      | "corrected"
      | "retracted"
      | "comment-approved"
      | "comment-held"
      | "comment-rejected"
      | "signed-out",
      string
    >
  >
  readonly waiting: Counted
  readonly queueEmpty: string
  readonly queueOrder: string
  readonly submitted: string
  readonly policyVersion: (version: number) => string
  readonly revision: (revision: number) => string
  readonly inReplyTo: (name: string) => string
  readonly states: Readonly<Record<"draft" | "live" | "retracted" | "pending" | "held", string>>
  readonly approve: string
  readonly hold: string
  readonly reject: string
  readonly rejectOpen: string
  readonly reasonCodes: string
  readonly reasonCodesHint: string
  readonly note: string
  readonly noteHint: string
  readonly noArticles: string
  readonly changed: string
  readonly state: string
  readonly version: (version: number) => string
  readonly seePublic: string
  readonly fields: Readonly<
    Record<
      | "language"
      | "section"
      | "headline"
      | "deck"
      | "body"
      | "slug"
      | "datelinePlace"
      | "datelineDate"
      | "agency"
      | "byline"
      | "notice"
      | "block"
      | "text",
      string
    >
  >
  readonly hints: Readonly<Record<"body" | "slug" | "byline" | "notice" | "correctText" | "deck", string>>
  readonly noAgency: string
  readonly wholeArticle: string
  readonly paragraph: (place: number) => string
  readonly create: string
  readonly edit: string
  readonly editHeading: string
  readonly publish: string
  readonly publishExplained: string
  readonly typo: string
  readonly typoHeading: string
  readonly typoExplained: string
  readonly correct: string
  readonly correctHeading: string
  readonly correctExplained: string
  readonly retract: string
  readonly retractHeading: string
  readonly retractExplained: string
  readonly history: string
}

export interface Catalogue {
  readonly language: Language
  /** BCP 47, for `<html lang>` and hreflang. */
  readonly locale: string
  /** BCP 47, for `Intl`: whose habits dates follow. */
  readonly dateLocale: string
  /** `ar_MA`, for OpenGraph. */
  readonly openGraphLocale: string
  readonly direction: "rtl" | "ltr"
  /** The language's own name. */
  readonly ownName: string
  readonly siteName: string
  readonly tagline: string
  /** Section names by id. */
  readonly sections: Readonly<Record<string, string>>
  /** Agency credits by id. */
  readonly agencies: Readonly<Record<string, string>>
  /** Joins names: «، » or ", ". */
  readonly comma: string
  /** What introduces: after a dateline's place, between a label and its value. */
  readonly colon: string
  readonly site: SiteWords
  readonly comments: CommentWords
  readonly status: StatusWords
  readonly desk: DeskWords
  /** Heading above a list of problems with a form. */
  readonly problemsHeading: Counted
  /** Fallback sentences; `limit` is what the code counts. */
  readonly problems: Readonly<Record<ProblemCode, (limit: number) => string>>
  readonly fieldProblems: Readonly<Record<FieldProblemKey, (limit: number) => string>>
  readonly errors: Readonly<
    Record<
      400 | 401 | 403 | 404 | 405 | 409 | 410 | 412 | 413 | 415 | 422 | 429 | 500 | 503,
      ErrorWords
    >
  >
  readonly nextPage: string
  readonly errorBack: string
  readonly errorTyped: string
  readonly retryAfter: Counted
}
