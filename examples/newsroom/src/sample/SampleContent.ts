/**
 * What a newsroom shows before it has content of its own. Every story, person and figure is invented.
 */
import type * as ArticleInput from "@dateline/publishing/ArticleInput"
import type { Language } from "@dateline/publishing/Language"

export interface SampleArticle extends ArticleInput.Draft {
  readonly id: string
  /** Left on the desk, so that the desk has a draft to show. */
  readonly unpublished?: true
}

/** What happens to an article after readers have commented on it. */
export type Amendment =
  | { readonly _tag: "Typo"; readonly article: string; readonly block: string; readonly text: string }
  | {
    readonly _tag: "Correction"
    readonly article: string
    readonly notice: string
    readonly block?: string
    readonly text?: string
  }
  | { readonly _tag: "Retraction"; readonly article: string; readonly notice: string }

/** What becomes of a comment after it was submitted. */
export type Fate =
  | { readonly _tag: "Pending" }
  | { readonly _tag: "Held"; readonly note: string }
  | { readonly _tag: "Approved" }
  | { readonly _tag: "Rejected"; readonly codes: readonly [string, ...ReadonlyArray<string>]; readonly note?: string }
  | { readonly _tag: "Withdrawn"; readonly approvedBefore: boolean }

export interface SampleComment {
  readonly key: string
  /** The id of the article. */
  readonly article: string
  /** The key of an earlier, approved comment. */
  readonly answers?: string
  readonly language: Language
  readonly name: string
  readonly email: string
  readonly body: string
  readonly fate: Fate
}

/** Paragraphs of a text in which a blank line separates them and a line break is a space. */
export const paragraphs = (text: string): ReadonlyArray<string> =>
  text.trim().split(/\n\s*\n/).map((paragraph) => paragraph.split("\n").map((line) => line.trim()).join(" "))
