import { DeciderSpec } from "@dateline/eventsourcing/testing"
import { describe, expect, it } from "vitest"
import { decider } from "../../src/domain/Article.ts"
import type { ArticleEvent } from "../../src/domain/ArticleEvents.ts"
import { content, drafted, id, published, retracted } from "./samples.ts"

/** Already true: no events. */
const nothing = [] as const

const given = (...history: ReadonlyArray<ArticleEvent>) => DeciderSpec.given(decider, ...history)
const typo = (block: string, text: string) => ({ _tag: "FixTypo", id, block, text }) as const
const retract = (notice: string) => ({ _tag: "Retract", id, notice }) as const
const textOfP2 = (text: string) => content.body.map((block) => block.id === "p2" ? { ...block, text } : block)

describe("fixing a typo", () => {
  it("changes one paragraph and says nothing to the public", () => {
    const spec = given(drafted, published).when(typo("p2", "الفقرة الثّانية"))
    spec.then({ _tag: "ArticleTypoFixed", block: "p2", text: "الفقرة الثّانية" })
    expect(spec.state()).toMatchObject({ _tag: "Live", content: { body: textOfP2("الفقرة الثّانية") } })
  })

  it("reaches the headline and the deck", () => {
    expect(given(drafted, published).when(typo("headline", "عنوان")).state()).toMatchObject({
      content: { headline: "عنوان" }
    })
    expect(given(drafted, published).when(typo("deck", "تمهيد")).state()).toMatchObject({ content: { deck: "تمهيد" } })
  })

  it("in a text that is right already leads to no event", () => {
    given(drafted, published).when(typo("p2", "الفقرة الثانية")).then(...nothing)
  })

  it("in a paragraph that is not there is refused", () => {
    given(drafted, published).when(typo("p9", "x")).thenRejected("UnknownBlock", { article: id, block: "p9" })
    const { deck: _, ...rest } = content
    const without: ArticleEvent = { _tag: "ArticlePublished", ...rest }
    given(drafted, without).when(typo("deck", "x")).thenRejected("UnknownBlock", { block: "deck" })
  })

  it("cannot empty the headline", () => {
    given(drafted, published).when(typo("headline", " ")).thenRejected("NotPublishable", { missing: ["headline"] })
  })

  it("is for published articles only", () => {
    given().when(typo("p1", "x")).thenRejected("ArticleNotFound")
    given(drafted).when(typo("p1", "x")).thenRejected("ArticleNotLive")
    given(drafted, published, retracted).when(typo("p1", "x")).thenRejected("ArticleIsRetracted")
  })
})

describe("correcting", () => {
  const notice = "تصحيح: العدد 12 لا 21"

  it("needs a notice for the public", () => {
    given(drafted, published).when({ _tag: "Correct", id, notice: " \n" }).thenRejected("NoticeRequired")
  })

  it("can be a notice alone", () => {
    given(drafted, published).when({ _tag: "Correct", id, notice }).then({
      _tag: "ArticleCorrected",
      language: "ar",
      notice
    })
  })

  it("can name a paragraph without changing it", () => {
    const spec = given(drafted, published).when({ _tag: "Correct", id, notice, block: "p2" })
    spec.then({ _tag: "ArticleCorrected", language: "ar", notice, block: "p2" })
    expect(spec.state()).toMatchObject({ _tag: "Live", content })
  })

  it("changes a paragraph with its notice", () => {
    const spec = given(drafted, published).when({ _tag: "Correct", id, notice, block: "p2", text: "صحيح" })
    spec.then({ _tag: "ArticleCorrected", language: "ar", notice, block: "p2", text: "صحيح" })
    expect(spec.state()).toMatchObject({ content: { body: textOfP2("صحيح") } })
  })

  it("with the same notice again is another correction", () => {
    const corrected: ArticleEvent = { _tag: "ArticleCorrected", language: "ar", notice }
    given(drafted, published, corrected).when({ _tag: "Correct", id, notice }).then(corrected)
  })

  it("of a paragraph that is not there is refused", () => {
    given(drafted, published).when({ _tag: "Correct", id, notice, block: "p9" }).thenRejected("UnknownBlock")
  })

  it("is for published articles only", () => {
    given().when({ _tag: "Correct", id, notice }).thenRejected("ArticleNotFound")
    given(drafted).when({ _tag: "Correct", id, notice }).thenRejected("ArticleNotLive")
    given(drafted, published, retracted).when({ _tag: "Correct", id, notice }).thenRejected("ArticleIsRetracted")
  })
})

describe("retracting", () => {
  it("puts the notice in the place of the text", () => {
    given(drafted, published).when(retract("سُحب المقال")).then(retracted)
  })

  it("needs a notice for the public", () => {
    given(drafted, published).when(retract("")).thenRejected("NoticeRequired")
  })

  it("again leads to no event, whatever its notice says", () => {
    given(drafted, published, retracted).when(retract("نص آخر")).then(...nothing)
  })

  it("is for published articles only", () => {
    given().when(retract("x")).thenRejected("ArticleNotFound")
    given(drafted).when(retract("x")).thenRejected("ArticleNotLive")
  })
})
