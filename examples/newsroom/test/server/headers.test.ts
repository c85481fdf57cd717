import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Answer, Browser, fill } from "./Browser.ts"
import * as Desk from "./Desk.ts"
import * as Newsroom from "./Newsroom.ts"

const token = "a token of the newsroom's programs"

let newsroom: Newsroom.Running
let desk: Browser
let reader: Browser
let article: { readonly id: string; readonly path: string }
let status: string

beforeAll(async () => {
  newsroom = await Newsroom.start({ DATELINE_API_TOKEN: token })
  desk = await Desk.signIn(newsroom.url)
  reader = new Browser(newsroom.url)
  article = await Desk.publish(desk)
  status = (await Desk.comment(reader, article.path)).headers.get("location")!
})

afterAll(async () => {
  await newsroom.stop()
})

describe("a request for the head alone", () => {
  it("is answered like one for the whole, without it: pages, kept or not, feeds, files and the API", async () => {
    const paths = ["/ar/", article.path, status, "/ar/rss.xml", "/robots.txt", "/api/articles", "/api/openapi.json"]
    const refused = ["/nothing", "/api/nothing", "/desk/queue", `/a/${article.id}/comments`]
    // A cookie is another one each time, and whoever asks for heads closes the connection afterwards.
    const changing = /^(date|x-correlation-id|set-cookie|connection|keep-alive)$/
    for (const path of [...paths, ...paths, ...refused]) {
      const ask = (method: string) => fetch(new URL(path, newsroom.url), { method, redirect: "manual" })
      const [head, whole] = [await ask("HEAD"), await ask("GET")]
      expect([path, (await head.arrayBuffer()).byteLength, head.status]).toEqual([path, 0, whole.status])
      const headers = (answer: Response) => [...answer.headers].filter(([name]) => !changing.test(name))
      expect([path, headers(head)]).toEqual([path, headers(whole)])
    }
  })
})

describe("every answer", () => {
  it("keeps the connection for longer than proxies keep theirs, so that it is they who close it", async () => {
    const [seconds] = /(?<=timeout=)\d+/.exec((await fetch(`${newsroom.url}/ar/`)).headers.get("keep-alive") ?? "") ??
      []
    expect(Number(seconds)).toBeGreaterThan(60)
  })

  it("tells the browser to run nothing, frame nothing and guess nothing", async () => {
    const paths = [
      "/",
      article.path,
      `/a/${article.id}`,
      status,
      "/nothing",
      "/ar/%FF",
      "/desk/queue",
      "/desk/sign-in",
      "/ar/rss.xml",
      "/api/articles",
      "/api/docs",
      "/health/live",
      "/robots.txt"
    ]
    const answers: ReadonlyArray<Answer> = await Promise.all(paths.map((path) => reader.get(path)))
    const facts = ({ headers }: Answer) => ({
      csp: /default-src 'none'/.test(headers.get("content-security-policy") ?? ""),
      frames: /frame-ancestors 'none'/.test(headers.get("content-security-policy") ?? ""),
      unsafe: /unsafe/.test(headers.get("content-security-policy") ?? ""),
      nosniff: headers.get("x-content-type-options"),
      frame: headers.get("x-frame-options"),
      referrer: headers.has("referrer-policy"),
      caching: headers.has("cache-control"),
      poweredBy: headers.has("x-powered-by") || headers.has("server")
    })
    const expected = {
      csp: true,
      frames: true,
      unsafe: false,
      nosniff: "nosniff",
      frame: "DENY",
      referrer: true,
      caching: true,
      poweredBy: false
    }
    expect(answers.map((answer, place) => [paths[place], facts(answer)]))
      .toEqual(paths.map((path) => [path, expected]))
  })

  it("says nothing of how it was made when it refuses", async () => {
    const answers = await Promise.all(
      ["/nothing", "/ar/%FF", "/api/nothing", "/desk/x"].map((path) => reader.get(path))
    )
    for (const { text } of answers) expect(text).not.toMatch(/\bat .*\.ts:\d+|node_modules|Error:/)
  })
})

describe("a private page", () => {
  it("is kept by nobody, found by nobody, and tells no other site its address", async () => {
    const { headers } = await reader.get(status)
    expect(headers.get("cache-control")).toBe("no-store")
    expect(headers.get("referrer-policy")).toBe("no-referrer")
    expect(headers.get("x-robots-tag")).toMatch(/noindex/)
  })

  it("has an address that nobody can guess from the comment's id", async () => {
    const page = await reader.get(status)
    const id = Desk.commentIdOf(page)
    const guesses = [
      id,
      Buffer.from(id).toString("base64url"),
      `1..${Buffer.from(id).toString("base64url")}.${"A".repeat(43)}`
    ]
    const answers = await Promise.all(guesses.map((guess) => reader.get(`/comments/status/${guess}`)))
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404])
  })
})

describe("what may be kept", () => {
  it("a list is asked for again, and answered without its text while it is the same", async () => {
    const first = await reader.get("/ar/national")
    const etag = first.headers.get("etag")!
    const again = await reader.request("/ar/national", { headers: { "if-none-match": etag } })
    expect([again.status, again.text]).toEqual([304, ""])
    await Desk.publish(desk, { headline: "خبر جديد" })
    const changed = await reader.request("/ar/national", { headers: { "if-none-match": etag } })
    expect([changed.status, changed.headers.get("etag") === etag]).toEqual([200, false])
  })

  it("a page with a form of one's own is kept by no one in between", async () => {
    expect((await reader.get(article.path)).headers.get("cache-control")).toMatch(/private/)
  })

  it("a stylesheet and a typeface are kept for ever, under names that change with them", async () => {
    const page = await reader.get("/")
    const links = page.html.querySelectorAll("link[rel=stylesheet], link[rel=preload], link[rel=icon]")
      .map((link) => link.getAttribute("href")!)
    const answers = await Promise.all(links.map((href) => reader.get(href)))
    expect(links.length).toBeGreaterThan(1)
    expect(new Set(answers.map(({ headers, status }) => `${status} ${headers.get("cache-control")}`)))
      .toEqual(new Set(["200 public, max-age=31536000, immutable"]))
  })
})

describe("feeds and maps", () => {
  it("carry what is published and nothing that waits or was taken back", async () => {
    const live = await Desk.publish(desk, { headline: "خبر في التغذية" })
    const gone = await Desk.publish(desk, { headline: "خبر مسحوب" })
    await Desk.act(desk, gone.id, "retract", { notice: "سحب" })
    const draft = await Desk.draft(desk, { headline: "مسودة سرية" })
    const paths = [
      "/rss.xml",
      "/ar/rss.xml",
      "/ar/atom.xml",
      "/ar/feed.json",
      "/ar/national/rss.xml",
      "/sitemap.xml",
      "/news-sitemap.xml"
    ]
    const answers = await Promise.all(paths.map((path) => reader.get(path)))
    const holds = (part: string) => answers.map(({ text }) => text.includes(part))
    expect(answers.map((answer) => answer.status)).toEqual(Array(7).fill(200))
    expect(holds(live.path)).toEqual(Array(7).fill(true))
    expect(holds(gone.id)).toEqual(Array(7).fill(false))
    expect(holds(draft)).toEqual(Array(7).fill(false))
    expect((await reader.get("/fr/rss.xml")).text).not.toContain(live.id)
  })

  it("of comments carry those that readers see", async () => {
    const { path } = await Desk.publish(desk)
    const send = async (body: string) =>
      Desk.commentIdOf(await reader.follow(await Desk.comment(reader, path, { body })))
    await Desk.decide(desk, await send("تعليق ظاهر"), "approve")
    await send("تعليق ينتظر")
    const feed = await reader.get(`${path}/comments.xml`)
    expect([feed.status, feed.text.includes("تعليق ظاهر"), feed.text.includes("تعليق ينتظر")]).toEqual([
      200,
      true,
      false
    ])
    expect(feed.text).not.toContain("fatima@example.org")
  })

  it("robots are sent to the maps and away from the desk", async () => {
    const { text } = await reader.get("/robots.txt")
    expect(text).toContain(`Sitemap: ${newsroom.url}/sitemap.xml`)
    expect(text).toContain("Disallow: /desk/")
  })
})

describe("the API", () => {
  it("is the same newsroom, and gives commenters the same private pages", async () => {
    const body = JSON.stringify({ name: "Karim", email: "karim@example.org", body: "Par l'API", policyVersion: 1 })
    const init = { method: "POST", body, headers: { "content-type": "application/json" } }
    const answer = await reader.request(`/api/articles/${article.id}/comments`, init)
    const { id, statusUrl } = JSON.parse(answer.text) as { readonly id: string; readonly statusUrl: string }
    expect(answer.status).toBe(202)
    expect(Desk.commentIdOf(await reader.get(statusUrl))).toBe(id)
    const queue = await reader.request("/api/moderation/queue", { headers: { authorization: `Bearer ${token}` } })
    expect(queue.text).toContain(id)
  })

  it("refuses as problem details, whatever was asked", async () => {
    const answers = await Promise.all(["/api/nothing", "/api/articles/nothing"].map((path) => reader.get(path)))
    expect(answers.map((answer) => `${answer.status} ${answer.headers.get("content-type")}`))
      .toEqual(Array(2).fill("404 application/problem+json"))
  })
})

describe("the log", () => {
  it("says which route answered, with which status, and nothing of what readers said or who they are", async () => {
    const secret = { name: "اسم سري جدا", email: "very.secret@example.org", body: "كلام سري جدا" }
    const sent = await Desk.comment(reader, article.path, secret)
    await reader.follow(sent)
    await reader.get("/ar/national?after=secret-cursor")
    await desk.get("/desk/queue")
    const form = fill(await new Browser(newsroom.url).get("/desk/sign-in"), "/desk/sign-in")
    await desk.post("/desk/sign-in", { ...form.fields, username: "somebody", password: "secret-password" })
    const log = newsroom.output()
    expect(log).toMatch(/method=POST route=\/a\/:id\/comments status=303 ms=\d+/)
    expect(log).toMatch(/method=GET route=\/comments\/status\/:token status=200/)
    const token = sent.headers.get("location")!.split("/").at(-1)!
    for (
      const word of [...Object.values(secret), token, "secret-cursor", "secret-password", "127.0.0.1 ", desk.cookies]
    ) {
      expect(log).not.toContain(word)
    }
  })
})
