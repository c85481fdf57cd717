import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Answer, Browser, type Fields, fill, type SentForm } from "./Browser.ts"
import * as Desk from "./Desk.ts"
import * as Newsroom from "./Newsroom.ts"

let newsroom: Newsroom.Running
let desk: Browser
let reader: Browser
let article: { readonly id: string; readonly path: string }

beforeAll(async () => {
  newsroom = await Newsroom.start()
  desk = await Desk.signIn(newsroom.url)
  reader = new Browser(newsroom.url)
  article = await Desk.publish(desk)
})

afterAll(async () => {
  await newsroom.stop()
})

const form = async (typed: Fields = {}, path = article.path): Promise<SentForm> => {
  const page = await reader.get(path)
  const action = page.html.querySelector("#comment-form form")!.getAttribute("action")!
  return fill(page, action, { ...Desk.commentFields, ...typed })
}

const lang = (page: Answer): string | undefined => page.html.querySelector("html")?.getAttribute("lang")
const problemsOf = (page: Answer): string => page.html.querySelectorAll(".error").map(({ text }) => text).join(" | ")
const typedBody = (page: Answer): string => page.html.querySelector("#comment-form textarea")?.text.trim() ?? ""

const comments = () => `/a/${article.id}/comments`

describe("an article that was retracted", () => {
  it("takes no form, whatever is wrong with it besides", async () => {
    const { id, path } = await Desk.publish(desk)
    const right = await form({}, path)
    await Desk.act(desk, id, "retract", { notice: "سحبنا هذا الخبر" })
    const wrong: ReadonlyArray<Fields> = [{}, { name: "" }, { body: " " }, { formToken: "x" }, { website: "x" }, {
      policyVersion: "9"
    }]
    for (const fields of wrong) {
      const page = await reader.submit({ ...right, fields: { ...right.fields, body: "كلام محفوظ", ...fields } })
      expect([page.status, page.html.querySelector("main")?.text]).toEqual([
        403,
        expect.stringContaining("باب التعليق على هذا المقال مغلق")
      ])
    }
  })

  it("still answers a form that was taken before", async () => {
    const { id, path } = await Desk.publish(desk)
    const sent = await form({}, path)
    const first = await reader.submit(sent)
    await Desk.act(desk, id, "retract", { notice: "سحبنا هذا الخبر" })
    expect((await reader.submit(sent)).headers.get("location")).toBe(first.headers.get("location"))
  })
})

describe("a comment that cannot be taken", () => {
  it.each([
    "ar",
    "fr",
    "en"
  ])("comes back in the article's language (%s) with what was typed and what is wrong", async (language) => {
    const { path } = await Desk.publish(desk, { language })
    const sent = await form({ name: "", email: "nobody", body: "Keep <b>this</b> & that" }, path)
    const page = await reader.submit(sent)
    expect([page.status, lang(page)?.split("-")[0]]).toEqual([422, language])
    expect(typedBody(page)).toBe("Keep <b>this</b> & that")
    expect(page.html.querySelectorAll("#comment-form [aria-invalid]").map((one) => one.getAttribute("name")))
      .toEqual(["name", "email"])
    expect(problemsOf(page)).not.toBe("")
    const again = fill(page, sent.action, Desk.commentFields)
    expect((await reader.submit(again)).status).toBe(303)
  })

  it.each([
    ["an empty body", { body: "" }],
    ["a blank body", { body: " \n\t " }],
    ["a body of 4,001 characters", { body: "ب".repeat(4001) }],
    ["a name of 81 characters", { name: "ن".repeat(81) }],
    ["a name that turns the line around", { name: "\u202Egnp.exe" }],
    ["a name with something invisible", { name: "ad\u200Bmin" }],
    ["a name of two lines", { name: "a\nb" }],
    ["a name with a null", { name: "a\u0000b" }],
    ["a body with a null", { body: "a\u0000b" }],
    ["an address without a domain", { email: "a@" }],
    ["an address of two", { email: "a@example.org,b@example.org" }],
    ["a parent that does not exist", { parentId: "nothing" }],
    ["a parent that is no id", { parentId: "../../x" }],
    ["conditions that never were", { policyVersion: "999" }],
    ["conditions that are no number", { policyVersion: "one" }],
    ["a field that people do not see", { website: "http://spam.example" }]
  ])("with %s is answered with 422 and the rest kept", async (_what, typed) => {
    const page = await reader.submit(await form({ body: "كلام محفوظ", ...typed }))
    expect(page.status).toBe(422)
    expect(page.html.querySelector("#comment-form [role=alert], #comment-form .problems, #comment-form .error")).not
      .toBeNull()
    if (!("body" in typed)) expect(typedBody(page)).toBe("كلام محفوظ")
  })

  it("because fields are missing altogether is answered with 422", async () => {
    expect((await reader.post(comments(), {})).status).toBe(422)
    const { formToken } = (await form()).fields
    expect((await reader.post(comments(), { formToken: formToken! })).status).toBe(422)
  })

  it("because its form was tampered with, or is another article's, is answered with 422 and a new form", async () => {
    const other = await form({}, (await Desk.publish(desk)).path)
    const sent = await form()
    const tokens = ["", "x", `${sent.fields["formToken"] as string}x`, other.fields["formToken"] as string]
    const pages = await Promise.all(tokens.map((formToken) => reader.post(comments(), { ...sent.fields, formToken })))
    expect(pages.map(({ status }) => status)).toEqual([422, 422, 422, 422])
    expect((await reader.submit(fill(pages[3]!, comments()))).status).toBe(303)
  })

  it("sent again is the same comment, and sent with other words is answered with 409 and a new form", async () => {
    const sent = await form({ body: "مرة واحدة" })
    const first = await reader.submit(sent)
    const second = await reader.submit(sent)
    expect([first.status, second.status]).toEqual([303, 303])
    expect(second.headers.get("location")).toBe(first.headers.get("location"))
    const other = await reader.post(sent.action, { ...sent.fields, body: "كلام آخر" })
    expect([other.status, typedBody(other)]).toEqual([409, "كلام آخر"])
    const queue = await desk.get("/desk/queue")
    expect(queue.text.split("مرة واحدة").length - 1).toBe(1)
    expect((await reader.submit(fill(other, comments()))).status).toBe(303)
  })

  it("sent many times at once is one comment", async () => {
    const sent = await form({ body: "نقرة مزدوجة" })
    const answers = await Promise.all(Array.from({ length: 8 }, () => reader.submit(sent)))
    expect(new Set(answers.map(({ headers, status }) => `${status} ${headers.get("location")}`)).size).toBe(1)
    expect((await desk.get("/desk/queue")).text.split("نقرة مزدوجة").length - 1).toBe(1)
  })
})

describe("the rate limit", () => {
  it("is answered with 429, how long to wait, and the words that were typed", async () => {
    const strict = await Newsroom.start({ ...Newsroom.inOneMinute, DATELINE_RATE_LIMIT: "2" })
    const path = (await Desk.publish(await Desk.signIn(strict.url))).path
    const browser = new Browser(strict.url)
    const first = await browser.get(path)
    const action = first.html.querySelector("#comment-form form")!.getAttribute("action")!
    const sent = fill(first, action, Desk.commentFields)
    const statuses = [(await browser.submit(sent)).status, (await browser.submit(sent)).status]
    statuses.push((await Desk.comment(browser, path)).status)
    const refused = await Desk.comment(browser, path, { body: "كلام كثير" })
    await strict.stop()
    expect(statuses).toEqual([303, 303, 303])
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0)
    expect(refused.text).toContain("كلام كثير")
  })
})

describe("a form that was filled in faster than anybody types", () => {
  it("comes back, and is good when the time is over", async () => {
    const slow = await Newsroom.start({ DATELINE_FORM_MIN_SECONDS: "1" })
    const path = (await Desk.publish(await Desk.signIn(slow.url))).path
    const browser = new Browser(slow.url)
    let answer = await Desk.comment(browser, path, { body: "على عجل" })
    const first = answer.status
    const action = answer.html.querySelector("#comment-form form")!.getAttribute("action")!
    while (answer.status === 422) answer = await browser.submit(fill(answer, action))
    await slow.stop()
    expect([first, answer.status]).toEqual([422, 303])
  })
})
