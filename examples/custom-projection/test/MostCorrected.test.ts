import * as CommitId from "@dateline/eventsourcing/CommitId"
import * as Position from "@dateline/eventsourcing/Position"
import type { Recorded } from "@dateline/eventsourcing/Recorded"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import * as Version from "@dateline/eventsourcing/Version"
import type { ArticleEvent, PublicContent } from "@dateline/publishing/domain/ArticleEvents"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { type Corrected, projection } from "../src/MostCorrected.ts"

const content: PublicContent = {
  language: "en",
  headline: "Harbour to grow",
  body: [],
  section: "economy",
  slug: "harbour-to-grow",
  byline: ["Youssef"],
  tags: []
}

const stream = Result.getOrThrow(StreamId.make("article", "a1"))

const recorded = (event: ArticleEvent, place: number): Recorded<ArticleEvent> => ({
  event,
  stream,
  version: Version.make(place + 1),
  position: Position.make(place + 1),
  commitId: CommitId.make(`c${place}`),
  index: 0,
  recordedAt: 0,
  metadata: { actor: { role: "editor", id: "e" } }
})

/** What the view makes of the events of one article. */
const documentAfter = (...events: ReadonlyArray<ArticleEvent>): Corrected | undefined =>
  events.map(recorded).reduce<Corrected | undefined>((document, event) => {
    const [key = ""] = projection.keys(event)
    return projection.evolve(document, event, key)
  }, undefined)

const drafted: ArticleEvent = { _tag: "ArticleDrafted", ...content }
const published: ArticleEvent = { _tag: "ArticlePublished", ...content }
const corrected = (notice: string): ArticleEvent => ({ _tag: "ArticleCorrected", language: "en", notice })

describe("the view of corrected articles", () => {
  it("knows nothing of an article that was never published", () => {
    expect(documentAfter(drafted)).toBeUndefined()
  })

  it("has no notice of an article without a correction, so that the index passes it over", () => {
    const document = documentAfter(drafted, published)
    expect(document).toEqual({
      id: "a1",
      headline: "Harbour to grow",
      byline: ["Youssef"],
      corrections: 0,
      retracted: false
    })
    expect(document).not.toHaveProperty("notice")
  })

  it("counts corrections, keeps the last notice, and does not count a typo", () => {
    const typo: ArticleEvent = { _tag: "ArticleTypoFixed", block: "headline", text: "Harbour to grow!" }
    expect(documentAfter(published, corrected("One."), typo, corrected("Two."))).toMatchObject({
      headline: "Harbour to grow!",
      corrections: 2,
      notice: "Two."
    })
  })

  it("follows a corrected headline", () => {
    const event: ArticleEvent = {
      ...corrected("A port."),
      _tag: "ArticleCorrected",
      language: "en",
      notice: "A port.",
      block: "headline",
      text: "Port to grow"
    }
    expect(documentAfter(published, event)?.headline).toBe("Port to grow")
  })

  it("keeps a retracted article, and says so", () => {
    const retracted: ArticleEvent = { _tag: "ArticleRetracted", language: "en", notice: "Never was." }
    expect(documentAfter(published, corrected("One."), retracted)).toMatchObject({
      corrections: 1,
      retracted: true,
      notice: "Never was."
    })
  })
})
