import * as fc from "fast-check"
import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { articlePage } from "../../src/site/ArticlePage.ts"
import { inertJson } from "../../src/site/StructuredData.ts"
import { everyPage, type Sample } from "./fixtures/everyPage.ts"
import { article } from "./fixtures/publicPages.ts"
import { elements, having, skeleton } from "./markup.ts"

const pages = (["ar", "fr", "en"] as const).flatMap((language) =>
  everyPage(language).map((sample) => ({ ...sample, name: `${language}: ${sample.name}` }))
)

/** Fields that choose among what the templates know, typed as such; everything else may hold any text. */
const choices = new Set(["language", "state", "kind", "field", "action", "allowed", "flash", "date"])

/** Puts a hostile text before and after each text of a page's model. */
const attacked = (page: Sample, hostile: string): string =>
  page.redraw((text, path) => {
    const isChoice = path.some((key) => choices.has(key)) || (path.includes("problems") && path.includes("code"))
      || path.at(-1) === "reason"
    // An empty text means that there is none, and the templates leave its element out.
    return isChoice || text === "" ? text : `${hostile}${text}${hostile}`
  })

const payloads = [
  "<script>alert(1)</script>",
  "\"><img src=x onerror=alert(1)>",
  "' onmouseover='alert(1)",
  "\" autofocus onfocus=\"alert(1)",
  "</title><svg onload=alert(1)>",
  "</textarea><iframe src=javascript:alert(1)></iframe>",
  "--><style>*{display:none}</style><!--",
  "</script><!--<script>",
  "&lt;b&gt;&quot;&#39;&#x3c;script&#x3e;",
  "javascript:alert(1)//",
  "//evil.example/",
  "`${alert(1)}`",
  "\u202E\u2066\u0000\uD800<a href=//evil.example>\u2028"
]

/** Anything that means something in HTML, in any order. */
const hostileText = fc.array(
  fc.constantFrom(
    "<",
    ">",
    "\"",
    "'",
    "&",
    "/",
    "=",
    "`",
    "!--",
    "-->",
    "script",
    "style",
    "svg",
    "a href",
    " onload=",
    "</p>",
    "]]>",
    "\u0000",
    "\uDFFF",
    "x"
  ),
  { minLength: 1, maxLength: 12 }
).map((parts) => parts.join(""))

/** Everywhere a page can lead or load from. */
const addresses = (page: string): ReadonlyArray<string> =>
  elements(page).flatMap(({ attributes }) =>
    ["href", "src", "action", "formaction"].flatMap((name) => attributes.get(name) ?? [])
  )

describe("escaping", () => {
  it.each(payloads)("no page gains an element or an attribute from %j in every field", (payload) => {
    for (const { name, html, redraw } of pages) {
      expect([name, ...skeleton(attacked({ name, html, redraw }, payload))]).toEqual([name, ...skeleton(html)])
    }
  })

  it("no page gains an element or an attribute from any mixture of markup", () => {
    fc.assert(
      fc.property(fc.constantFrom(...pages), hostileText, (page, hostile) => {
        expect(skeleton(attacked(page, hostile))).toEqual(skeleton(page.html))
      }),
      { numRuns: 400 }
    )
  })

  it("a text comes back from the parser as it went in", () => {
    const hostile = "<b>\"'&amp;</b>"
    const page = articlePage({
      ...article("ar"),
      article: { ...article("ar").article, headline: hostile, byline: [hostile] }
    })
    const all = elements(page)
    expect(all.find(({ tag }) => tag === "h1")?.text).toBe(hostile)
    expect(having(all, "property", "og:title")[0]?.attributes.get("content")).toBe(hostile)
    expect(all.some(({ tag, text }) => tag === "bdi" && text === hostile)).toBe(true)
  })

  it.each(["javascript:alert(1)//", "//evil.example/", "/\\evil.example/", "data:text/html,"])(
    "no link, form or picture leads to %s",
    (payload) => {
      for (const page of pages) {
        const drawn = page.redraw((text, path) =>
          (path.includes("path") || path.includes("next") || path.includes("back")
              || path.includes("src") || path.includes("action") && path.includes("withdraw") ||
              path.includes("publicPath"))
            ? `${payload}${text}`
            : text
        )
        const leaving = addresses(drawn).filter((address) =>
          !/^(?:\/(?![/\\])|#|\?|https:\/\/miqat\.example\/)/.test(address)
        )
        expect([page.name, ...leaving]).toEqual([page.name])
      }
    }
  )

  it("a dateline date that is no date is printed as text", () => {
    const page = articlePage({ ...article("ar"), article: { ...article("ar").article, date: "\"><script>" } })
    expect(page).toContain("<span>&quot;&gt;&lt;script&gt;</span>")
  })
})

describe("structured data", () => {
  it("is inert in HTML and still parses to the same value", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const text = inertJson(value)
      expect(text).not.toMatch(/[<>&\u2028\u2029]/)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
    }))
  })

  it("stays one data block whatever it says", () => {
    const page = articlePage({
      ...article("ar"),
      structuredData: { headline: "</script><script>alert(1)</script><!--" }
    })
    const scripts = elements(page).filter(({ tag }) => tag === "script")
    expect(scripts.map(({ attributes }) => attributes.get("type"))).toEqual(["application/ld+json"])
    expect(JSON.parse(scripts[0]!.text)).toEqual({ headline: "</script><script>alert(1)</script><!--" })
  })
})

const withoutComments = (source: string): string => source.replace(/\/\*[^]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "")

describe("templates", () => {
  const root = new URL("../../src/site/", import.meta.url)
  const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => ({ name, source: readFileSync(new URL(name, root), "utf8") }))

  it("are the files this suite thinks they are", () => {
    expect(sources.map(({ name }) => name)).toContain("ArticlePage.ts")
    expect(sources.map(({ name }) => name)).toContain("desk/QueuePage.ts")
  })

  it.each(sources)("$name puts every value of an attribute between double quotes", ({ source }) => {
    expect(source).not.toMatch(/[\s"`][a-z][a-z-]*=(?:\$\{|')/)
  })

  it.each(sources)("$name has no inline style, script or event handler", ({ source }) => {
    expect(withoutComments(source).replaceAll("<script type=\"application/ld+json\">", ""))
      .not.toMatch(/<script|<style|\sstyle="|\son[a-z]+="|javascript:/)
  })

  it("open the way around the escaping in one place", () => {
    const opening = sources.filter(({ source }) =>
      /\braw\b|isEscaped\s*[:=]\s*true\s*[,}]/.test(withoutComments(source))
    )
    expect(opening.map(({ name }) => name)).toEqual(["StructuredData.ts"])
    expect(opening[0]!.source.match(/raw\(/g)).toHaveLength(1)
  })
})
