/** The browser that the suites drive: Debian's Chromium, or the one at CHROMIUM. */
import { existsSync } from "node:fs"
import { type Browser, chromium } from "playwright-core"
import { describe } from "vitest"

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium"
const isThere = existsSync(executablePath)
const missing = `no browser at ${executablePath}: install Debian's package chromium, or set CHROMIUM`

/** Nothing that it does by itself leaves this machine, and where it scrolls to, it is at once. */
const args = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-smooth-scrolling",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync"
]

export const launch = (): Promise<Browser> => chromium.launch({ executablePath, args })

/** A suite that needs the browser. Without one it is skipped, and says so; CI counts what is skipped as failed. */
export const inChromium = (name: string, suite: () => void): void => {
  if (!isThere) console.warn(`Skipped "${name}": ${missing}`)
  describe.skipIf(!isThere)(isThere ? name : `${name} (${missing})`, suite)
}
