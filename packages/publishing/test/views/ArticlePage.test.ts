import { DeciderSpec } from "@dateline/eventsourcing/testing"
import { describe, expect, it } from "vitest"
import type { ArticleEvent } from "../../src/domain/ArticleEvents.ts"
import * as ArticlePage from "../../src/views/ArticlePage.ts"
import { content, contentWith, drafted, published, retracted } from "../domain/samples.ts"
import { documents } from "./fold.ts"

const { epoch } = DeciderSpec
const page = (...events: ReadonlyArray<ArticleEvent>) =>
  documents(ArticlePage.projection, DeciderSpec.recorded(events, { stream: "article-a1" })).get("a1")

const typo: ArticleEvent = { _tag: "ArticleTypoFixed", block: "p1", text: "الفقرة الأُولى" }
const corrected: ArticleEvent = { _tag: "ArticleCorrected", language: "ar", notice: "تصحيح", block: "p2", text: "صحيح" }

describe("an article's page", () => {
  it("does not exist while the article is a draft", () => {
    expect(page(drafted)).toBeUndefined()
    expect(page(drafted, { _tag: "ArticleEdited", ...contentWith({ headline: "x" }) })).toBeUndefined()
  })

  it("shows all that was published, and when", () => {
    expect(page(drafted, published)).toEqual({
      state: "live",
      id: "a1",
      ...content,
      publishedAt: epoch + 1000,
      modifiedAt: epoch + 1000,
      version: 2,
      corrections: []
    })
  })

  it("shows an edit at once, keeps the first date and the notices, and drops what the edit removed", () => {
    const { deck: _, ...rest } = content
    const edited = page(drafted, published, corrected, { _tag: "ArticleEdited", ...rest, headline: "جديد" })
    expect(edited).toMatchObject({ headline: "جديد", publishedAt: epoch + 1000, modifiedAt: epoch + 3000, version: 4 })
    expect(edited?.corrections).toHaveLength(1)
    expect(edited).not.toHaveProperty("deck")
  })

  it("follows an edit into another section, and stays where it is when an edit names none", () => {
    const moved = page(drafted, published, { _tag: "ArticleEdited", ...contentWith({ section: "culture" }) })
    expect(moved?.section).toBe("culture")
    const { section: _, ...rest } = content
    expect(page(drafted, published, { _tag: "ArticleEdited", ...rest })?.section).toBe("national")
  })

  it("shows a notice about a paragraph that stays as it is", () => {
    const named: ArticleEvent = { _tag: "ArticleCorrected", language: "ar", notice: "توضيح", block: "p2" }
    expect(page(drafted, published, named)).toMatchObject({
      body: content.body,
      corrections: [{ notice: "توضيح", block: "p2" }]
    })
  })

  it("shows a typo fix without a notice and without a new date", () => {
    expect(page(drafted, published, typo)).toEqual({
      ...page(drafted, published),
      body: [{ id: "p1", text: "الفقرة الأُولى" }, ...content.body.slice(1)],
      version: 3
    })
  })

  it("shows every correction, oldest first, with the text that changed", () => {
    const second: ArticleEvent = { _tag: "ArticleCorrected", language: "ar", notice: "توضيح" }
    expect(page(drafted, published, corrected, second)).toMatchObject({
      body: [content.body[0], { id: "p2", text: "صحيح" }, content.body[2]],
      corrections: [{ notice: "تصحيح", block: "p2", at: epoch + 2000 }, { notice: "توضيح", at: epoch + 3000 }],
      modifiedAt: epoch + 3000
    })
  })

  it("shows the notice in the place of a retracted text, and what was known about it before", () => {
    const { deck: _, ...rest } = content
    expect(page(drafted, published, corrected, retracted)).toEqual({
      ...rest,
      state: "retracted",
      id: "a1",
      body: [],
      notice: "سُحب المقال",
      retractedAt: epoch + 3000,
      publishedAt: epoch + 1000,
      modifiedAt: epoch + 3000,
      version: 4,
      corrections: [{ notice: "تصحيح", block: "p2", at: epoch + 2000 }]
    })
  })
})
