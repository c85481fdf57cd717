import { DeciderSpec } from "@dateline/eventsourcing/testing"
import { expect, it } from "vitest"
import type { ArticleEvent } from "../../src/domain/ArticleEvents.ts"
import * as Corrections from "../../src/views/Corrections.ts"
import { drafted, published, retracted } from "../domain/samples.ts"
import { documents } from "./fold.ts"

it("the register has an entry for each correction and each retraction, and none for a typo fix", () => {
  const events: ReadonlyArray<ArticleEvent> = [
    drafted,
    published,
    { _tag: "ArticleCorrected", language: "ar", notice: "تصحيح أول", block: "p2", text: "x" },
    { _tag: "ArticleTypoFixed", block: "p1", text: "أ" },
    { _tag: "ArticleCorrected", language: "ar", notice: "تصحيح ثان" },
    retracted
  ]
  const { epoch, recorded } = DeciderSpec
  const entry = { article: "a1", language: "ar", kind: "correction" }
  expect([...documents(Corrections.projection, recorded(events, { stream: "article-a1" }))]).toEqual([
    ["a1.3", { ...entry, notice: "تصحيح أول", block: "p2", at: epoch + 2000 }],
    ["a1.5", { ...entry, notice: "تصحيح ثان", at: epoch + 4000 }],
    ["a1.6", { ...entry, kind: "retraction", notice: "سُحب المقال", at: epoch + 5000 }]
  ])
})
