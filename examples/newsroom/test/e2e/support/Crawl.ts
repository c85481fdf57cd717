/** Goes wherever pages, stylesheets, feeds and sitemaps lead, within the newsroom. */
import { parse } from "node-html-parser"
import type { Answer, Browser } from "../../server/Browser.ts"

export interface Found {
  readonly path: string
  readonly status: number
  readonly contentType: string
  readonly text: string
}

export interface Crawled {
  /** Everything that was answered, each address once. */
  readonly found: ReadonlyArray<Found>
  /** `FROM -> TO: what is wrong`. */
  readonly dead: ReadonlyArray<string>
  /** Addresses of other sites. */
  readonly elsewhere: ReadonlyArray<string>
}

interface Reference {
  readonly to: string
  /** A form's address that takes no reading. */
  readonly isPost: boolean
}

const leads = "a[href], area[href], link[href], img[src], script[src], iframe[src], source[src], form"

const inHtml = (text: string): ReadonlyArray<Reference> =>
  parse(text).querySelectorAll(leads).map((element) => ({
    to: element.getAttribute("href") ?? element.getAttribute("src") ?? element.getAttribute("action") ?? "",
    isPost: element.getAttribute("method")?.toLowerCase() === "post"
  }))

const reading = (addresses: Iterable<string>): ReadonlyArray<Reference> =>
  [...addresses].map((to) => ({ to, isPost: false }))

const unescaped = (text: string): string => text.replaceAll("&amp;", "&")

/** Addresses that begin like one of this site, wherever they stand: in feeds, sitemaps, JSON. */
const absolute = (text: string, base: string): ReadonlyArray<Reference> =>
  reading(text.match(new RegExp(`${base.replaceAll(".", "\\.")}[^\\s<>"')]*`, "g"))?.map(unescaped) ?? [])

const referencesOf = ({ contentType, text }: Found, base: string): ReadonlyArray<Reference> => {
  if (contentType.startsWith("text/html")) return [...inHtml(text), ...absolute(text, base)]
  if (contentType.startsWith("text/css")) {
    return reading(Array.from(text.matchAll(/url\("?([^")]+)"?\)/g), ([, to]) => to!))
  }
  return /xml|json|text\/plain/.test(contentType) ? absolute(text, base) : []
}

const asked = (browser: Browser, path: string): Promise<Answer> => browser.request(path)

const hasTarget = (text: string, fragment: string): boolean =>
  parse(text).querySelectorAll("[id]").some((element) => element.getAttribute("id") === decodeURIComponent(fragment))

/** Reads everything that can be reached from these paths, as this browser. */
export const crawl = async (browser: Browser, starts: ReadonlyArray<string>): Promise<Crawled> => {
  const { base } = browser
  const found = new Map<string, Found>()
  const dead: Array<string> = []
  const elsewhere = new Set<string>()
  const fragments: Array<{ readonly from: string; readonly path: string; readonly fragment: string }> = []
  const forms = new Set<string>()
  const open = starts.map((path) => ({ from: "start", url: new URL(path, base), isPost: false }))

  const check = async (from: string, path: string): Promise<void> => {
    const answer = await asked(browser, path)
    const contentType = answer.headers.get("content-type") ?? ""
    const one: Found = { path, status: answer.status, contentType, text: answer.text }
    found.set(path, one)
    if (answer.status >= 400) dead.push(`${from} -> ${path}: ${answer.status}`)
    const moved = answer.headers.get("location")
    const references = moved === null ? referencesOf(one, base) : reading([moved])
    for (const { isPost, to } of references) {
      const url = new URL(to, new URL(path, base))
      if (url.origin === new URL(base).origin) open.push({ from: path, url, isPost })
      else elsewhere.add(to)
    }
  }
  /** Whoever opens the address of a form without sending it is told that it only takes forms, not that it is unknown. */
  const checkForm = async (from: string, path: string): Promise<void> => {
    const { headers, status } = await asked(browser, path)
    const takesForms = status === 405 ? headers.get("allow")?.includes("POST") === true : status < 400
    if (!takesForms) dead.push(`${from} -> form ${path}: ${status}`)
  }

  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const { from, isPost, url } = next
    const path = `${url.pathname}${url.search}`
    if (isPost) {
      if (!forms.has(path)) await checkForm(from, path)
      forms.add(path)
      continue
    }
    if (url.hash.length > 1) fragments.push({ from, path, fragment: url.hash.slice(1) })
    if (!found.has(path)) await check(from, path)
  }
  for (const { fragment, from, path } of fragments) {
    const target = found.get(path)!
    const isPage = target.status < 300 && target.contentType.startsWith("text/html")
    if (isPage && !hasTarget(target.text, fragment)) dead.push(`${from} -> ${path}#${fragment}: no such place`)
  }
  return { found: [...found.values()], dead, elsewhere: [...elsewhere] }
}
