import { describe, expect, it } from "vitest"
import { articlePage } from "../../src/site/ArticlePage.ts"
import { correctionsPage } from "../../src/site/CorrectionsPage.ts"
import { errorPage } from "../../src/site/ErrorPage.ts"
import { homePage } from "../../src/site/HomePage.ts"
import { sectionPage } from "../../src/site/SectionPage.ts"
import { statusPage } from "../../src/site/StatusPage.ts"
import * as Public from "./fixtures/publicPages.ts"
import { byId, type Element, elements, having, within } from "./markup.ts"

const one = (all: ReadonlyArray<Element>, name: string, value?: string): Element => {
  const [found, ...more] = having(all, name, value)
  if (found === undefined || more.length > 0) throw new Error(`not exactly one element with ${name}=${value ?? "…"}`)
  return found
}

const roles = (all: ReadonlyArray<Element>, role: string) => having(all, "data-role", role)

describe("an article", () => {
  const html = articlePage(Public.article("ar"))
  const all = elements(html)
  const story = one(all, "data-article-id", "a0k3f9x2qe")

  it("opens its first paragraph, and no other, with the place of the dateline", () => {
    const paragraphs = within(byId(all, "block-p1")).concat(within(byId(all, "block-p2")))
    expect(paragraphs[0]!.text.startsWith("الرباط: افتُتحت")).toBe(true)
    expect(byId(all, "block-p2").text.startsWith("ويشمل")).toBe(true)
  })

  it("does not print the place twice when the copy brings it along", () => {
    const model = Public.article("ar")
    const opening = (text: string) => {
      const page = articlePage({ ...model, article: { ...model.article, body: [{ id: "p1", text }] } })
      return byId(elements(page), "block-p1").text
    }
    expect(opening("الرباط : قال").startsWith("الرباط : قال")).toBe(true)
    expect(opening("الرباط تستضيف").startsWith("الرباط: الرباط تستضيف")).toBe(true)
  })

  it("prints the dateline's date in Moroccan form", () => {
    expect(one(within(story), "datetime", "2024-05-12").text).toBe("12 ماي 2024")
  })

  it("says when it was published and changed, for people and for machines", () => {
    const times = within(story).filter(({ tag }) => tag === "time").map((
      { attributes, text }
    ) => [attributes.get("datetime"), text])
    expect(times).toContainEqual(["2024-05-12T11:30:00.000Z", "12 ماي 2024، 12:30"])
    expect(times).toContainEqual(["2024-05-12T13:30:00.000Z", "12 ماي 2024، 14:30"])
  })

  it("says nothing of a change when there was none", () => {
    const model = Public.article("en")
    const page = articlePage({ ...model, article: { ...model.article, modifiedAt: model.article.publishedAt } })
    expect(html).toContain("آخر تعديل في")
    expect(page).not.toContain("Updated")
  })

  it("credits the agency in the page's language", () => {
    expect(roles(all, "agency-credit").map(({ text }) => text)).toEqual(["و م ع"])
    expect(roles(elements(articlePage(Public.article("fr"))), "agency-credit").map(({ text }) => text)).toEqual(["MAP"])
  })

  it("carries its id, version and state", () => {
    expect([story.attributes.get("data-version"), story.attributes.get("data-state")]).toEqual(["5", "live"])
  })

  it("shows a correction before the text, and leads to the paragraph it concerns", () => {
    const [notice] = roles(all, "correction")
    expect(notice!.text).toContain("والصحيح 1.250 حصة")
    expect(within(notice!).some(({ attributes }) => attributes.get("href") === "#block-p2")).toBe(true)
    expect(all.indexOf(notice!)).toBeLessThan(all.indexOf(byId(all, "block-p1")))
  })

  it("when retracted shows the notice and nothing of the text", () => {
    const page = elements(articlePage(Public.retracted("ar")))
    expect(roles(page, "retraction")[0]?.text).toContain("سحبنا هذا المقال")
    expect(page.some(({ attributes }) => attributes.get("id")?.startsWith("block-"))).toBe(false)
    expect(one(page, "data-article-id", "a0k3f9x2qe").attributes.get("data-state")).toBe("retracted")
  })

  it("tells machines where it is, in which languages, and where its feed is", () => {
    const links = all.filter(({ tag }) => tag === "link")
    const canonical = links.filter(({ attributes }) => attributes.get("rel") === "canonical")
    expect(canonical.map(({ attributes }) => attributes.get("href"))).toEqual([
      `https://miqat.example/ar/national/a0k3f9x2qe-${encodeURIComponent("أيام-الصحة-المدرسية")}`
    ])
    expect(links.flatMap(({ attributes }) => attributes.get("hreflang") ?? [])).toEqual(["ar-MA", "fr-MA", "en"])
    expect(
      links.filter(({ attributes }) => attributes.get("type") === "application/rss+xml")
        .map(({ attributes }) => attributes.get("href"))
    ).toEqual(["/ar/rss.xml", "/ar/national/rss.xml"])
  })
})

describe("comments", () => {
  const all = elements(articlePage(Public.article("ar")))

  it("stand in their thread, replies inside", () => {
    const ids = having(all, "data-comment-id").map(({ attributes }) => attributes.get("data-comment-id"))
    expect(ids).toEqual(["c1", "c2", "c3", "c4", "c5", "c6"].map((id) => `${id}aaaaaaaaaaaaaa`))
  })

  it("set names apart and let every paragraph find its direction", () => {
    const first = byId(all, "comment-c1aaaaaaaaaaaaaa")
    expect(within(first).find(({ tag }) => tag === "bdi")?.text).toBe("فاطمة الزهراء")
    expect(having(within(first), "dir", "auto").filter(({ tag }) => tag === "p")).toHaveLength(2)
  })

  it("that were removed keep their place and say nothing of what they were", () => {
    const removed = byId(all, "comment-c4aaaaaaaaaaaaaa")
    expect([removed.attributes.get("data-state"), removed.text.trim()]).toEqual(["removed", "حُذف هذا التعليق."])
  })

  it("offer a reply as a plain link, and none where comments are closed", () => {
    const replies = (page: ReadonlyArray<Element>) =>
      page.filter(({ attributes }) => attributes.get("href")?.startsWith("?reply="))
    expect(replies(all)[0]?.attributes.get("href")).toBe("?reply=c1aaaaaaaaaaaaaa#comment-form")
    expect(replies(elements(articlePage(Public.retracted("ar"))))).toEqual([])
  })

  it("show how many there are and where the rest is", () => {
    expect(byId(all, "comments-title").text).toContain("14 تعليقًا")
    expect(one(all, "rel", "next").attributes.get("href")).toBe("?page=2#comments")
  })
})

describe("the comment form", () => {
  const html = articlePage(Public.article("ar"))
  const all = elements(html)
  const form = one(all, "action", "/a/a0k3f9x2qe/comments")
  const controls = (from: Element) =>
    within(from).filter(({ tag, attributes }) => attributes.has("name") && (tag === "input" || tag === "textarea"))

  it("promises that the address stays secret, and states the conditions, before the button", () => {
    const order = ["email-promise", "conditions"].map((role) => html.indexOf(`data-role="${role}"`))
    expect(order.every((place) => place > 0 && place < html.indexOf("أرسل التعليق"))).toBe(true)
    expect(roles(all, "conditions")[0]?.text).toMatch(/^من شروط النشر/)
  })

  it("has exactly the fields of the interface, required ones marked", () => {
    const names = controls(form).map(({ attributes }) => [attributes.get("name"), attributes.has("required")])
    expect(names).toEqual([
      ["name", true],
      ["email", true],
      ["body", true],
      ["website", false],
      ["policyVersion", false],
      ["formToken", false]
    ])
  })

  it("hides the honeypot from people and from assistive technology", () => {
    const trap = one(all, "class", "trap")
    expect(trap.attributes.get("aria-hidden")).toBe("true")
    expect(one(within(trap), "name", "website").attributes.get("tabindex")).toBe("-1")
  })

  it("when refused names each problem at its field and in a summary that leads there", () => {
    const refused = elements(articlePage(Public.refusedComment("ar")))
    const email = one(refused, "name", "email")
    expect(email.attributes.get("aria-invalid")).toBe("true")
    const explained = email.attributes.get("aria-describedby")!.split(" ").map((id) => byId(refused, id).text)
    expect(explained[0]).toContain("غير صالح")
    const summary = one(refused, "role", "alert")
    expect(within(summary).flatMap(({ attributes }) => attributes.get("href") ?? [])).toEqual([
      "#comment-name",
      "#comment-email"
    ])
    expect(summary.attributes.has("autofocus")).toBe(true)
    expect(one(refused, "name", "body").attributes.has("aria-invalid")).toBe(false)
  })

  it("keeps what was typed, to the letter", () => {
    const refused = elements(articlePage(Public.refusedComment("ar")))
    expect(one(refused, "name", "email").attributes.get("value")).toBe("salma@example")
    expect(one(refused, "name", "body").text).toBe("شكرًا على المقال.\n\n<b>سؤال</b>: متى تصل الوحدات إلى تازة؟")
    expect(one(refused, "name", "parentId").attributes.get("value")).toBe("c1aaaaaaaaaaaaaa")
  })

  it("keeps a line break at the very beginning, which browsers drop after the tag", () => {
    const model = Public.refusedComment("ar")
    const page = articlePage({ ...model, form: { ...model.form!, values: { name: "", email: "", body: "\n\nx" } } })
    expect(one(elements(page), "name", "body").text).toBe("\n\nx")
  })

  it("shows the conditions of the policy where the policy has them", () => {
    expect(roles(elements(articlePage(Public.figured("ar"))), "conditions")[0]?.text).toContain("احترام القانون")
  })

  it("is not there when comments are closed", () => {
    const page = articlePage(Public.closedArticle("ar"))
    expect(page).not.toContain("<form")
    expect(page).toContain("باب التعليق على هذا المقال مغلق.")
  })
})

describe("the commenter's page", () => {
  it("says the state, the reasons in the page's language, the policy and the note", () => {
    const all = elements(statusPage(Public.status("fr", "rejected")))
    const page = one(all, "data-comment-id")
    expect(page.attributes.get("data-state")).toBe("rejected")
    expect(having(all, "data-code").map(({ text }) => text)).toEqual([
      "Insulte envers l’auteur de l’article",
      "Insulte envers des personnes"
    ])
    expect(page.text).toContain("version\u00a03")
    expect(page.text).toContain("يمكنك إعادة صياغة")
    expect(page.text).toContain("décision a été prise par un modérateur")
  })

  it("offers to withdraw with the form's hidden fields, as long as there is something to withdraw", () => {
    const form = one(elements(statusPage(Public.status("ar", "pending"))), "method", "post")
    expect(within(form).flatMap(({ attributes }) => attributes.get("name") ?? [])).toEqual(["csrf", "commitId"])
    expect(statusPage(Public.status("ar", "withdrawn"))).not.toContain("<form")
  })

  it("shows nothing of an erased comment", () => {
    expect(statusPage(Public.status("ar", "erased"))).not.toContain("هذا الكاتب")
    expect(statusPage(Public.status("ar", "withdrawn"))).toContain("هذا الكاتب")
  })

  it("is not for search engines", () => {
    const all = elements(statusPage(Public.status("ar", "pending")))
    expect(one(all, "name", "robots").attributes.get("content")).toBe("noindex")
    expect(having(all, "rel", "canonical")).toEqual([])
  })
})

describe("lists", () => {
  it("the newest story leads the front page and every story is on it", () => {
    const ids = having(elements(homePage(Public.home("ar"))), "data-article-id").map(({ attributes }) =>
      attributes.get("data-article-id")
    )
    expect(ids[0]).toBe(Public.home("ar").latest[0]!.id)
    expect(new Set(ids).size).toBe(8)
  })

  it("no story stands large twice on the front page, and a section with nothing else is left out", () => {
    const model = Public.home("ar")
    const [lead, second, third] = model.latest
    const page = elements(homePage({
      ...model,
      sections: [{ section: "sport", items: [lead!, third!] }, { section: "world", items: [second!, model.latest[4]!] }]
    }))
    const block = byId(page, "section-world")
    expect(block.text).toBe("أخبار دولية")
    expect(having(page, "id", "section-sport")).toEqual([])
    for (const { id } of [lead!, second!, third!]) expect(having(page, "data-article-id", id)).toHaveLength(1)
    expect(having(page, "data-article-id", model.latest[4]!.id)).toHaveLength(2)
  })

  it("a section marks itself in the navigation and leads to what is older", () => {
    const all = elements(sectionPage(Public.section("ar")))
    const current = having(all, "aria-current", "true").filter(({ tag }) => tag === "a")
    expect(current.map(({ text }) => text)).toEqual(["أخبار وطنية"])
    expect(one(all, "rel", "next").attributes.get("href")).toBe("?cursor=b3BhcXVl")
  })

  it("the register tells corrections from retractions", () => {
    const entries = roles(elements(correctionsPage(Public.corrections("en"))), "correction").map(({ text }) =>
      text.trim()
    )
    expect(entries[0]).toMatch(/^Retraction/)
    expect(entries[1]).toMatch(/^Correction/)
  })
})

describe("a refusal", () => {
  it.each(Public.errorStatuses)("%i has its own words in each language", (status) => {
    const titles = (["ar", "fr", "en"] as const).map((language) =>
      elements(errorPage(Public.refusal(language, status))).find(({ tag }) => tag === "h1")?.text
    )
    expect(new Set(titles).size).toBe(3)
  })

  it("keeps what was typed and says when to come back", () => {
    expect(errorPage(Public.refusal("ar", 413))).toContain("ولم يضع.")
    expect(errorPage(Public.refusal("ar", 429))).toContain("حاول بعد 42 ثانية.")
  })

  it("shows the notice of what is gone", () => {
    expect(roles(elements(errorPage(Public.refusal("ar", 410))), "notice")[0]?.text).toContain("أمرت الوكالة")
  })
})
