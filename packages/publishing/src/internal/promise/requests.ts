/** What a program asks of a newsroom. */
import type { Actor } from "../../domain/Actor.ts"
import type { Agency } from "../../domain/Agency.ts"
import type { Language } from "../../domain/Language.ts"
import type { Section } from "../../domain/Section.ts"

/** What every command may say about itself. */
export interface Command {
  /**
   * 1 to 128 printable ASCII characters without space, chosen before the first try: sent again with it, a command has no
   * second effect and answers as the first time. One is made if it is absent, and then a second call is a second command.
   */
  readonly commitId?: string
}

/** A command by somebody of the newsroom. */
export interface DeskCommand extends Command {
  /** Who does it; the newsroom's usual actor if absent. */
  readonly actor?: Actor
}

/** A command to something that the caller has seen. */
export interface CommandOnVersion extends DeskCommand {
  /** The version that the caller saw; if there is a newer one, `Conflict`. */
  readonly expectedVersion?: number
}

export interface Dateline {
  readonly place: string
  /** A calendar day, `YYYY-MM-DD`. */
  readonly date: string
}

interface ArticleFields {
  readonly section?: Section
  /** Made from the headline if absent or blank. */
  readonly slug?: string
  /** Whose copy it is. It can be given and never be taken away. */
  readonly agency?: Agency
  /** Names, as printed. */
  readonly byline?: ReadonlyArray<string>
  readonly tags?: ReadonlyArray<string>
}

export interface DraftArticle extends DeskCommand, ArticleFields {
  /** 1 to 40 of 0-9 and a-z; made from the commit id if absent. */
  readonly id?: string
  readonly language: Language
  readonly headline: string
  /** The sentence under the headline. */
  readonly deck?: string
  /** Paragraphs of plain text. */
  readonly body?: ReadonlyArray<string>
  readonly dateline?: Dateline
}

/** Absent fields stay as they are, `null` removes. */
export interface EditArticle extends CommandOnVersion, ArticleFields {
  readonly id: string
  readonly headline?: string
  readonly deck?: string | null
  readonly body?: ReadonlyArray<string>
  readonly dateline?: Dateline | null
}

export interface PublishArticle extends CommandOnVersion {
  readonly id: string
}

export interface FixTypo extends CommandOnVersion {
  readonly id: string
  /** A paragraph's id, `headline` or `deck`. */
  readonly block: string
  /** What it says from now on. */
  readonly text: string
}

export interface CorrectArticle extends CommandOnVersion {
  readonly id: string
  /** What the public is told. */
  readonly notice: string
  /** What the notice is about: a paragraph's id, `headline` or `deck`. */
  readonly block?: string
  /** What that says from now on. */
  readonly text?: string
}

export interface RetractArticle extends CommandOnVersion {
  readonly id: string
  /** What stands in the place of the text. */
  readonly notice: string
}

/** By a reader. */
export interface SubmitComment extends Command {
  readonly articleId: string
  /** 1 to 80 characters, as a reader counts them; published. */
  readonly name: string
  /** Never published, and never shown again: it is sealed before it is stored. */
  readonly email: string
  /** 1 to 4,000 characters, as a reader counts them. */
  readonly body: string
  /** The comment that it answers. */
  readonly parentId?: string
  /** The version of the conditions that the reader was shown: see `policy()`. */
  readonly policyVersion: number
  /** In which its author is answered; the article's if absent. */
  readonly language?: Language
}

export interface ApproveComment extends CommandOnVersion {
  readonly id: string
  /** The revision of the text that was judged, from 1. */
  readonly revision: number
}

export interface HoldComment extends ApproveComment {
  /** For colleagues. */
  readonly note?: string
}

export interface RejectComment extends ApproveComment {
  /** Reasons of the policy in force; at least one. */
  readonly codes: ReadonlyArray<string>
  /** For its author; the reason `other` requires one. */
  readonly note?: string
}

/** By its author: whoever calls it has made sure of that, for instance by a signed private link. */
export interface WithdrawComment extends Command {
  readonly id: string
}

export interface Paging {
  /** Most items of the page: 1 to 100; 20 unless told otherwise. */
  readonly limit?: number
  /** The `next` of the page before. */
  readonly cursor?: string
}

export interface ListArticles extends Paging {
  readonly language?: Language
  readonly section?: Section
}

export interface ListDesk extends Paging {
  readonly language?: Language
  readonly state?: "draft" | "live" | "retracted"
  readonly actor?: Actor
}

export interface ListComments extends Paging {
  readonly articleId: string
}

export interface ListQueue extends Paging {
  readonly actor?: Actor
}
