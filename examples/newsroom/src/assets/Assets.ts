/**
 * The stylesheets and typefaces that pages link to: read once at start, named by their content so that browsers may
 * keep them for ever, and served from memory. The typefaces come from npm; nothing is fetched from another site.
 */
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { basename, extname } from "node:path"

/** Addresses that a page puts into its head. */
export interface AssetLinks {
  /** Of the public pages. */
  readonly stylesheet: string
  /** Of the desk, added to the first. */
  readonly deskStylesheet: string
  /** The typeface files worth loading before the stylesheet asks for them, by script of the page's language. */
  readonly preload: { readonly arabic: ReadonlyArray<string>; readonly latin: ReadonlyArray<string> }
  readonly icon: string
}

/** One file as it goes over the wire. Answer it with `Cache-Control: public, max-age=31536000, immutable`. */
export interface AssetFile {
  readonly contentType: string
  readonly body: Uint8Array
}

export interface Assets {
  readonly links: AssetLinks
  /** Files by path, such as `/assets/site.0f3a1b2c.css`. */
  readonly files: ReadonlyMap<string, AssetFile>
}

const contentTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml; charset=utf-8",
  ".woff2": "font/woff2"
}

const require = createRequire(import.meta.url)

/** Keeps a file under an address made of its name and content, and answers that address. */
const keeper = (files: Map<string, AssetFile>) => (name: string, body: Uint8Array): string => {
  const extension = extname(name)
  const digest = createHash("sha256").update(body).digest("hex").slice(0, 10)
  const path = `/assets/${basename(name, extension)}.${digest}${extension}`
  files.set(path, { contentType: contentTypes[extension] ?? "application/octet-stream", body })
  return path
}

const own = (name: string): Uint8Array => readFileSync(new URL(name, import.meta.url))

/** Reads everything. Throws the file system's error if the installation lacks a file: a server must not start then. */
export const load = (): Assets => {
  const files = new Map<string, AssetFile>()
  const keep = keeper(files)
  const text = (name: string) => new TextDecoder().decode(own(name))
  const fonts = new Map<string, string>()
  const fontStyles = text("fonts.css").replace(/npm:([^"]+)/g, (_, file: string) => {
    const path = keep(file, readFileSync(require.resolve(file)))
    fonts.set(basename(file, ".woff2"), path)
    return path
  })
  const style = (name: string, source: string) => keep(name, new TextEncoder().encode(source))
  const font = (name: string) => {
    const path = fonts.get(name)
    if (path === undefined) throw new Error(`fonts.css does not name ${name}`)
    return path
  }
  const links: AssetLinks = {
    stylesheet: style("site.css", fontStyles + text("site.css")),
    deskStylesheet: style("desk.css", text("desk.css")),
    preload: {
      arabic: [font("noto-naskh-arabic-arabic-wght-normal"), font("ibm-plex-sans-arabic-arabic-700-normal")],
      latin: [font("newsreader-latin-wght-normal"), font("ibm-plex-sans-arabic-latin-500-normal")]
    },
    icon: keep("icon.svg", own("icon.svg"))
  }
  return { links, files }
}
