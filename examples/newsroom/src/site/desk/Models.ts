/**
 * What each page of the desk is made from. The same rules as for the public pages: plain data, no decisions. Every
 * form carries `csrf` and a `commitId` that the server made for this rendering; one `commitId` serves all forms of a
 * page (or of a comment), since the first that is accepted makes the others stale.
 */
import type { AssetLinks } from "../../assets/Assets.ts"
import type { Language } from "../../language/Catalogue.ts"
import type { Alternate, Block, CorrectionNotice, FieldProblem, Reason } from "../Models.ts"

/** What a finished action tells at the top of the next page. */
export type Flash =
  | "saved"
  | "drafted"
  | "published"
  | "typo-fixed"
  | "corrected"
  | "retracted"
  | "comment-approved"
  | "comment-held"
  | "comment-rejected"
  | "signed-out"

export interface DeskFrame {
  readonly language: Language
  readonly path: string
  /** Same page, other languages of the desk itself. */
  readonly alternates: ReadonlyArray<Alternate>
  readonly now: number
  readonly assets: AssetLinks
  readonly csrf: string
  /** Absent before signing in. */
  readonly user?: { readonly name: string; readonly role: string } | undefined
  /** Comments waiting, shown beside the link to the queue. */
  readonly waiting?: number | undefined
  readonly flash?: Flash | undefined
}

export type SignInField = "username" | "password"

/** `/desk/sign-in`. The password is never put back into the form. */
export interface SignInPage {
  readonly frame: DeskFrame
  readonly username: string
  readonly problems: ReadonlyArray<FieldProblem<SignInField>>
  /** Where to go after signing in, sent as `next`. */
  readonly next?: string | undefined
}

export type RejectField = "code" | "note" | "revision"

/** A comment that waits for a decision. */
export interface QueueItem {
  readonly id: string
  readonly version: number
  /** The revision of the text that is shown; decisions name it. */
  readonly revision: number
  readonly state: "pending" | "held"
  readonly language: Language
  readonly author: string
  readonly body: string
  readonly submittedAt: number
  readonly policyVersion: number
  readonly article: { readonly headline: string; readonly path: string; readonly language: Language }
  /** The comment it answers. */
  readonly parent?: { readonly author: string; readonly body: string } | undefined
  readonly commitId: string
  /** A refused rejection comes back with what was chosen. */
  readonly codes?: ReadonlyArray<string> | undefined
  readonly note?: string | undefined
  readonly problems?: ReadonlyArray<FieldProblem<RejectField>> | undefined
}

/** `/desk/queue`. */
export interface QueuePage {
  readonly frame: DeskFrame
  readonly items: ReadonlyArray<QueueItem>
  /** Codes of the policy in force, in the desk's language. `other` asks for a note. */
  readonly reasons: ReadonlyArray<Reason>
  readonly next?: string | undefined
}

export type ArticleState = "draft" | "live" | "retracted"

/** `/desk/articles`. */
export interface ArticlesPage {
  readonly frame: DeskFrame
  readonly items: ReadonlyArray<{
    readonly id: string
    readonly language: Language
    readonly section: string
    readonly headline: string
    readonly state: ArticleState
    readonly version: number
    readonly changedAt: number
  }>
  readonly next?: string | undefined
}

export type ArticleField =
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

/** What an article's form holds, as text. In `body` an empty line parts paragraphs, in `byline` a comma names. */
export type ArticleValues = Readonly<Record<ArticleField, string>>

export interface Choices {
  readonly sections: ReadonlyArray<string>
  readonly agencies: ReadonlyArray<string>
}

/** `/desk/articles/new`, and what a refused `POST /desk/articles` shows. */
export interface NewArticlePage {
  readonly frame: DeskFrame
  readonly values: ArticleValues
  readonly problems: ReadonlyArray<FieldProblem<ArticleField>>
  readonly choices: Choices
  readonly commitId: string
}

export type EditorAction = "edit" | "publish" | "typo" | "correct" | "retract"

/** What was typed into a form of the editor that was refused, so that the form comes back as it was. */
export interface RefusedEdit {
  readonly action: EditorAction
  readonly problems: ReadonlyArray<FieldProblem<ArticleField | "notice" | "block" | "text" | "version">>
  /** For `typo`, `correct` and `retract`; the edit form's are in `values`. */
  readonly block?: string | undefined
  readonly text?: string | undefined
  readonly notice?: string | undefined
}

/** `/desk/articles/{id}`. */
export interface EditorPage {
  readonly frame: DeskFrame
  readonly article: {
    readonly id: string
    readonly version: number
    readonly state: ArticleState
    readonly language: Language
    readonly headline: string
    readonly blocks: ReadonlyArray<Block>
    readonly corrections: ReadonlyArray<CorrectionNotice>
    readonly retraction?: CorrectionNotice | undefined
    /** Where readers find it, once it was published. */
    readonly publicPath?: string | undefined
  }
  /** What this person may do with it now. */
  readonly allowed: ReadonlyArray<EditorAction>
  readonly values: ArticleValues
  readonly refused?: RefusedEdit | undefined
  readonly choices: Choices
  readonly commitId: string
}

export type DeskErrorStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 500

/** An answer of the desk that is not the page that was asked for. */
export interface DeskErrorPage {
  readonly frame: DeskFrame
  readonly status: DeskErrorStatus
  readonly reason?: FieldProblem["code"] | undefined
  readonly back?: string | undefined
  readonly typed?: ReadonlyArray<string> | undefined
}
