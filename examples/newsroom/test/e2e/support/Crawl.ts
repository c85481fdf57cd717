/** Goes wherever pages, stylesheets, feeds and sitemaps lead, within the newsroom. */
import { Parser } from "htmlparser2"
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

/** What an answer refers to, and the places in it that can be referred to. */
interface Contents {
  readonly references: ReadonlyArray<Reference>
  readonly ids: ReadonlySet<string>
}

/** The attribute of an element that leads somewhere. */
const leads: Readonly<Record<string, string>> = {
  a: "href",
  area: "href",
  link: "href",
  img: "src",
  script: "src",
  iframe: "src",
  source: "src",
  form: "action"
}

const inHtml = (text: string): Contents => {
  const references: Array<Reference> = []
  const ids = new Set<string>()
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (attributes["id"] !== undefined) ids.add(attributes["id"])
      const to = attributes[leads[name] ?? ""]
      if (to !== undefined) references.push({ to, isPost: attributes["method"]?.toLowerCase() === "post" })
    }
  })
  parser.end(text)
  return { references, ids }
}

const reading = (addresses: Iterable<string>): ReadonlyArray<Reference> =>
  [...addresses].map((to) => ({ to, isPost: false }))

const unescaped = (text: string): string => text.replaceAll("&amp;", "&")

/** Addresses that begin like one of this site, wherever they stand: in feeds, sitemaps, JSON. */
const absolute = (text: string, base: string): ReadonlyArray<Reference> =>
  reading(text.match(new RegExp(`${base.replaceAll(".", "\\.")}[^\\s<>"')]*`, "g"))?.map(unescaped) ?? [])

const contentsOf = ({ contentType, text }: Found, base: string): Contents => {
  const ids = new Set<string>()
  if (contentType.startsWith("text/html")) {
    const page = inHtml(text)
    return { ids: page.ids, references: [...page.references, ...absolute(text, base)] }
  }
  if (contentType.startsWith("text/css")) {
    return { ids, references: reading(Array.from(text.matchAll(/url\("?([^")]+)"?\)/g), ([, to]) => to!)) }
  }
  return { ids, references: /xml|json|text\/plain/.test(contentType) ? absolute(text, base) : [] }
}

/** Whoever opens the address of a form without sending it is told that it only takes forms, not that it is unknown. */
const takesForms = ({ headers, status }: Answer): boolean =>
  status === 405 ? headers.get("allow")?.includes("POST") === true : status < 400

/** Reads everything that can be reached from these paths, as this browser; goes on only from pages under `within`. */
export const crawl = async (browser: Browser, starts: ReadonlyArray<string>, within = "/"): Promise<Crawled> => {
  const { base } = browser
  const found = new Map<string, Found & { readonly ids: ReadonlySet<string> }>()
  const dead: Array<string> = []
  const elsewhere = new Set<string>()
  const forms = new Set<string>()
  const places: Array<{ readonly from: string; readonly path: string; readonly id: string }> = []
  const open = starts.map((path) => ({ from: "start", url: new URL(path, base), isPost: false }))

  const goOn = (path: string, references: ReadonlyArray<Reference>): void => {
    for (const { isPost, to } of references) {
      const url = new URL(to, new URL(path, base))
      if (url.origin === new URL(base).origin) open.push({ from: path, url, isPost })
      else elsewhere.add(to)
    }
  }
  const look = async (from: string, path: string): Promise<void> => {
    const { headers, status, text } = await browser.request(path)
    const one: Found = { path, status, contentType: headers.get("content-type") ?? "", text }
    if (status >= 400) dead.push(`${from} -> ${path}: ${status}`)
    const { ids, references } = contentsOf(one, base)
    found.set(path, { ...one, ids })
    const moved = headers.get("location")
    if (path.startsWith(within)) goOn(path, moved === null ? references : reading([moved]))
  }
  const tryForm = async (from: string, path: string): Promise<void> => {
    if (forms.has(path)) return
    forms.add(path)
    const answer = await browser.request(path)
    if (!takesForms(answer)) dead.push(`${from} -> form ${path}: ${answer.status}`)
  }

  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const { from, isPost, url } = next
    const path = `${url.pathname}${url.search}`
    if (url.hash.length > 1) places.push({ from, path, id: decodeURIComponent(url.hash.slice(1)) })
    if (isPost) await tryForm(from, path)
    else if (!found.has(path)) await look(from, path)
  }
  for (const { from, id, path } of places) {
    const target = found.get(path)
    const isPage = target !== undefined && target.status < 300 && target.contentType.startsWith("text/html")
    if (isPage && !target.ids.has(id)) dead.push(`${from} -> ${path}#${id}: no such place`)
  }
  return { found: [...found.values()], dead, elsewhere: [...elsewhere] }
}
