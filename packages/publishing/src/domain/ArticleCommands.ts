/** What can be asked of an article. Every command names the article by its id. */
import type { Agency } from "./Agency.ts"
import type { Dateline } from "./ArticleEvents.ts"
import type { Language } from "./Language.ts"
import type { Section } from "./Section.ts"

/** A new article. The body's paragraphs are plain texts. */
export interface Draft {
  readonly _tag: "Draft"
  readonly id: string
  readonly language: Language
  readonly headline: string
  readonly deck?: string
  readonly body: ReadonlyArray<string>
  readonly section?: Section
  readonly slug: string
  readonly dateline?: Dateline
  readonly agency?: Agency
  readonly byline: ReadonlyArray<string>
  readonly tags: ReadonlyArray<string>
}

/**
 * What to change; absent fields stay as they are, `null` removes. The language of an article never changes, and an
 * agency's credit cannot be removed.
 */
export interface Edit {
  readonly _tag: "Edit"
  readonly id: string
  readonly headline?: string
  readonly deck?: string | null
  readonly body?: ReadonlyArray<string>
  readonly section?: Section
  readonly slug?: string
  readonly dateline?: Dateline | null
  readonly agency?: Agency | null
  readonly byline?: ReadonlyArray<string>
  readonly tags?: ReadonlyArray<string>
}

export interface Publish {
  readonly _tag: "Publish"
  readonly id: string
}

/** Puts a slip right, without a notice. `block`: a paragraph's id, `headline` or `deck`. */
export interface FixTypo {
  readonly _tag: "FixTypo"
  readonly id: string
  readonly block: string
  readonly text: string
}

/** Puts an error right and says so to the public. */
export interface Correct {
  readonly _tag: "Correct"
  readonly id: string
  readonly notice: string
  /** The paragraph that the notice is about, or `headline` or `deck`. */
  readonly block?: string
  /** What that one says from now on, if it changes. */
  readonly text?: string
}

/** Takes the text back; the notice stands in its place. */
export interface Retract {
  readonly _tag: "Retract"
  readonly id: string
  readonly notice: string
}

export type ArticleCommand = Draft | Edit | Publish | FixTypo | Correct | Retract
