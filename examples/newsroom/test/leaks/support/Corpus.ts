/** Everything that the newsroom shows, answers, logs and keeps, as bytes under the name of the place. */
import { execFile } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { promisify } from "node:util"
import { languages } from "../../../src/language/Languages.ts"
import { crawl } from "../../e2e/support/Crawl.ts"
import { type Answer, Browser } from "../../server/Browser.ts"

/** Places and what stands there. */
export type Corpus = ReadonlyMap<string, Uint8Array>

export const ofAnswer = ({ headers, text }: Answer): Uint8Array =>
  Buffer.from(`${[...headers].map((header) => header.join(": ")).join("\n")}\n\n${text}`)

const feeds = ["rss.xml", "atom.xml", "feed.json"]
const forMachines = ["/robots.txt", "/sitemap.xml", "/news-sitemap.xml", "/health/live", "/health/ready"]
const ofTheApi = ["/api/docs", "/api/openapi.json", "/api/policy"]

/** What this browser reaches from here, within a folder. */
const pages = async (browser: Browser, starts: ReadonlyArray<string>, within = "/"): Promise<Corpus> => {
  const { found } = await crawl(browser, starts, within)
  return new Map(found.filter(({ path }) => path.startsWith(within)).map(({ path, text }) => [path, Buffer.from(text)]))
}

/** What the public reaches: pages, feeds, the API's lists. */
export const publicPages = async (url: string, articles: ReadonlyArray<string>): Promise<Corpus> => {
  const reader = new Browser(url)
  const addresses = await Promise.all(
    articles.map((id) => reader.get(`/a/${id}`).then(({ headers }) => headers.get("location")!))
  )
  return pages(reader, [
    ...languages.flatMap((language) => [`/${language}/`, ...feeds.map((feed) => `/${language}/${feed}`)]),
    ...feeds.map((feed) => `/${feed}`),
    ...addresses.map((address) => `${address}/comments.xml`),
    ...forMachines,
    ...ofTheApi
  ])
}

export const deskPages = (desk: Browser): Promise<Corpus> => pages(desk, ["/desk/queue", "/desk/articles"], "/desk")

/** All pages of a list of the API. */
const list = async (browser: Browser, address: string, headers: Record<string, string> = {}): Promise<Corpus> => {
  const found = new Map<string, Uint8Array>()
  for (let next: string | undefined = address; next !== undefined;) {
    const answer: Answer = await browser.request(next, { headers })
    if (answer.status !== 200) throw new Error(`${next} was answered ${answer.status}`)
    found.set(next, ofAnswer(answer))
    const { next: cursor } = JSON.parse(answer.text) as { readonly next?: string }
    next = cursor === undefined ? undefined : `${address}&cursor=${encodeURIComponent(cursor)}`
  }
  return found
}

/** What the API answers: to everyone, and to whoever has the token. */
export const api = async (url: string, articles: ReadonlyArray<string>, token: string): Promise<Corpus> => {
  const browser = new Browser(url)
  const lists = [
    await list(browser, "/api/articles?limit=50"),
    await list(browser, "/api/moderation/queue?limit=50", { authorization: `Bearer ${token}` })
  ]
  for (const id of articles) {
    lists.push(new Map([[`/api/articles/${id}`, ofAnswer(await browser.get(`/api/articles/${id}`))]]))
    lists.push(await list(browser, `/api/articles/${id}/comments?limit=50`))
  }
  return new Map(lists.flatMap((one) => [...one]))
}

/** Every file of the data folder, as raw bytes. */
export const files = (folder: string): Corpus =>
  new Map(fs.readdirSync(folder).map((name) => [name, fs.readFileSync(path.join(folder, name))]))

const main = path.join(import.meta.dirname, "../../../../../packages/cli/src/main.ts")

/** What `dateline events --json` prints. */
export const exported = async (folder: string): Promise<string> => {
  const argv = ["--conditions=source", "--disable-warning=ExperimentalWarning", main, "events", "--json"]
  const env = { PATH: process.env["PATH"] ?? "", DATELINE_DATA: folder }
  const { stdout } = await promisify(execFile)(process.execPath, argv, { env, maxBuffer: 1 << 30 })
  return stdout
}
