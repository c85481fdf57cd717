/** Every link leads somewhere: followed as a robot does that reads everything. */
import * as fs from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import * as path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Browser } from "../server/Browser.ts"
import * as Desk from "../server/Desk.ts"
import * as Newsroom from "../server/Newsroom.ts"
import { problems } from "../site/validator.ts"
import { crawl, type Crawled } from "./support/Crawl.ts"

let newsroom: Newsroom.Running
beforeAll(async () => {
  newsroom = await Newsroom.start({ DATELINE_SAMPLE: "on" })
})
afterAll(async () => {
  await newsroom.stop()
  fs.rmSync(path.dirname(newsroom.folder), { recursive: true, force: true })
})

const kindsOf = ({ found }: Crawled) => new Set(found.map(({ contentType }) => contentType.split(";")[0]))
const invalid = ({ found }: Crawled) =>
  found.filter(({ contentType }) => contentType.startsWith("text/html"))
    .flatMap(({ path, text }) => problems(text).map((problem) => `${path}: ${problem}`))

describe("a robot that follows every link, feed, form, style and typeface", () => {
  it("finds nothing dead on the public site, nothing that leads away, and no invalid page", async () => {
    const crawled = await crawl(new Browser(newsroom.url), ["/", "/robots.txt", "/api/docs"])
    expect(crawled.dead).toEqual([])
    expect(crawled.elsewhere).toEqual([])
    expect([...kindsOf(crawled)]).toEqual(expect.arrayContaining([
      "text/html",
      "text/css",
      "font/woff2",
      "image/svg+xml",
      "application/rss+xml",
      "application/xml",
      "application/json"
    ]))
    const paths = crawled.found.map(({ path }) => decodeURIComponent(path))
    for (const language of ["ar", "fr", "en"]) {
      expect(paths).toEqual(
        expect.arrayContaining([`/${language}/`, `/${language}/corrections`, `/${language}/rss.xml`])
      )
    }
    expect(paths.filter((one) => /^\/(ar|fr|en)\/[a-z]+\/[0-9a-z]{10}-[^/?]*$/.test(one)).length).toBeGreaterThan(14)
    expect(invalid(crawled)).toEqual([])
  })

  it("finds nothing dead at the desk, and no invalid page", async () => {
    const desk = await Desk.signIn(newsroom.url)
    const { path: article } = await Desk.publish(desk)
    for (let comment = 0; comment < 30; comment += 1) await Desk.comment(new Browser(newsroom.url), article)
    const crawled = await crawl(desk, ["/desk/queue"], "/desk")
    expect(crawled.dead).toEqual([])
    const paths = crawled.found.map(({ path }) => path)
    expect(paths.filter((one) => /^\/desk\/articles\/[0-9a-z]{10}$/.test(one)).length).toBeGreaterThan(14)
    expect(paths.filter((one) => one.startsWith("/desk/queue?after="))).toHaveLength(1)
    expect(invalid(crawled)).toEqual([])
  })

  it("notices what is dead: an address, a style, a place in a page, a form", async () => {
    const site = createServer((request, response) => {
      const page = "<a href=\"/gone\">a</a><a href=\"#nowhere\">b</a><a href=\"#here\" id=\"here\">c</a>"
        + "<form method=\"post\" action=\"/form\"></form><link rel=\"stylesheet\" href=\"/style.css\">"
        + "<a href=\"http://elsewhere.example/\">d</a>"
      if (request.url === "/style.css") {
        response.setHeader("content-type", "text/css").end("a { src: url(\"/gone.woff2\") }")
      } else if (request.url === "/") response.setHeader("content-type", "text/html").end(page)
      else response.writeHead(404).end()
    })
    await new Promise<void>((ready) => site.listen(0, "127.0.0.1", ready))
    const { port } = site.address() as AddressInfo
    const { dead, elsewhere } = await crawl(new Browser(`http://127.0.0.1:${port}`), ["/"])
    await new Promise((closed) => site.close(closed))
    expect(dead.toSorted()).toEqual([
      "/ -> /#nowhere: no such place",
      "/ -> /gone: 404",
      "/ -> form /form: 404",
      "/style.css -> /gone.woff2: 404"
    ])
    expect(elsewhere).toEqual(["http://elsewhere.example/"])
  })
})
