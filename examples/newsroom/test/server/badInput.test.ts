import { request } from "node:http"
import { gzipSync } from "node:zlib"
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

const send = (path: string, body: string | Uint8Array<ArrayBuffer>, contentType?: string, method = "POST") =>
  reader.request(path, { method, body, headers: contentType === undefined ? {} : { "content-type": contentType } })

interface RawAnswer {
  readonly status: number | undefined
  readonly allow: string | undefined
  readonly location: string | undefined
}

/** A request as it is written, also where `fetch` would write another one. */
const raw = (method: string, path: string) =>
  new Promise<RawAnswer>((resolve, reject) => {
    const { hostname, port } = new URL(newsroom.url)
    request({ hostname, port, method, path }, (response) => {
      response.resume()
      const { allow, location } = response.headers
      resolve({ status: response.statusCode, allow, location })
    }).on("error", reject).end()
  })

const urlEncoded = "application/x-www-form-urlencoded"
const comments = () => `/a/${article.id}/comments`

describe("a request that cannot be read", () => {
  it.each([
    ["a path that is no UTF-8", "/ar/%FF%FE"],
    ["a path with half an escape", "/ar/national/%E0%A"],
    ["a query that is no UTF-8", "/ar/national?after=%FF"],
    ["a cursor that we did not make", "/ar/national?after=abc"],
    ["a cursor of another list", "/ar/corrections?after=WyJhcnRpY2xlX2NhcmRzIiwxLCJsYW5ndWFnZSIsMSwiYSJd"]
  ])("%s is answered with 400 in the page's language", async (_what, path) => {
    const answer = await reader.get(path)
    expect([answer.status, lang(answer)]).toEqual([400, "ar-MA"])
  })

  it("a form with broken escapes or bytes is answered with 400 in the article's language", async () => {
    const { path, id } = await Desk.publish(desk, { language: "fr" })
    const answers = await Promise.all([
      send(`/a/${id}/comments`, "name=%FF", urlEncoded),
      send(`/a/${id}/comments`, "name=100%", urlEncoded),
      send(`/a/${id}/comments`, new Uint8Array([0x61, 0x3d, 0xff]), urlEncoded)
    ])
    expect(answers.map((answer) => `${answer.status} ${lang(answer)}`)).toEqual(Array(3).fill("400 fr-MA"))
    expect(answers[0]!.html.querySelector(`a[href="${path}#comment-form"]`)).not.toBeNull()
  })

  it("a form that is compressed, or in another charset, is answered with 415", async () => {
    const headers = { "content-type": urlEncoded, "content-encoding": "gzip" }
    const compressed = await reader.request(comments(), { method: "POST", body: gzipSync("name=a"), headers })
    const latin = await send(comments(), "name=a", `${urlEncoded}; charset=iso-8859-1`)
    expect([compressed.status, latin.status]).toEqual([415, 415])
  })

  it("a form over 1 MiB is answered with 413, however it announces itself", async () => {
    const body = `body=${"x".repeat(1024 * 1024)}`
    const chunked = new Response(body).body!
    const streamed = { method: "POST", body: chunked, duplex: "half", headers: { "content-type": urlEncoded } }
    expect((await send(comments(), body, urlEncoded)).status).toBe(413)
    expect((await reader.request(comments(), streamed as RequestInit)).status).toBe(413)
    expect((await send("/desk/articles", body, urlEncoded)).status).toBe(413)
  })

  it("a form of just under 1 MiB is read, and its text found too long", async () => {
    const { fields } = await form()
    const answer = await reader.post(comments(), { ...fields, body: "x".repeat(1_000_000) })
    expect(answer.status).toBe(422)
  })

  it("a body of another type is answered with 415", async () => {
    const types = ["application/json", "text/plain", `${urlEncoded}; charset=windows-1256`, undefined]
    const answers = await Promise.all(types.map((type) => send(comments(), "{}", type)))
    expect(answers.map(({ status }) => status)).toEqual([415, 415, 415, 415])
  })

  it("another method is answered with 405 and the ones there are", async () => {
    const asked = [["PUT", "/ar/"], ["DELETE", article.path], ["GET", comments()], ["POST", "/ar/"], [
      "PATCH",
      "/desk/queue"
    ]]
    const answers = await Promise.all(asked.map(([method, path]) => reader.request(path!, { method: method! })))
    expect(answers.map(({ headers, status }) => [status, headers.get("allow")])).toEqual([
      [405, "GET, HEAD"],
      [405, "GET, HEAD"],
      [405, "POST"],
      [405, "GET, HEAD"],
      [405, "GET, HEAD"]
    ])
  })

  it.each(["PROPFIND", "TRACE", "OPTIONS", "SEARCH", "M-SEARCH", "QUERY", "LOCK"])(
    "%s, which no page takes, is answered like any other method",
    async (method) => {
      const paths = ["/", "/ar/", article.path, comments(), "/ar/rss.xml", "/desk/queue", "/health/live"]
      const answers = await Promise.all(paths.map((path) => raw(method, path)))
      expect(answers.map(({ allow, status }) => [status, allow])).toEqual(paths.map((path) => [
        405,
        path === comments() ? "POST" : "GET, HEAD"
      ]))
      expect(await raw(method, "/ar/national/a/b/c/d")).toEqual({ status: 404, allow: undefined })
    }
  )
})

describe("an address", () => {
  it("with a semicolon is another one, and there is nothing", async () => {
    const paths = [
      "/;x",
      "/ar/;x",
      `${article.path};jsessionid=1`,
      "/ar/national;x?after=1",
      "/desk/queue;x",
      "/ar/rss.xml;a"
    ]
    const answers = await Promise.all(paths.map((path) => reader.get(path)))
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 404))
    expect((await reader.get("/api/articles;x")).headers.get("content-type")).toBe("application/problem+json")
    expect((await reader.get("/ar/?a;b")).status).toBe(200)
  })

  it("that is no path is refused, and one with scheme and host is read", async () => {
    expect((await raw("GET", "*")).status).toBe(400)
    expect((await raw("GET", `${newsroom.url}/ar/`)).status).toBe(200)
    expect((await raw("GET", `${newsroom.url}/ar/;x`)).status).toBe(404)
  })
})

describe("another spelling of an address", () => {
  const segmentOf = (path: string) => path.split("/").at(-1)!
  const spellings = () => {
    const { path } = article
    return [
      ["/ar", "/ar/"],
      ["/ar/national/", "/ar/national"],
      ["/%61r/%6eational", "/ar/national"],
      ["/ar/national/?x=%41", "/ar/national?x=%41"],
      [`${path}/`, path],
      [path.replace(/%../g, (escape) => escape.toLowerCase()), path],
      ["/ar/corrections/", "/ar/corrections"],
      ["/ar/rss.xml/", "/ar/rss.xml"],
      [`${path}/comments.xml/`, `${path}/comments.xml`],
      [`/fr/sport/${segmentOf(path)}/comments.xml`, `${path}/comments.xml`],
      ["/sitemap.xml/", "/sitemap.xml"],
      ["/health/live/", "/health/live"],
      ["/api/articles/", "/api/articles"],
      [`${newsroom.url}/fr/sport/`, "/fr/sport"]
    ] as const
  }

  it("leads on to the one that the page has, for good", async () => {
    for (const [spelled, location] of spellings()) {
      // Twice, in case that the first answer was kept.
      for (const { location: to, status } of [await raw("GET", spelled), await raw("GET", spelled)]) {
        expect([spelled, status, to]).toEqual([spelled, 301, location])
      }
      expect([location, (await raw("GET", location)).location]).toEqual([location, undefined])
    }
  })

  it("never leads to another site", async () => {
    const feed = `${segmentOf(article.path)}/comments.xml`
    const spelled = [
      `//evil.example/${feed}/`,
      `/\\evil.example/x/${feed}/`,
      `//evil.example/${feed.replace("m", "%6d")}`
    ]
    for (const path of [...spelled, `${newsroom.url}//evil.example/${feed}/`, `//evil.example/${feed}`]) {
      expect([path, await raw("GET", path)]).toEqual([path, { status: 404 }])
    }
  })

  it("leads there whoever asks for the head alone, of a page and of the API", async () => {
    for (const path of ["/ar/national", "/api/articles"]) {
      expect(await raw("HEAD", `${path}/`)).toEqual({ status: 301, allow: undefined, location: path })
    }
  })

  it("leads there at the desk too, for whoever is signed in", async () => {
    const [stranger, editor] = [await reader.get("/desk/queue/"), await desk.get("/desk/queue/?language=fr")]
    expect([stranger.status, editor.status, editor.headers.get("location")]).toEqual([
      401,
      301,
      "/desk/queue?language=fr"
    ])
  })

  it("of what is not there leads nowhere", async () => {
    for (
      const path of [
        "//example.org/",
        "/\\example.org/",
        "///",
        "/;/example.org/",
        "/ar/%2e%2E/desk/",
        "/%2f%2fexample.org/",
        "/xx/"
      ]
    ) {
      expect([path, await raw("GET", path)]).toEqual([path, { status: 404 }])
    }
  })
})

describe("what does not exist", () => {
  it.each([
    "/nothing",
    "/ar/nothing",
    "/ar/national/zzzzzzzzzz",
    "/ar/national/..%2f..%2fetc",
    "/xx/national",
    "/a/nothing",
    "/a/__proto__",
    "/ar/constructor",
    "/assets/site.css",
    "/comments/status/abc",
    "/ar/national/nothing/comments.xml",
    "/fr/nothing/rss.xml",
    "/ar/national/a/b/c/d"
  ])("%s is answered with 404", async (path) => {
    const answer = await reader.get(path)
    expect([answer.status, lang(answer)]).toEqual([404, path.startsWith("/fr/") ? "fr-MA" : "ar-MA"])
  })

  it("a segment of 2,000 letters is answered with 404", async () => {
    const answers = await Promise.all(
      ["/", "/ar/", "/ar/national/"].map((folder) => reader.get(folder + "a".repeat(2000)))
    )
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404])
  })

  it("a private page's token that was tampered with opens nothing", async () => {
    const location = (await reader.submit(await form())).headers.get("location")!
    const other = (await reader.submit(await form())).headers.get("location")!
    const [version, expiry, payload] = location.split("/").at(-1)!.split(".")
    const mac = other.split(".").at(-1)!
    const changed = [
      location.slice(0, -1) + (location.endsWith("A") ? "B" : "A"),
      `/comments/status/${[version, expiry, payload, mac].join(".")}`,
      `/comments/status/${payload}`
    ]
    const answers = await Promise.all(changed.map((path) => reader.get(path)))
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404])
  })
})

describe("a headline that would turn what stands after it", () => {
  it("turns nothing: on a page, in its title, in lists, in feeds, in the API and at the desk", async () => {
    const fields = { headline: "خبر \u202Eأحمر\u2066 طويل", deck: "سطر \u202Dآخر", body: "فقرة \u2067أولى" }
    const { id, path } = await Desk.publish(desk, { ...fields, datelinePlace: "الرباط\u202E" })
    await Desk.act(desk, id, "correct", { notice: "تنبيه \u202Eمهم" })
    const paths = [
      path,
      "/ar/",
      "/ar/national",
      "/ar/corrections",
      "/ar/rss.xml",
      "/ar/atom.xml",
      "/ar/feed.json",
      "/news-sitemap.xml",
      "/api/articles",
      `/api/articles/${id}`
    ]
    const pages = await Promise.all(paths.map((one) => reader.get(one)))
    for (const { status, text } of [...pages, await desk.get("/desk/articles")]) {
      expect([status, text.includes("خبر أحمر طويل") || text.includes("تنبيه مهم")]).toEqual([200, true])
      expect(text).not.toMatch(/[\u202A-\u202E]/)
    }
    expect(pages[0]!.html.querySelector("title")?.text).toMatch(/^خبر أحمر طويل \|/)
    // The editor gets back what was written, to put it right.
    const editor = await desk.get(`/desk/articles/${id}`)
    expect(editor.html.querySelector("title")?.text).toContain("خبر أحمر طويل")
    expect(editor.html.querySelector("[name=headline]")?.text.trim()).toBe(fields.headline)
  })

  it("and one of two lines is refused, by a form's field and by the API", async () => {
    const form = fill(await desk.get("/desk/articles/new"), "/desk/articles", Desk.draftFields)
    expect((await desk.post(form.action, { ...form.fields, headline: "خبر\u0007" })).status).toBe(422)
  })
})

describe("hostile words", () => {
  const hostile = `<script>alert(1)</script><img src=x onerror=alert(1)>"'&lt;`

  it("stand on every page as they were written", async () => {
    const fields = { headline: hostile, deck: hostile, body: hostile, byline: hostile, datelinePlace: hostile }
    const { path } = await Desk.publish(desk, fields)
    const sent = await reader.submit(await form({ name: hostile, body: hostile }, path))
    const status = await reader.follow(sent)
    const queue = await desk.get("/desk/queue")
    await Desk.decide(desk, Desk.commentIdOf(status), "approve")
    const paths = [path, "/ar/", "/ar/national"]
    const pages = [status, queue, ...await Promise.all(paths.map((one) => reader.get(one)))]
    const editor = await desk.get("/desk/articles")
    for (const page of [...pages, editor]) {
      expect(page.status).toBe(200)
      expect(page.html.querySelectorAll("script:not([type='application/ld+json']), img[onerror]")).toEqual([])
    }
    expect(pages[2]!.html.querySelector("h1")?.text).toBe(hostile)
    const feed = await reader.get("/ar/rss.xml")
    expect(feed.text).not.toContain("<script>")
  })
})
