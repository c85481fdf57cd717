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

  for (
    const [kind, guessed] of [["different", (guess: number) => `guess ${guess}`], [
      "one and the same",
      () => "guess"
    ]] as const
  ) {
    it(`with too many wrong passwords, ${kind}, is refused for a while, the right one too`, async () => {
      const strict = await Newsroom.start(Newsroom.inOneMinute)
      const browser = new Browser(strict.url)
      const form = await signInForm(browser, Newsroom.user, "?")
      const statuses: Array<number> = []
      for (let guess = 0; guess < 6; guess++) {
        statuses.push((await browser.post(form.action, { ...form.fields, password: guessed(guess) })).status)
      }
      const right = await browser.post(form.action, { ...form.fields, password: Newsroom.password })
      await strict.stop()
      expect(statuses).toEqual([...Array(5).fill(401), 429])
      expect([right.status, Number(right.headers.get("retry-after")) > 0]).toEqual([429, true])
    })
  }
})

describe("behind a proxy that is trusted", () => {
  const guessesOf = async (env: Record<string, string>) => {
    const behind = await Newsroom.start({ ...Newsroom.inOneMinute, ...env })
    const browser = new Browser(behind.url)
    const form = await signInForm(browser, Newsroom.user, "?")
    const guess = async (client: string) =>
      (await browser.post(form.action, form.fields, { "x-forwarded-for": client })).status
    for (let one = 0; one < 5; one++) await guess("203.0.113.9")
    const statuses = [await guess("203.0.113.9"), await guess("203.0.113.10")]
    await behind.stop()
    return statuses
  }

  it("each client has places of its own; without trust, the header says nothing", async () => {
    expect(await guessesOf({ DATELINE_TRUSTED_PROXIES: "10.0.0.0/8, 127.0.0.1" })).toEqual([429, 401])
    expect(await guessesOf({})).toEqual([429, 429])
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

  it("that was signed out stays so after a restart; others go on", async () => {
    const first = await Newsroom.start()
    const browser = await Desk.signIn(first.url)
    const [ended, other] = [browser.cookies, (await Desk.signIn(first.url)).cookies]
    await browser.submit(fill(await browser.get("/desk/queue"), "/desk/sign-out"))
    await first.stop("SIGKILL")
    const second = await Newsroom.start({ DATELINE_DATA: first.folder })
    const statusWith = async (cookie: string) =>
      (await new Browser(second.url).request("/desk/queue", { headers: { cookie } })).status
    const statuses = [await statusWith(ended), await statusWith(other)]
    await second.stop()
    expect(statuses).toEqual([401, 200])
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
