import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Answer, Browser, fill } from "./Browser.ts"
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

const signInForm = async (browser: Browser, username: string, password: string) =>
  fill(await browser.get("/desk/sign-in"), "/desk/sign-in", { username, password })

const problems = (page: Answer): string => page.html.querySelectorAll(".error").map(({ text }) => text).join(" | ")

const invalid = (page: Answer): ReadonlyArray<string | undefined> =>
  page.html.querySelectorAll("[aria-invalid]").map((one) => one.getAttribute("name"))

describe("signing in", () => {
  it("takes the right name and password, and leads to the queue", async () => {
    const browser = new Browser(newsroom.url)
    const answer = await browser.submit(await signInForm(browser, Newsroom.user, Newsroom.password))
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/desk/queue"])
    expect((await browser.follow(answer)).status).toBe(200)
  })

  it("leads on to the page of the desk that was asked for, and to no other site", async () => {
    const browser = new Browser(newsroom.url)
    const asked = await browser.get("/desk/articles/new")
    const form = fill(asked, "/desk/sign-in", { username: Newsroom.user, password: Newsroom.password })
    expect(asked.status).toBe(401)
    const answer = await browser.submit(form)
    expect(answer.headers.get("location")).toBe("/desk/articles/new")
    for (
      const next of [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/ar/",
        "/desk\r\nx: y",
        "/desk/..//x"
      ]
    ) {
      const other = new Browser(newsroom.url)
      const page = await signInForm(other, Newsroom.user, Newsroom.password)
      const elsewhere = await other.submit({ ...page, fields: { ...page.fields, next } })
      expect([next, elsewhere.headers.get("location")]).toEqual([next, "/desk/queue"])
    }
  })

  it("with a wrong name, a wrong password or none is refused, without saying which was wrong", async () => {
    const browser = new Browser(newsroom.url)
    const wrongPassword = await browser.submit(await signInForm(browser, Newsroom.user, "wrong"))
    const wrongName = await browser.submit(await signInForm(browser, "nobody", Newsroom.password))
    const empty = await browser.submit(await signInForm(browser, "", ""))
    expect([wrongPassword.status, wrongName.status, empty.status]).toEqual([401, 401, 422])
    expect(wrongName.text.replaceAll("nobody", Newsroom.user).replace(/<time.*?<\/time>/g, ""))
      .toBe(wrongPassword.text.replace(/<time.*?<\/time>/g, ""))
    expect(invalid(empty)).toEqual(["username", "password"])
    expect(wrongPassword.text).not.toContain("wrong\"")
    expect((await browser.get("/desk/queue")).status).toBe(401)
  })

  it("from a page that this browser was not shown is refused", async () => {
    const browser = new Browser(newsroom.url)
    const form = await signInForm(browser, Newsroom.user, Newsroom.password)
    const stranger = new Browser(newsroom.url)
    expect((await stranger.submit(form)).status).toBe(403)
    await stranger.get("/desk/sign-in")
    expect((await stranger.submit(form)).status).toBe(403)
    const { csrf: _, ...without } = form.fields
    expect((await browser.post(form.action, without)).status).toBe(403)
  })

  it("with too many wrong passwords is refused for a while, the right one too", async () => {
    const strict = await Newsroom.start()
    const browser = new Browser(strict.url)
    const form = await signInForm(browser, Newsroom.user, "?")
    const statuses: Array<number> = []
    for (let guess = 0; guess < 6; guess++) {
      statuses.push((await browser.post(form.action, { ...form.fields, password: `guess ${guess}` })).status)
    }
    const right = await browser.post(form.action, { ...form.fields, password: Newsroom.password })
    await strict.stop()
    expect(statuses).toEqual([...Array(5).fill(401), 429])
    expect([right.status, Number(right.headers.get("retry-after")) > 0]).toEqual([429, true])
  })
})

describe("a session", () => {
  it("is a cookie that scripts cannot read, other sites do not send, and only the desk gets", async () => {
    const form = await signInForm(new Browser(newsroom.url), Newsroom.user, Newsroom.password)
    const browser = new Browser(newsroom.url)
    const answer = await browser.submit({ ...(await signInForm(browser, Newsroom.user, Newsroom.password)) })
    const cookie = answer.headers.getSetCookie().find((one) => one.startsWith("dateline_session="))!
    expect(form.action).toBe("/desk/sign-in")
    expect(cookie).toMatch(/; Path=\/desk/)
    expect(cookie).toMatch(/; HttpOnly/)
    expect(cookie).toMatch(/; SameSite=Lax/)
    expect(cookie).toMatch(/; Max-Age=43200/)
    expect(cookie).not.toMatch(/; Secure/)
  })

  it("insists on https when readers come by https", async () => {
    const secure = await Newsroom.start({ DATELINE_BASE_URL: "https://news.example" })
    const browser = new Browser(secure.url)
    const answer = await browser.submit(await signInForm(browser, Newsroom.user, Newsroom.password))
    const home = await browser.get("/")
    await secure.stop()
    expect(answer.headers.getSetCookie().every((cookie) => /; Secure/.test(cookie))).toBe(true)
    expect(home.headers.get("strict-transport-security")).toMatch(/max-age=\d{7,}/)
    expect(home.html.querySelector("link[rel=canonical]")?.getAttribute("href")).toBe("https://news.example/ar/")
  })

  it("ends when it is signed out, also for whoever copied the cookie", async () => {
    const browser = await Desk.signIn(newsroom.url)
    const copied = { headers: { cookie: browser.cookies } }
    const page = await browser.get("/desk/queue")
    const answer = await browser.submit(fill(page, "/desk/sign-out"))
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/desk/sign-in"])
    expect((await browser.get("/desk/queue")).status).toBe(401)
    expect((await new Browser(newsroom.url).request("/desk/queue", copied)).status).toBe(401)
  })

  it("is not one when the cookie was tampered with", async () => {
    const cookie = desk.cookies.replace(/(dateline_session=[^;]{20})./, "$1~")
    expect(cookie).not.toBe(desk.cookies)
    expect((await new Browser(newsroom.url).request("/desk/queue", { headers: { cookie } })).status).toBe(401)
  })

  it("does not outlive a change of the password", async () => {
    const first = await Newsroom.start()
    const cookie = (await Desk.signIn(first.url)).cookies
    await first.stop()
    const second = await Newsroom.start({ DATELINE_DATA: first.folder, DATELINE_DESK_PASSWORD: "another one" })
    const answer = await new Browser(second.url).request("/desk/queue", { headers: { cookie } })
    await second.stop()
    expect(answer.status).toBe(401)
  })
})

describe("an action of the desk", () => {
  it("by somebody who is not signed in is refused, and what was written is given back", async () => {
    const answer = await new Browser(newsroom.url).post("/desk/articles", { ...Desk.draftFields, body: "لا تضيعوا هذا" })
    expect(answer.status).toBe(401)
    expect(answer.text).toContain("لا تضيعوا هذا")
  })

  it("without the session's own token, or sent by another site, is refused", async () => {
    const other = await Desk.signIn(newsroom.url)
    const form = fill(await desk.get("/desk/articles/new"), "/desk/articles", Desk.draftFields)
    const theirs = fill(await other.get("/desk/articles/new"), "/desk/articles", Desk.draftFields)
    expect((await desk.post(form.action, { ...form.fields, csrf: "" })).status).toBe(403)
    expect((await desk.post(form.action, { ...form.fields, csrf: theirs.fields["csrf"]! })).status).toBe(403)
    expect((await desk.post(form.action, form.fields, { "sec-fetch-site": "cross-site" })).status).toBe(403)
    expect((await desk.submit(form)).status).toBe(303)
  })

  it("sent twice has one effect and one answer", async () => {
    const form = fill(await desk.get("/desk/articles/new"), "/desk/articles", Desk.draftFields)
    const [first, second] = [await desk.submit(form), await desk.submit(form)]
    expect(second.headers.get("location")).toBe(first.headers.get("location"))
    const id = first.headers.get("location")!.split("/").at(-1)!
    const publish = fill(await desk.get(`/desk/articles/${id}`), `/desk/articles/${id}/publish`)
    const answers = [await desk.submit(publish), await desk.submit(publish)]
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    const version = (await desk.get(`/desk/articles/${id}`)).html.querySelector("[data-version]")?.getAttribute(
      "data-version"
    )
    expect(version).toBe("2")
    const changed = await desk.post(form.action, { ...form.fields, headline: "عنوان آخر" })
    expect(changed.status).toBe(409)
  })

  it("without a commit id, or with one that is none, is refused", async () => {
    const form = fill(await desk.get("/desk/articles/new"), "/desk/articles", Desk.draftFields)
    const answers = await Promise.all(
      ["", "two words", "x".repeat(129)].map((commitId) => desk.post(form.action, { ...form.fields, commitId }))
    )
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422])
  })
})

describe("an article's form", () => {
  it("that is not complete comes back with every problem and all that was typed", async () => {
    const page = await desk.get("/desk/articles/new")
    const wrong = {
      ...Desk.draftFields,
      headline: "",
      section: "gossip",
      agency: "XYZ",
      datelineDate: "12/05/2024",
      deck: "يبقى"
    }
    const answer = await desk.submit(fill(page, "/desk/articles", wrong))
    expect(answer.status).toBe(422)
    expect(new Set(invalid(answer))).toEqual(new Set(["section", "agency", "headline", "datelineDate"]))
    expect(answer.html.querySelector("[name=deck]")?.text.trim()).toBe("يبقى")
    expect(problems(answer)).not.toBe("")
  })

  it("may leave out the body until publication", async () => {
    const id = await Desk.draft(desk, { body: "" })
    const refused = await Desk.act(desk, id, "publish")
    expect(refused.status).toBe(422)
    await Desk.act(desk, id, "edit", { body: "نص الآن" })
    expect((await Desk.act(desk, id, "publish")).status).toBe(303)
  })

  it("that somebody else was faster with is refused, and gives back what was written", async () => {
    const id = await Desk.draft(desk)
    const mine = fill(await desk.get(`/desk/articles/${id}`), `/desk/articles/${id}/edit`, { headline: "لي" })
    await Desk.act(desk, id, "edit", { headline: "لغيري" })
    const answer = await desk.submit(mine)
    expect(answer.status).toBe(409)
    expect(answer.html.querySelector("[name=headline]")?.text.trim()).toBe("لي")
    expect((await desk.submit(fill(answer, mine.action))).status).toBe(409)
    expect((await desk.get(`/desk/articles/${id}`)).html.querySelector("[name=headline]")?.text.trim()).toBe("لغيري")
  })

  it("keeps an edit of one field from touching the others", async () => {
    const id = await Desk.draft(desk)
    const { fields } = fill(await desk.get(`/desk/articles/${id}`), `/desk/articles/${id}/edit`)
    const { commitId, csrf, version } = fields as Record<string, string>
    const only = { commitId: commitId!, csrf: csrf!, version: version!, deck: "عنوان فرعي جديد" }
    expect((await desk.post(`/desk/articles/${id}/edit`, only)).status).toBe(303)
    const after = fill(await desk.get(`/desk/articles/${id}`), `/desk/articles/${id}/edit`).fields
    expect({ ...after, commitId, version, csrf }).toEqual({ ...fields, deck: "عنوان فرعي جديد" })
  })

  it.each([
    ["typo", { block: "p99", text: "x" }, 422],
    ["typo", { block: "p1", text: "" }, 422],
    ["correct", { notice: "" }, 422],
    ["correct", { notice: "n", text: "x" }, 422],
    ["retract", { notice: " " }, 422],
    ["kill", {}, 404],
    ["correct", { notice: "n", version: "" }, 422],
    ["correct", { notice: "n", version: "1" }, 409]
  ])("%s with %j is answered with %i", async (action, fields, status) => {
    const { id } = await Desk.publish(desk)
    const page = await desk.get(`/desk/articles/${id}`)
    const { commitId, csrf, version } = fill(page, `/desk/articles/${id}/correct`).fields as Record<string, string>
    const hidden = { commitId: commitId!, csrf: csrf!, version: version! }
    const answer = await desk.post(`/desk/articles/${id}/${action}`, {
      ...hidden,
      ...(fields as Record<string, string>)
    })
    expect(answer.status).toBe(status)
  })

  it("of an article that does not exist is answered with 404", async () => {
    expect((await desk.get("/desk/articles/nothing")).status).toBe(404)
    const { fields } = fill(await desk.get("/desk/articles/new"), "/desk/articles")
    expect((await desk.post("/desk/articles/nothing/publish", { ...fields, version: "1" })).status).toBe(404)
    expect((await desk.post("/desk/comments/nothing/approve", { ...fields, revision: "1" })).status).toBe(404)
  })
})

describe("a decision about a comment", () => {
  const waiting = async (): Promise<string> => {
    const { path } = await Desk.publish(desk)
    const reader = new Browser(newsroom.url)
    return Desk.commentIdOf(await reader.follow(await Desk.comment(reader, path)))
  }

  it.each([
    ["no reason", {}, "code"],
    ["an unknown reason", { code: ["rude"] }, "code"],
    ["the reason `other` without a note", { code: ["other"] }, "note"]
  ])("to reject for %s is refused, and the form comes back as it was", async (_what, fields, field) => {
    const id = await waiting()
    const answer = await Desk.decide(desk, id, "reject", { ...(fields as { code?: ReadonlyArray<string> }), note: "" })
    expect(answer.status).toBe(422)
    expect(answer.html.querySelectorAll("[data-comment-id]").map((one) => one.getAttribute("data-comment-id"))).toEqual(
      [id]
    )
    expect(answer.html.querySelector(`#${field}-error-${id}, #${field}-${id}-error`)).not.toBeNull()
    expect((await Desk.decide(desk, id, "reject", { code: ["profanity"] })).status).toBe(303)
  })

  it("that was decided before, or on another revision, is refused", async () => {
    const id = await waiting()
    const queue = await desk.get("/desk/queue")
    const approve = fill(queue, `/desk/comments/${id}/approve`)
    const reject = fill(queue, `/desk/comments/${id}/reject`, { code: ["profanity"] })
    expect((await desk.post(approve.action, { ...approve.fields, revision: "2" })).status).toBe(409)
    expect((await desk.post(approve.action, { ...approve.fields, revision: "x" })).status).toBe(422)
    expect((await desk.submit(approve)).status).toBe(303)
    expect((await desk.submit(approve)).status).toBe(303)
    expect((await desk.post(reject.action, { ...reject.fields, commitId: "another-attempt" })).status).toBe(409)
    expect((await desk.post(`/desk/comments/${id}/feature`, approve.fields)).status).toBe(404)
  })
})
