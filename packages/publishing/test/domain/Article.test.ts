import { DeciderSpec } from "@dateline/eventsourcing/testing"
import { describe, expect, it } from "vitest"
import { decider } from "../../src/domain/Article.ts"
import type { Edit } from "../../src/domain/ArticleCommands.ts"
import type { ArticleEvent } from "../../src/domain/ArticleEvents.ts"
import { content, contentWith, draftCommand, drafted, id, published, retracted } from "./samples.ts"

/** Already true: no events. */
const nothing = [] as const

const given = (...history: ReadonlyArray<ArticleEvent>) => DeciderSpec.given(decider, ...history)
const edit = (fields: Omit<Edit, "_tag" | "id">): Edit => ({ _tag: "Edit", id, ...fields })
const publish = { _tag: "Publish", id } as const
describe("drafting", () => {
  it("gives every paragraph an id of its own", () => {
    given().when(draftCommand).then(drafted)
  })

  it("needs neither a section nor a body, for both can follow", () => {
    const { section: _, ...command } = draftCommand
    const { section: __, ...rest } = content
    given().when({ ...command, body: [] }).then({ _tag: "ArticleDrafted", ...rest, body: [] })
  })

  it("under an id that is taken is refused, even with the same content", () => {
    given(drafted).when(draftCommand).thenRejected("ArticleExists", { article: id })
  })
})

describe("editing", () => {
  it("records the whole content after the edit", () => {
    given(drafted).when(edit({ headline: "عنوان آخر" })).then({
      _tag: "ArticleEdited",
      ...contentWith({ headline: "عنوان آخر" })
    })
  })

  it("that changes nothing leads to no event", () => {
    const { body, headline, slug, tags } = content
    given(drafted).when(edit({ headline, slug, tags, body: body.map(({ text }) => text) })).then(...nothing)
  })

  it("removes a deck and a dateline only when told to", () => {
    const { dateline: _, deck: __, ...without } = content
    given(drafted).when(edit({ deck: null, dateline: null })).then({ _tag: "ArticleEdited", ...without })
  })

  it("keeps the ids of paragraphs that stay and numbers new ones after all that ever were", () => {
    const shorter: ArticleEvent = { _tag: "ArticleEdited", ...contentWith({ body: content.body.slice(0, 2) }) }
    const texts = ["الفقرة الأولى", "الفقرة الثانية", "جديدة"]
    given(drafted, shorter).when(edit({ body: texts })).then({
      _tag: "ArticleEdited",
      ...contentWith({ body: [...content.body.slice(0, 2), { id: "p4", text: "جديدة" }] })
    })
  })

  it("of an article that does not exist is refused", () => {
    given().when(edit({ headline: "x" })).thenRejected("ArticleNotFound", { article: id })
  })

  it("of a retracted article is refused", () => {
    given(drafted, published, retracted).when(edit({ headline: "x" })).thenRejected("ArticleIsRetracted")
  })

  it("of a published article changes what is published", () => {
    const spec = given(drafted, published).when(edit({ section: "culture" }))
    spec.then({ _tag: "ArticleEdited", ...contentWith({ section: "culture" }) })
    expect(spec.state()).toMatchObject({ _tag: "Live", content: { section: "culture" } })
  })

  it("cannot leave a published article without a headline or a body", () => {
    given(drafted, published).when(edit({ headline: " " })).thenRejected("NotPublishable", { missing: ["headline"] })
    given(drafted, published).when(edit({ body: [] })).thenRejected("NotPublishable", { missing: ["body"] })
  })

  it("can leave a draft without a body", () => {
    given(drafted).when(edit({ body: [] })).then({ _tag: "ArticleEdited", ...contentWith({ body: [] }) })
  })

  it("gives an agency's credit and never changes one", () => {
    const { agency: _, ...own } = content
    const ownDraft: ArticleEvent = { _tag: "ArticleDrafted", ...own }
    given(ownDraft).when(edit({ agency: "AFP" })).then({ _tag: "ArticleEdited", ...contentWith({ agency: "AFP" }) })
    given(drafted).when(edit({ agency: "AFP" })).thenRejected("AgencyCreditKept", { agency: "MAP" })
    given(drafted).when(edit({ agency: "MAP" })).then(...nothing)
    given(drafted).when(edit({ agency: null })).thenRejected("AgencyCreditKept", { agency: "MAP" })
    given(ownDraft).when(edit({ agency: null })).then(...nothing)
  })
})

describe("publishing", () => {
  it("records exactly what readers get", () => {
    given(drafted).when(publish).then(published)
  })

  it("takes the content after the last edit", () => {
    const edited: ArticleEvent = { _tag: "ArticleEdited", ...contentWith({ headline: "بعد التعديل" }) }
    given(drafted, edited).when(publish).then({
      _tag: "ArticlePublished",
      ...content,
      headline: "بعد التعديل"
    })
  })

  it("again leads to no event", () => {
    given(drafted, published).when(publish).then(...nothing)
  })

  it("names everything that is missing", () => {
    const { section: _, ...rest } = content
    const empty: ArticleEvent = { _tag: "ArticleDrafted", ...rest, headline: "  ", body: [{ id: "p1", text: "\n" }] }
    given(empty).when(publish).thenRejected("NotPublishable", { article: id, missing: ["headline", "body", "section"] })
  })

  it("of an article that does not exist, or was retracted, is refused", () => {
    given().when(publish).thenRejected("ArticleNotFound")
    given(drafted, published, retracted).when(publish).thenRejected("ArticleIsRetracted")
  })
})
