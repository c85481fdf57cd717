/** The page in a real browser, served from files by a server of its own. */
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, onTestFinished } from "vitest"
import * as Site from "../../src/Site.ts"
import { type Running, serve } from "../../src/StaticServer.ts"

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium"
const isThere = existsSync(executablePath)
const missing = `no browser at ${executablePath}: install Debian's package chromium, or set CHROMIUM`

/** Nothing that it does by itself leaves this machine. */
const args = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync"
]

/** A suite that needs the browser. Without one it is skipped, and says so. */
export const inChromium = (name: string, suite: () => void): void => {
  if (!isThere) console.warn(`Skipped "${name}": ${missing}`)
  describe.skipIf(!isThere)(isThere ? name : `${name} (${missing})`, suite)
}

/** What a page must never do: fail, complain, or ask somebody else. */
const watch = (page: Page, url: string): ReadonlyArray<string> => {
  const complaints: Array<string> = []
  page.on("request", (request) => {
    if (!request.url().startsWith(`${url}/`) && !request.url().startsWith("data:")) {
      complaints.push(`asked elsewhere: ${request.url()}`)
    }
  })
  page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`))
  page.on("pageerror", (error) => complaints.push(error.message))
  page.on("console", (message) => complaints.push(message.text()))
  return complaints
}

export interface Browsing {
  /** Opens a file of the site; the page is closed, and must have had nothing to complain of, when the test ends. */
  readonly visit: (file: string, options?: BrowserContextOptions) => Promise<Page>
}

/** Builds the site and starts server and browser before the tests of the suite that calls it, and stops both after. */
export const useBrowser = (): Browsing => {
  const folder = mkdtempSync(join(tmpdir(), "dateline-browser-"))
  let server: Running
  let browser: Browser
  beforeAll(async () => {
    await Site.write(folder)
    server = await serve(folder, 0)
    browser = await chromium.launch({ executablePath, args })
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const visit: Browsing["visit"] = async (file, options = {}) => {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    const complaints = watch(page, server.url)
    onTestFinished(async () => {
      await context.close()
      expect(complaints).toEqual([])
    })
    page.setDefaultTimeout(15_000)
    await page.goto(`${server.url}/${file}`)
    return page
  }
  return { visit }
}
