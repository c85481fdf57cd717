import { DeciderSpec } from "@dateline/eventsourcing/testing"
import { describe, expect, it } from "vitest"
import type { ArticleEvent } from "../../src/domain/ArticleEvents.ts"
import * as ArticleDesk from "../../src/views/ArticleDesk.ts"
import { content, contentWith, drafted, published, retracted } from "../domain/samples.ts"
import { documents } from "./fold.ts"

const { epoch } = DeciderSpec
const article = (...events: ReadonlyArray<ArticleEvent>) =>
  documents(ArticleDesk.projection, DeciderSpec.recorded(events, { stream: "article-a1" })).get("a1")

describe("an article on the desk", () => {
  it("is there from its first draft", () => {
    expect(article(drafted)).toEqual({
      id: "a1",
      state: "draft",
      language: "ar",
      content,
      draftedAt: epoch,
      changedAt: epoch,
      version: 1
    })
  })

  it("has the version that the next command must name, whatever happens to it", () => {
    const typo: ArticleEvent = { _tag: "ArticleTypoFixed", block: "p1", text: "أ" }
    const corrected: ArticleEvent = { _tag: "ArticleCorrected", language: "ar", notice: "تصحيح" }
    const edited: ArticleEvent = { _tag: "ArticleEdited", ...contentWith({ headline: "جديد" }) }
    const events = [drafted, published, typo, corrected, edited, retracted]
    events.forEach((_, place) => {
      expect(article(...events.slice(0, place + 1))).toMatchObject({
        version: place + 1,
        changedAt: epoch + place * 1000
      })
    })
  })

  it("shows what is published, and keeps the text of what was retracted", () => {
    expect(article(drafted, published)).toMatchObject({ state: "live", publishedAt: epoch + 1000, content })
    expect(article(drafted, published, retracted)).toMatchObject({
      state: "retracted",
      notice: "سُحب المقال",
      publishedAt: epoch + 1000,
      content
    })
  })

  it("shows corrected texts", () => {
    const corrected: ArticleEvent = {
      _tag: "ArticleCorrected",
      language: "ar",
      notice: "تصحيح",
      block: "p2",
      text: "صحيح"
    }
    expect(article(drafted, published, corrected)?.content.body[1]).toEqual({ id: "p2", text: "صحيح" })
  })

  it("shows a text as it was when a correction only names it", () => {
    const named: ArticleEvent = { _tag: "ArticleCorrected", language: "ar", notice: "توضيح", block: "p2" }
    expect(article(drafted, published, named)).toMatchObject({ content, version: 3 })
  })
})
