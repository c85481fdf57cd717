/** What an article has become: the fold of its events. Knows no rules. */
import type { Recorded } from "@dateline/eventsourcing/Recorded"
import type { ArticleEvent, Content, PublicContent } from "./ArticleEvents.ts"
import * as Body from "./Body.ts"

/** No event yet. */
export interface Nothing {
  readonly _tag: "Nothing"
}

/** Written and never public. */
export interface Draft {
  readonly _tag: "Draft"
  readonly content: Content
  /** The greatest number that a paragraph's id ever had. */
  readonly lastParagraph: number
}

/** Public. */
export interface Live {
  readonly _tag: "Live"
  readonly content: PublicContent
  readonly lastParagraph: number
}

/** Its text has given way to a notice. */
export interface Retracted {
  readonly _tag: "Retracted"
  readonly content: PublicContent
  readonly notice: string
}

export type ArticleState = Nothing | Draft | Live | Retracted

export const initial: ArticleState = { _tag: "Nothing" }

/** The content with another text in a paragraph, in the `headline` or in the `deck`. */
export const withText = <C extends Content>(content: C, block: string, text: string): C => {
  if (block === "headline") return { ...content, headline: text }
  if (block === "deck") return { ...content, deck: text }
  return { ...content, body: content.body.map((one) => one.id === block ? { ...one, text } : one) }
}

/** The text of a paragraph, of the `headline` or of the `deck`, if there is one. */
export const textOf = (content: Content, block: string): string | undefined => {
  if (block === "headline") return content.headline
  if (block === "deck") return content.deck
  return content.body.find((one) => one.id === block)?.text
}

/** What an event that carries the whole content says, without the event's name. */
export const contentOf = <C extends Content>({ _tag: _, ...content }: C & { readonly _tag: string }): Omit<C, "_tag"> =>
  content as Omit<C, "_tag">

const lastParagraph = (state: ArticleState, content: Content): number =>
  Math.max("lastParagraph" in state ? state.lastParagraph : 0, Body.lastNumber(content.body))

const changeText = (state: ArticleState, block: string, text: string): ArticleState =>
  state._tag === "Live" ? { ...state, content: withText(state.content, block, text) } : state

export const evolve = (state: ArticleState, { event }: Recorded<ArticleEvent>): ArticleState => {
  switch (event._tag) {
    case "ArticleDrafted":
      return { _tag: "Draft", content: contentOf(event), lastParagraph: lastParagraph(state, event) }
    case "ArticleEdited": {
      const content = contentOf(event)
      const last = lastParagraph(state, content)
      return state._tag === "Live"
        ? { ...state, content: { ...content, section: content.section ?? state.content.section }, lastParagraph: last }
        : { _tag: "Draft", content, lastParagraph: last }
    }
    case "ArticlePublished":
      return { _tag: "Live", content: contentOf(event), lastParagraph: lastParagraph(state, event) }
    case "ArticleTypoFixed":
      return changeText(state, event.block, event.text)
    case "ArticleCorrected":
      return event.block === undefined || event.text === undefined ? state : changeText(state, event.block, event.text)
    case "ArticleRetracted":
      return state._tag === "Live" ? { _tag: "Retracted", content: state.content, notice: event.notice } : state
  }
}
