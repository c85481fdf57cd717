import { describe, expect, it } from "vitest"
import { articlesPage } from "../../src/site/desk/ArticlesPage.ts"
import { editorPage } from "../../src/site/desk/EditorPage.ts"
import { newArticlePage } from "../../src/site/desk/NewArticlePage.ts"
import { queuePage } from "../../src/site/desk/QueuePage.ts"
import { signInPage } from "../../src/site/desk/SignInPage.ts"
import * as Desk from "./fixtures/deskPages.ts"
import { everyPage } from "./fixtures/everyPage.ts"
import { byId, type Element, elements, having, within } from "./markup.ts"

const formTo = (all: ReadonlyArray<Element>, action: string): Element => {
  const [form] = having(all, "action", action)
  if (form === undefined) throw new Error(`no form goes to ${action}`)
  return form
}

/** Names of what a form sends, each once. */
const sent = (form: Element): ReadonlyArray<string> =>
  [...new Set(within(form).flatMap(({ attributes }) => attributes.get("name") ?? []))].toSorted()

const value = (form: Element, name: string): string | undefined =>
  having(within(form), "name", name)[0]?.attributes.get("value")

describe("every form of the desk", () => {
  it("carries the token against forged requests", () => {
    const forms = everyPage("ar").flatMap(({ html }) => elements(html)).filter(({ tag, attributes }) =>
      tag === "form" && attributes.get("action")?.startsWith("/desk/") === true
    )
    expect(forms.length).toBeGreaterThan(50)
    const without = forms.filter((form) => value(form, "csrf") !== "csrf-token")
    expect(without.map(({ attributes }) => attributes.get("action"))).toEqual([])
  })
})

describe("signing in", () => {
  const all = elements(signInPage(Desk.refusedSignIn("ar")))

  it("asks for a name and a password, and remembers where one wanted to go", () => {
    expect(sent(formTo(all, "/desk/sign-in"))).toEqual(["csrf", "next", "password", "username"])
  })

  it("keeps the name and never the password", () => {
    const form = formTo(all, "/desk/sign-in")
    expect([value(form, "username"), value(form, "password")]).toEqual(["nadia", ""])
  })

  it("shows nothing of the desk before", () => {
    expect(all.some(({ attributes }) => attributes.get("href") === "/desk/queue")).toBe(false)
  })
})

describe("the queue", () => {
  const all = elements(queuePage(Desk.queue("ar")))
  const entry = (id: string) => having(all, "data-comment-id", id)[0]!

  it("offers each decision with the revision that was judged and a commit id", () => {
    for (const action of ["approve", "hold"]) {
      const form = formTo(all, `/desk/comments/q3aaaaaaaaaaaaaa/${action}`)
      expect(sent(form)).toEqual(["commitId", "csrf", "revision"])
      expect([value(form, "revision"), value(form, "commitId")]).toEqual(["2", "0190a1b2-3"])
    }
    expect(sent(formTo(all, "/desk/comments/q3aaaaaaaaaaaaaa/reject"))).toEqual([
      "code",
      "commitId",
      "csrf",
      "note",
      "revision"
    ])
  })

  it("does not offer to hold what is held", () => {
    expect(having(within(entry("q2aaaaaaaaaaaaaa")), "action", "/desk/comments/q2aaaaaaaaaaaaaa/hold")).toEqual([])
  })

  it("names every reason of the policy as a choice", () => {
    const choices = having(within(entry("q1aaaaaaaaaaaaaa")), "name", "code").map(({ attributes }) =>
      attributes.get("value")
    )
    expect(choices).toEqual([
      "insult-author",
      "insult-person",
      "insult-sacred",
      "attack-religion",
      "attack-divine",
      "racist-incitement",
      "profanity",
      "other"
    ])
  })

  it("brings a refused rejection back open, with what was chosen and what is missing", () => {
    const item = entry("q2aaaaaaaaaaaaaa")
    expect(within(item).find(({ tag }) => tag === "details")?.attributes.has("open")).toBe(true)
    expect(having(within(item), "checked").map(({ attributes }) => attributes.get("value"))).toEqual([
      "insult-author",
      "other"
    ])
    expect(byId(all, "note-q2aaaaaaaaaaaaaa").attributes.get("aria-describedby")).toContain(
      "note-q2aaaaaaaaaaaaaa-error"
    )
    expect(within(entry("q1aaaaaaaaaaaaaa")).find(({ tag }) => tag === "details")?.attributes.has("open")).toBe(false)
  })

  it("shows state, age, article and the comment that is answered", () => {
    const item = entry("q2aaaaaaaaaaaaaa")
    expect([item.attributes.get("data-state"), item.attributes.get("data-version")]).toEqual(["held", "2"])
    expect(item.text).toContain("قبل 3 ساعات")
    expect(item.text).toContain("مبادرة تستحق التنويه.")
    expect(having(within(item), "lang", "ar-MA")[0]?.text).toContain("ارتفاع صادرات")
  })

  it("says so when nothing waits", () => {
    expect(queuePage(Desk.emptyQueue("ar"))).toContain("لا يوجد ما ينتظر قرارك.")
  })
})

describe("articles", () => {
  it("are listed with their state, each in its own language", () => {
    const rows = having(elements(articlesPage(Desk.articles("fr"))), "data-article-id")
    expect(rows.map(({ attributes }) => attributes.get("data-state"))).toEqual([
      "draft",
      "live",
      "live",
      "retracted",
      "live",
      "draft",
      "live"
    ])
    expect(within(rows[0]!).find(({ tag }) => tag === "a")?.attributes.get("dir")).toBe("rtl")
    expect(within(rows[4]!).find(({ tag }) => tag === "a")?.attributes.get("dir")).toBe("ltr")
  })

  it("are made by a form with the fields of the interface", () => {
    expect(sent(formTo(elements(newArticlePage(Desk.newArticle("ar"))), "/desk/articles"))).toEqual([
      "agency",
      "body",
      "byline",
      "commitId",
      "csrf",
      "datelineDate",
      "datelinePlace",
      "deck",
      "headline",
      "language",
      "section",
      "slug"
    ])
  })

  it("keep what was typed when they are refused", () => {
    const all = elements(newArticlePage(Desk.refusedArticle("ar")))
    expect(byId(all, "article-deck").text).toBe("محاولة")
    expect(byId(all, "article-headline").attributes.get("aria-invalid")).toBe("true")
    expect(byId(all, "article-datelineDate-error").text).toContain("2024-05-12")
  })
})

describe("the editor", () => {
  const live = elements(editorPage(Desk.live("ar")))
  const path = (action: string) => `/desk/articles/a0k3f9x2qe/${action}`

  it("offers what is allowed and nothing else", () => {
    const actions = (all: ReadonlyArray<Element>) =>
      [...new Set(all.flatMap(({ attributes }) => attributes.get("action") ?? []))].filter((action) =>
        action.includes("articles/")
      )
    expect(actions(elements(editorPage(Desk.draft("ar"))))).toEqual([path("edit"), path("publish")])
    expect(actions(live)).toEqual([path("edit"), path("typo"), path("correct"), path("retract")])
    expect(actions(elements(editorPage(Desk.retractedArticle("ar"))))).toEqual([])
  })

  it("sends with every form the version that was seen", () => {
    for (const action of ["edit", "typo", "correct", "retract"]) {
      const form = formTo(live, path(action))
      expect([action, value(form, "version"), value(form, "commitId")]).toEqual([action, "5", "0190a1b2-d"])
    }
  })

  it("has the fields of the interface in each form", () => {
    expect(sent(formTo(live, path("typo")))).toEqual(["block", "commitId", "csrf", "text", "version"])
    expect(sent(formTo(live, path("correct")))).toEqual(["block", "commitId", "csrf", "notice", "text", "version"])
    expect(sent(formTo(live, path("retract")))).toEqual(["commitId", "csrf", "notice", "version"])
    expect(sent(formTo(elements(editorPage(Desk.draft("ar"))), path("publish")))).toEqual([
      "commitId",
      "csrf",
      "version"
    ])
  })

  it("lets a typo be fixed paragraph by paragraph, starting from its text", () => {
    const forms = having(live, "action", path("typo"))
    expect(forms.map((form) => value(form, "block"))).toEqual(["p1", "p2", "p3", "p4"])
    expect(having(within(forms[1]!), "name", "text")[0]?.text).toBe(Desk.live("ar").article.blocks[1]!.text)
  })

  it("writes the article in its own direction, whatever the desk's", () => {
    const all = elements(editorPage({ ...Desk.live("ar"), frame: Desk.deskFrame("fr", "/desk/articles/a0k3f9x2qe") }))
    expect(all[0]?.attributes.get("dir")).toBe("ltr")
    expect(byId(all, "article-body").attributes.get("dir")).toBe("rtl")
  })

  it("puts the problems of a refused action at that action's fields only", () => {
    const [edit, typo, correct] = Desk.refusedEdits("ar").map((model) => elements(editorPage(model)))
    expect(byId(edit!, "article-headline").attributes.has("aria-invalid")).toBe(true)
    expect(byId(typo!, "typo-text-p2").attributes.has("aria-invalid")).toBe(true)
    expect(byId(typo!, "typo-text-p1").attributes.has("aria-invalid")).toBe(false)
    expect(byId(correct!, "correct-notice").attributes.has("aria-invalid")).toBe(true)
    expect(byId(correct!, "retract-notice").attributes.has("aria-invalid")).toBe(false)
    expect(byId(correct!, "correct-text").text).toBe("نص")
  })
})
