import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Answer, Browser } from "./Browser.ts"
import * as Desk from "./Desk.ts"
import * as Newsroom from "./Newsroom.ts"

let newsroom: Newsroom.Running
let desk: Browser

beforeAll(async () => {
  newsroom = await Newsroom.start()
  desk = await Desk.signIn(newsroom.url)
})

afterAll(async () => {
  await newsroom.stop()
})

const visible = (
  page: { readonly html: { readonly querySelectorAll: (selector: string) => ReadonlyArray<{ readonly text: string }> } }
) => page.html.querySelectorAll("#comments [data-comment-id]").map(({ text }) => text)

describe("an article", () => {
  it("is nowhere to the public until it is published, and then at its address and in the lists", async () => {
    const reader = new Browser(newsroom.url)
    const id = await Desk.draft(desk, { headline: "مسودة لم تنشر بعد" })
    expect((await reader.get(`/a/${id}`)).status).toBe(404)
    expect((await reader.get(`/ar/national/${id}`)).status).toBe(404)
    expect((await reader.get("/ar/")).text).not.toContain("مسودة لم تنشر بعد")
    expect((await Desk.act(desk, id, "publish")).status).toBe(303)
    const short = await reader.get(`/a/${id}`)
    expect(short.status).toBe(301)
    const page = await reader.follow(short)
    expect(page.status).toBe(200)
    expect(page.html.querySelector("h1")?.text).toBe("مسودة لم تنشر بعد")
    const lists = await Promise.all(["/", "/ar/", "/ar/national"].map((list) => reader.get(list)))
    expect(lists.map(({ text }) => text.includes("مسودة لم تنشر بعد"))).toEqual([true, true, true])
    expect((await reader.get("/fr/")).text).not.toContain("مسودة لم تنشر بعد")
  })

  it("prints its place, its date, its agency and its authors", async () => {
    const { path } = await Desk.publish(desk)
    const page = await new Browser(newsroom.url).get(path)
    expect(page.html.querySelector(".dateline")?.text).toContain("12 ماي 2024")
    expect(page.html.querySelector("[data-role=agency-credit]")?.text).toBe("و م ع")
    expect(page.html.querySelector(".byline")?.text).toContain("Karim Idrissi")
  })

  it("answers every other slug, section and language with the one canonical address", async () => {
    const { id, path } = await Desk.publish(desk)
    const reader = new Browser(newsroom.url)
    expect(path).toMatch(/^\/ar\/national\/[0-9a-z]{10}-%D8/)
    for (const other of [`/ar/national/${id}`, `/ar/national/${id}-autre`, `/fr/sport/${id}-x`, `${path}/`]) {
      const answer = await reader.get(other)
      expect([other, answer.status, answer.headers.get("location")]).toEqual([other, 301, path])
    }
    expect((await reader.get(path)).status).toBe(200)
  })

  it("shows a correction with its notice, and a typo fix without one", async () => {
    const { id, path } = await Desk.publish(desk)
    const reader = new Browser(newsroom.url)
    const block = (await reader.get(path)).html.querySelector(".prose p")!.id.replace("block-", "")
    const page = await desk.get(`/desk/articles/${id}`)
    const typo = { csrf: "", commitId: "", version: "", ...hidden(page, `/desk/articles/${id}/typo`) }
    expect((await desk.post(`/desk/articles/${id}/typo`, { ...typo, block, text: "افتتحت أمس الدورة." })).status).toBe(
      303
    )
    const fixed = await reader.get(path)
    expect(fixed.text).toContain("افتتحت أمس الدورة.")
    expect(fixed.html.querySelector("[data-role=correction]")).toBeNull()
    expect((await Desk.act(desk, id, "correct", { notice: "صححنا رقم الدورة", block, text: "الدورة 49." })).status)
      .toBe(303)
    const corrected = await reader.get(path)
    expect(corrected.html.querySelector("[data-role=correction]")?.text).toContain("صححنا رقم الدورة")
    expect(corrected.text).toContain("الدورة 49.")
    expect((await reader.get("/ar/corrections")).text).toContain("صححنا رقم الدورة")
  })

  it("gives way to a notice when it is retracted, and takes no more comments", async () => {
    const { id, path } = await Desk.publish(desk, { headline: "خبر سيسحب" })
    const reader = new Browser(newsroom.url)
    const before = await reader.get(path)
    await Desk.act(desk, id, "retract", { notice: "سحبنا هذا الخبر" })
    const page = await reader.get(path)
    expect(page.html.querySelector("[data-state]")?.getAttribute("data-state")).toBe("retracted")
    expect(page.text).toContain("سحبنا هذا الخبر")
    expect(page.text).not.toContain("افتتحت اليوم")
    expect((await reader.get("/ar/")).text).not.toContain("خبر سيسحب")
    const form = before.html.querySelector("#comment-form form")!
    const fields = Object.fromEntries(
      form.querySelectorAll("input").map((one) => [one.getAttribute("name")!, one.getAttribute("value") ?? ""])
    )
    const late = await reader.post(form.getAttribute("action")!, { ...fields, ...Desk.commentFields })
    expect(late.status).toBe(403)
    expect(late.text).toContain(Desk.commentFields.body)
  })
})

const hidden = (page: Answer, action: string): Record<string, string> => {
  const form = page.html.querySelectorAll("form").find((one) => one.getAttribute("action") === action)!
  return Object.fromEntries(
    form.querySelectorAll("input[type=hidden]").map((one) => [one.getAttribute("name")!, one.getAttribute("value")!])
  )
}

describe("a comment", () => {
  it("waits, is held, is approved, and only then is seen", async () => {
    const { path } = await Desk.publish(desk)
    const reader = new Browser(newsroom.url)
    const sent = await Desk.comment(reader, path, { body: "تعليق ينتظر" })
    expect(sent.status).toBe(303)
    const status = sent.headers.get("location")!
    const pending = await reader.get(status)
    expect(pending.html.querySelector("[data-state]")?.getAttribute("data-state")).toBe("pending")
    expect((await reader.get(path)).text).not.toContain("تعليق ينتظر")
    const id = Desk.commentIdOf(pending)
    expect((await Desk.decide(desk, id, "hold")).status).toBe(303)
    expect((await reader.get(status)).html.querySelector("[data-state]")?.getAttribute("data-state")).toBe("held")
    expect((await Desk.decide(desk, id, "approve")).status).toBe(303)
    const page = await reader.get(path)
    expect(visible(page)).toEqual([expect.stringContaining("تعليق ينتظر")])
    expect(page.text).not.toContain("fatima@example.org")
    expect((await reader.get(status)).html.querySelector("[data-state]")?.getAttribute("data-state")).toBe("approved")
  })

  it.each([
    ["ar", "السب أو القذف"],
    ["fr", ""],
    ["en", ""]
  ])("that is rejected tells its author why, in the language of the article (%s)", async (language) => {
    const { path } = await Desk.publish(desk, { language })
    const reader = new Browser(newsroom.url)
    const sent = await Desk.comment(reader, path, { body: "Rejected words" })
    const id = Desk.commentIdOf(await reader.follow(sent))
    const queue = await desk.get(`/desk/queue?language=${language}`)
    const reason = queue.html.querySelector(`#code-${id} label:has(input[value=profanity])`)!.text.trim()
    const rejected = await Desk.decide(desk, id, "reject", { code: ["profanity", "other"], note: "سبب آخر" })
    expect(rejected.status).toBe(303)
    const status = await reader.follow(sent)
    expect(status.html.querySelector("html")?.getAttribute("lang")).toMatch(new RegExp(`^${language}`))
    expect(status.html.querySelector("[data-state]")?.getAttribute("data-state")).toBe("rejected")
    expect(status.html.querySelector("[data-code=profanity]")?.text).toBe(reason)
    expect(status.text).toContain("سبب آخر")
    expect((await reader.get(path)).text).not.toContain("Rejected words")
  })

  it("that is withdrawn by its author disappears, and its words from the private page too", async () => {
    const { path } = await Desk.publish(desk)
    const reader = new Browser(newsroom.url)
    const sent = await Desk.comment(reader, path, { body: "سأسحب هذا" })
    const status = sent.headers.get("location")!
    const id = Desk.commentIdOf(await reader.get(status))
    await Desk.decide(desk, id, "approve")
    expect((await reader.get(path)).text).toContain("سأسحب هذا")
    const form = (await reader.get(status)).html.querySelector(".withdraw form")!
    const commitId = form.querySelector("[name=commitId]")!.getAttribute("value")!
    const withdrawn = await reader.post(form.getAttribute("action")!, { commitId })
    expect([withdrawn.status, withdrawn.headers.get("location")]).toEqual([303, status])
    expect((await reader.get(path)).text).not.toContain("سأسحب هذا")
    const after = await reader.get(status)
    expect(after.html.querySelector("[data-state]")?.getAttribute("data-state")).toBe("withdrawn")
    expect(after.text).not.toContain("سأسحب هذا")
  })

  it("that answers another stands under it", async () => {
    const { path } = await Desk.publish(desk)
    const reader = new Browser(newsroom.url)
    const first = Desk.commentIdOf(await reader.follow(await Desk.comment(reader, path, { body: "الأول" })))
    await Desk.decide(desk, first, "approve")
    const answer = await Desk.comment(reader, `${path}?reply=${first}`, { body: "الجواب" })
    await Desk.decide(desk, Desk.commentIdOf(await reader.follow(answer)), "approve")
    const page = await reader.get(path)
    const outer = page.html.querySelector(`#comments [data-comment-id="${first}"]`)!.parentNode!
    expect(outer.querySelector(".replies [data-comment-id]")?.text).toContain("الجواب")
  })

  it("is at an address of its own with what it answers, and nothing else is that is not to be seen there", async () => {
    const { path } = await Desk.publish(desk)
    const other = await Desk.publish(desk)
    const reader = new Browser(newsroom.url)
    const approved = async (to: string, body: string) => {
      const id = Desk.commentIdOf(await reader.follow(await Desk.comment(reader, to, { body })))
      await Desk.decide(desk, id, "approve")
      return id
    }
    const first = await approved(path, "الأول")
    await approved(path, "الثاني")
    const answer = await approved(`${path}?reply=${first}`, "الجواب")
    const elsewhere = await approved(other.path, "في مقال آخر")
    const waiting = Desk.commentIdOf(await reader.follow(await Desk.comment(reader, path, { body: "ينتظر" })))
    const at = async (id: string) => {
      const page = await reader.get(`${path}?comment=${id}`)
      const all = page.html.querySelector("#comments .all a")?.getAttribute("href")
      return { shown: page.html.querySelectorAll("#comments .comment-body").map(({ text }) => text.trim()), all }
    }
    expect(await at(answer)).toEqual({ shown: ["الأول", "الجواب"], all: `${path}#comments` })
    expect(await at(first)).toEqual({ shown: ["الأول"], all: `${path}#comments` })
    const everything = { shown: ["الأول", "الجواب", "الثاني"], all: undefined }
    for (const id of [waiting, elsewhere, "nothing", "__proto__"]) expect([id, await at(id)]).toEqual([id, everything])
    const feed = await reader.get(`${path}/comments.xml`)
    expect(feed.text).toContain(`${path}?comment=${answer}#comment-${answer}`)
  })
})
