/**
 * Which articles had to be corrected, and how often: a view that the newsroom does not have, over events that it has. One
 * document for each published article, by its id.
 */
import * as Projection from "@dateline/eventsourcing/Projection"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import { family } from "@dateline/publishing/domain/ArticleEvents"

// #region document
export interface Corrected {
  readonly id: string
  readonly headline: string
  readonly byline: ReadonlyArray<string>
  readonly corrections: number
  /** What the public was told last. */
  readonly notice?: string
  readonly retracted: boolean
}
// #endregion

// #region projection
/** Index `most`: those with a notice, by the number of corrections. */
export const projection = Projection.make<Corrected, readonly [typeof family]>({
  name: "most_corrected",
  revision: 1,
  families: [family],
  indexes: [{ name: "most", equal: [], order: ["corrections", "notice"] }],
  keys: ({ stream }) => [StreamId.localId(stream)],
  evolve: (document, { event }, id) => {
    if (document === undefined) {
      if (event._tag !== "ArticlePublished") return undefined
      return { id, headline: event.headline, byline: event.byline, corrections: 0, retracted: false }
    }
    switch (event._tag) {
      case "ArticlePublished":
      case "ArticleEdited":
        return { ...document, headline: event.headline, byline: event.byline }
      case "ArticleCorrected": {
        const corrections = document.corrections + 1
        const headline = event.block === "headline" && event.text !== undefined ? event.text : document.headline
        return { ...document, headline, corrections, notice: event.notice }
      }
      case "ArticleTypoFixed":
        return event.block === "headline" ? { ...document, headline: event.text } : document
      case "ArticleRetracted":
        return { ...document, retracted: true, notice: event.notice }
      default:
        return document
    }
  }
})
// #endregion
