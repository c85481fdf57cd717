// #region spec
import { ProjectionSpec } from "@dateline/eventsourcing/testing"
import type { ArticleEvent, PublicContent } from "@dateline/publishing/domain/ArticleEvents"
import { describe, expect, it } from "vitest"
import { projection } from "../src/MostCorrected.ts"

const content: PublicContent = {
  language: "en",
  headline: "Harbour to grow",
  body: [],
  section: "economy",
  slug: "harbour-to-grow",
  byline: ["Youssef"],
  tags: []
}

const drafted: ArticleEvent = { _tag: "ArticleDrafted", ...content }
const published: ArticleEvent = { _tag: "ArticlePublished", ...content }
const corrected = (notice: string): ArticleEvent => ({ _tag: "ArticleCorrected", language: "en", notice })

const article = (id: string, ...events: ReadonlyArray<ArticleEvent>) => ProjectionSpec.on(`article-${id}`, ...events)
const given = (...events: ReadonlyArray<ArticleEvent>) => ProjectionSpec.given(projection, article("a1", ...events))

describe("the view of corrected articles", () => {
  it("knows nothing of an article that was never published", () => {
    given(drafted).then({})
  })

  it("lists articles by the number of their corrections", () => {
    ProjectionSpec.given(
      projection,
      article("twice", published, corrected("One."), corrected("Two.")),
      article("never", published),
      article("once", published, corrected("One."))
    ).thenList({ index: "most", equal: [], direction: "descending" }, "twice", "once")
  })
})
// #endregion

describe("a document of the view of corrected articles", () => {
  it("has no notice of an article without a correction, so that the index passes it over", () => {
    const spec = given(drafted, published)
    spec.then({
      a1: { id: "a1", headline: "Harbour to grow", byline: ["Youssef"], corrections: 0, retracted: false }
    })
    expect(spec.documents.get("a1")).not.toHaveProperty("notice")
  })

  it("counts corrections, keeps the last notice, and does not count a typo", () => {
    given(
      published,
      corrected("One."),
      { _tag: "ArticleTypoFixed", block: "headline", text: "Harbour to grow!" },
      corrected("Two.")
    ).thenDocument("a1", { headline: "Harbour to grow!", corrections: 2, notice: "Two." })
  })

  it("follows a corrected headline", () => {
    given(published, {
      _tag: "ArticleCorrected",
      language: "en",
      notice: "A port.",
      block: "headline",
      text: "Port to grow"
    }).thenDocument("a1", { headline: "Port to grow" })
  })

  it("keeps a retracted article, and says so", () => {
    given(published, corrected("One."), { _tag: "ArticleRetracted", language: "en", notice: "Never was." })
      .thenDocument("a1", { corrections: 1, retracted: true, notice: "Never was." })
  })
})
