/**
 * The public register of corrections and retractions: one document for each, by article and version. What an article
 * is called and where it is found are not repeated here; they are read from its page. Typo fixes are not in it.
 */
import * as Projection from "@dateline/eventsourcing/Projection"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import { family } from "../domain/ArticleEvents.ts"
import type { Language } from "../domain/Language.ts"

export interface Correction {
  readonly article: string
  readonly language: Language
  readonly kind: "correction" | "retraction"
  readonly notice: string
  /** The paragraph that changed with it, or `headline` or `deck`. */
  readonly block?: string
  /** In milliseconds since the Unix epoch. */
  readonly at: number
}

/** Index `language`: by time. */
export const projection = Projection.make<Correction, readonly [typeof family]>({
  name: "corrections",
  revision: 1,
  families: [family],
  indexes: [{ name: "language", equal: ["language"], order: ["at"] }],
  keys: ({ event, stream, version }) =>
    event._tag === "ArticleCorrected" || event._tag === "ArticleRetracted"
      ? [`${StreamId.localId(stream)}.${version}`]
      : [],
  evolve: (correction, { event, recordedAt: at, stream }) => {
    const article = StreamId.localId(stream)
    if (event._tag === "ArticleRetracted") {
      return { article, language: event.language, kind: "retraction", notice: event.notice, at }
    }
    if (event._tag !== "ArticleCorrected") return correction
    const { block, language, notice } = event
    return { article, language, kind: "correction", notice, ...(block === undefined ? {} : { block }), at }
  }
})
