import { DeciderSpec } from "@dateline/eventsourcing/testing"
import { describe, expect, it } from "vitest"
import type { ArticleEvent } from "../../src/domain/ArticleEvents.ts"
import * as ArticleCards from "../../src/views/ArticleCards.ts"
import { content, contentWith, drafted, published, retracted } from "../domain/samples.ts"
import { documents } from "./fold.ts"

const { epoch } = DeciderSpec
const card = (...events: ReadonlyArray<ArticleEvent>) =>
  documents(ArticleCards.projection, DeciderSpec.recorded(events, { stream: "article-a1" })).get("a1")

describe("an article's card", () => {
  it("does not exist while the article is a draft, nor once it was retracted", () => {
    expect(card(drafted)).toBeUndefined()
    expect(card(drafted, published, retracted)).toBeUndefined()
  })

  it("shows what lists need and no body", () => {
    const { body: _, ...shown } = content
    expect(card(drafted, published)).toEqual({
      id: "a1",
      ...shown,
      publishedAt: epoch + 1000,
      modifiedAt: epoch + 1000,
      version: 2
    })
  })

  it("follows an edit into another section and keeps its first date", () => {
    const edited: ArticleEvent = { _tag: "ArticleEdited", ...contentWith({ section: "culture" }) }
    expect(card(drafted, published, edited)).toMatchObject({
      section: "culture",
      publishedAt: epoch + 1000,
      modifiedAt: epoch + 2000,
      version: 3
    })
  })

  it("loses a deck that an edit removed", () => {
    const { deck: _, ...rest } = content
    expect(card(drafted, published, { _tag: "ArticleEdited", ...rest })).not.toHaveProperty("deck")
  })

  it("shows a corrected headline, and a typo fix of one without a new date", () => {
    const typo: ArticleEvent = { _tag: "ArticleTypoFixed", block: "headline", text: "عنوان سليم" }
    expect(card(drafted, published, typo)).toMatchObject({
      headline: "عنوان سليم",
      modifiedAt: epoch + 1000,
      version: 3
    })
    const corrected: ArticleEvent = {
      _tag: "ArticleCorrected",
      language: "ar",
      notice: "تصحيح",
      block: "deck",
      text: "تمهيد"
    }
    expect(card(drafted, published, corrected)).toMatchObject({ deck: "تمهيد", modifiedAt: epoch + 2000, version: 3 })
  })

  it("is not changed by a typo in a paragraph, but for its version", () => {
    const typo: ArticleEvent = { _tag: "ArticleTypoFixed", block: "p1", text: "x" }
    expect(card(drafted, published, typo)).toEqual({ ...card(drafted, published), version: 3 })
  })
})
