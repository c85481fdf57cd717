/**
 * The pictures of the documentation, taken of the sample content. With DATELINE_SCREENSHOTS=1 they are written to
 * `docs/images`; otherwise it is only tried whether they can be taken and are small enough to be kept.
 */
import * as fs from "node:fs"
import * as path from "node:path"
import type { BrowserContextOptions, Page } from "playwright-core"
import { expect, it } from "vitest"
import { inChromium } from "./support/Chromium.ts"
import { useNewsroom } from "./support/EndToEnd.ts"
import { boxOf } from "./support/Measures.ts"

const folder = path.join(import.meta.dirname, "../../../../docs/images")
const isWritten = process.env["DATELINE_SCREENSHOTS"] === "1"
const mostBytes = 300_000

const screen = { viewport: { width: 1280, height: 900 } } as const
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true } as const

interface Picture {
  readonly options: BrowserContextOptions
  readonly path: string
  readonly isDesk?: boolean
  /** Done before the picture is taken. */
  readonly act?: (page: Page) => Promise<void>
  /** What it begins and ends with; without: what the screen shows. */
  readonly from?: string
  readonly to?: string
}

/** A comment in Arabic that was held, because it wants to publish somebody else's number. */
const held = ".waiting:has([href*=mysanteapp])"

const pictures: Readonly<Record<string, Picture>> = {
  "article-ar": { options: screen, path: "/a/rabatbooks", to: ".thread > li:first-child > .replies > li > .comment" },
  "home-ar": { options: screen, path: "/ar/", to: ".front" },
  "article-fr-dark": { options: { ...screen, colorScheme: "dark" }, path: "/a/cineclubte" },
  "queue-ar": {
    options: screen,
    path: "/desk/queue",
    isDesk: true,
    act: async (page) => {
      await page.locator(`${held} summary`).click()
      await page.locator(`${held} [value=other]`).check()
      await page.locator(`${held} textarea`).fill("لا ننشر أرقام هواتف الآخرين من دون إذنهم.")
      await page.locator(held).click({ position: { x: 5, y: 5 } })
    },
    from: held,
    to: held
  },
  "article-ar-phone": { options: phone, path: "/a/mysanteapp" }
}

const margin = 8

/** From one element to another, over the whole width. */
const clipOf = async (page: Page, { from, to }: Picture) => {
  const { height, width } = page.viewportSize()!
  const top = from === undefined ? 0 : (await boxOf(page.locator(from))).top - margin
  const bottom = to === undefined ? height : (await boxOf(page.locator(to))).bottom + margin
  const scrolled = await page.evaluate<number>("scrollY")
  return { x: 0, y: Math.floor(top + scrolled), width, height: Math.ceil(bottom - top) }
}

inChromium("a picture", () => {
  const { visit, visitDesk } = useNewsroom({ DATELINE_SAMPLE: "on" })

  it.each(Object.entries(pictures))("%s can be taken, and is small enough", async (name, picture) => {
    const page = await (picture.isDesk === true ? visitDesk : visit)(picture.path, picture.options)
    await page.evaluate("document.fonts.ready.then(() => true)")
    await picture.act?.(page)
    const clip = await clipOf(page, picture)
    const image = await page.screenshot({ fullPage: true, clip })
    // The header of a PNG file: width and height in the bytes 16 to 24.
    const scale = picture.options.deviceScaleFactor ?? 1
    expect([image.readUInt32BE(16), image.readUInt32BE(20)]).toEqual([clip.width * scale, clip.height * scale])
    expect(image.length).toBeLessThan(mostBytes)
    if (isWritten) fs.writeFileSync(path.join(folder, `${name}.png`), image)
  })
})
