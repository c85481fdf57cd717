/** What readers get at an article's address: one document for each article that was ever published, by its id. */
import * as Projection from "@dateline/eventsourcing/Projection"
import type { Recorded } from "@dateline/eventsourcing/Recorded"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import { type ArticleEvent, family, type PublicContent } from "../domain/ArticleEvents.ts"
import { contentOf, withText } from "../domain/ArticleState.ts"

/** A public notice that a text was put right. */
export interface CorrectionNotice {
  readonly notice: string
  /** The paragraph that changed with it, or `headline` or `deck`. */
  readonly block?: string
  /** In milliseconds since the Unix epoch. */
  readonly at: number
}

interface Published extends PublicContent {
  readonly id: string
  /** When it was first published, in milliseconds since the Unix epoch. */
  readonly publishedAt: number
  /** When it last changed in more than a slip of the pen, in milliseconds since the Unix epoch. */
  readonly modifiedAt: number
  /** The version of the article's stream that this document shows. */
  readonly version: number
  /** Oldest first; none is ever removed. */
  readonly corrections: ReadonlyArray<CorrectionNotice>
}

export interface LiveArticle extends Published {
  readonly state: "live"
}

/** The body is empty and the deck gone: the notice stands in their place. */
export interface RetractedArticle extends Published {
  readonly state: "retracted"
  readonly notice: string
  /** In milliseconds since the Unix epoch. */
  readonly retractedAt: number
}

export type ArticlePage = LiveArticle | RetractedArticle

const publish = (page: ArticlePage | undefined, content: PublicContent, recorded: Recorded<unknown>): ArticlePage => ({
  state: "live",
  id: StreamId.localId(recorded.stream),
  ...content,
  publishedAt: page?.publishedAt ?? recorded.recordedAt,
  modifiedAt: recorded.recordedAt,
  version: recorded.version,
  corrections: page?.corrections ?? []
})

const retract = (page: LiveArticle, notice: string, at: number): RetractedArticle => {
  const { deck: _, ...kept } = page
  return { ...kept, state: "retracted", body: [], notice, retractedAt: at, modifiedAt: at }
}

const change = (page: LiveArticle, recorded: Recorded<ArticleEvent>): ArticlePage => {
  const { event, recordedAt: at } = recorded
  switch (event._tag) {
    case "ArticleEdited":
      return publish(page, { ...contentOf(event), section: event.section ?? page.section }, recorded)
    case "ArticleTypoFixed":
      return withText(page, event.block, event.text)
    case "ArticleCorrected": {
      const { block, notice, text } = event
      const correction: CorrectionNotice = { notice, ...(block === undefined ? {} : { block }), at }
      const changed = block === undefined || text === undefined ? page : withText(page, block, text)
      return { ...changed, corrections: [...page.corrections, correction], modifiedAt: at }
    }
    case "ArticleRetracted":
      return retract(page, event.notice, at)
    default:
      return page
  }
}

export const projection = Projection.make<ArticlePage, readonly [typeof family]>({
  name: "article_page",
  revision: 1,
  families: [family],
  indexes: [],
  keys: ({ stream }) => [StreamId.localId(stream)],
  evolve: (page, recorded) => {
    const { event } = recorded
    if (event._tag === "ArticlePublished") return publish(page, contentOf(event), recorded)
    if (page?.state !== "live") return page
    return { ...change(page, recorded), version: recorded.version }
  }
})
