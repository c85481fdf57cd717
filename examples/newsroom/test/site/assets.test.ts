import { describe, expect, it } from "vitest"
import { assets } from "./fixtures/publicPages.ts"

const text = (path: string): string => new TextDecoder().decode(assets.files.get(path)!.body)
const site = text(assets.links.stylesheet)
const desk = text(assets.links.deskStylesheet)
const withoutComments = (source: string): string => source.replace(/\/\*[^]*?\*\//g, "")

describe("what pages load", () => {
  it("the first page's stylesheet is smaller than 30 kB", () => {
    expect(assets.files.get(assets.links.stylesheet)!.body.byteLength).toBeLessThan(30_000)
  })

  it("every link leads to a file, with a type", () => {
    const { stylesheet, deskStylesheet, icon, preload } = assets.links
    const types = [stylesheet, deskStylesheet, icon, ...preload.arabic, ...preload.latin].map((path) =>
      assets.files.get(path)?.contentType
    )
    const font = "font/woff2"
    const css = "text/css; charset=utf-8"
    expect(types).toEqual([css, css, "image/svg+xml; charset=utf-8", font, font, font, font])
  })

  it("every address in a stylesheet is one of ours", () => {
    const addresses = [...`${site}${desk}`.matchAll(/url\("?([^")]+)/g)].map(([, path]) => path!)
    expect(addresses.length).toBeGreaterThan(8)
    for (const path of addresses) expect([...assets.files.keys()]).toContain(path)
    expect(withoutComments(`${site}${desk}`)).not.toMatch(/https?:|@import|npm:/)
  })

  it("typefaces are real ones, swapped in, each for its script", () => {
    const faces = site.match(/@font-face \{[^}]+\}/g)!
    for (const face of faces) {
      expect(face).toContain("font-display: swap")
      expect(face).toContain("unicode-range")
    }
    const fonts = [...assets.files].filter(([path]) => path.endsWith(".woff2"))
    expect(fonts).toHaveLength(faces.length)
    expect(fonts.filter(([, { body }]) => new TextDecoder().decode(body.slice(0, 4)) !== "wOF2")).toEqual([])
  })

  it("a changed file gets another address", () => {
    expect([...assets.files.keys()].every((path) => /^\/assets\/[\w-]+\.[0-9a-f]{10}\.(?:css|svg|woff2)$/.test(path)))
      .toBe(true)
  })
})

describe("the stylesheets", () => {
  const sides = "left|right|top|bottom"
  const physical = new RegExp(
    `[\\s;{](?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:${sides})`
      + `|${sides}|width|height|(?:min|max)-(?:width|height)|float|clear)\\s*:`
  )

  it.each([["site", site], ["desk", desk]])("%s uses logical properties only", (_, source) => {
    const declarations = withoutComments(source).replace(/@media[^{]+\{/g, "{")
    expect(physical.exec(declarations)?.[0]).toBeUndefined()
    expect(declarations).not.toMatch(/text-align:\s*(?:left|right)/)
  })

  it("letters of Arabic are never spaced apart", () => {
    for (const [rule] of withoutComments(site).matchAll(/[^{}]+\{[^{}]*letter-spacing[^{}]*\}/g)) {
      expect(rule).toContain("[dir=\"ltr\"]")
    }
  })

  it("mind motion, printing and forced colours", () => {
    for (
      const circumstance of [
        "prefers-reduced-motion",
        "prefers-color-scheme: dark",
        "@media print",
        "forced-colors",
        ":focus-visible"
      ]
    ) {
      expect(site).toContain(circumstance)
    }
  })
})

type Palette = ReadonlyMap<string, string>

/** The colours of a block of custom properties. */
const palette = (block: string): Palette =>
  new Map([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{3,6});/g)].map(([, name, value]) => [name!, value!]))

const luminance = (hex: string): number => {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/g, "$&$&") : hex
  const [r, g, b] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(full.slice(start, start + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

/** *Source:* WCAG 2.2, contrast ratio. */
const contrast = (one: string, other: string): number => {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light! + 0.05) / (dark! + 0.05)
}

describe("colours", () => {
  const blocks = site.split("prefers-color-scheme: dark")
  const light = palette(blocks[0]!)
  const dark = palette(blocks[1]!.slice(0, blocks[1]!.indexOf("Ground")))
  const pairs = [
    ["ink", "paper"],
    ["ink", "wash"],
    ["soft", "paper"],
    ["soft", "wash"],
    ["accent", "paper"],
    ["accent", "wash"],
    ["on-accent", "accent"],
    ["notice", "notice-wash"],
    ["ink", "notice-wash"],
    ["soft", "notice-wash"],
    ["danger", "danger-wash"],
    ["danger", "paper"],
    ["danger", "wash"],
    ["ink", "danger-wash"],
    ["soft", "danger-wash"],
    ["good", "good-wash"]
  ] as const

  it("contrast of black and white is the known one", () => {
    expect(contrast("#000", "#ffffff")).toBeCloseTo(21)
  })

  it.each(pairs)("%s on %s can be read in light and in dark", (ink, ground) => {
    for (const colours of [light, dark]) {
      expect(contrast(colours.get(ink)!, colours.get(ground)!)).toBeGreaterThanOrEqual(4.5)
    }
  })
})
