/** What the keyboard alone reaches, and whether one sees where one is. */
import type { Locator, Page } from "playwright-core"

/** No page has more stops. */
const mostStops = 200

export interface Stop {
  readonly name: string
  /** Whether something is drawn around it, thick enough to be seen, and all of it is on the screen. */
  readonly isSeen: boolean
}

/** The element that has the focus, once it was drawn there; nothing when the keyboard has left the page. */
const stop = (page: Page): Promise<Stop | undefined> =>
  page.locator("html").evaluate(async (html) => {
    const { defaultView: view } = html.ownerDocument
    // Scrolling to what has the focus is part of drawing the next picture.
    const drawn = () => new Promise((done) => view.requestAnimationFrame(done))
    await drawn()
    await drawn()
    const { activeElement: element, body } = html.ownerDocument
    if (element === null || element === body) return undefined
    const { outlineStyle, outlineWidth } = view.getComputedStyle(element)
    const { bottom, height, top, width } = element.getBoundingClientRect()
    const isOnScreen = width > 1 && height > 1 && top < view.innerHeight && bottom > 0
    return {
      name: element.getAttribute("name") ?? element.getAttribute("aria-label") ?? element.innerText.trim(),
      isSeen: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2 && isOnScreen
    }
  })

/** Every stop of the Tab key from the beginning of the page to its end. */
export const stops = async (page: Page): Promise<ReadonlyArray<Stop>> => {
  const found: Array<Stop> = []
  while (found.length < mostStops) {
    await page.keyboard.press("Tab")
    const next = await stop(page)
    if (next === undefined) return found
    found.push(next)
  }
  throw new Error(`the Tab key goes in circles: ${found.map(({ name }) => name).join(", ")}`)
}

/** Presses Tab until the element has the focus. */
export const tabTo = async (page: Page, target: Locator): Promise<void> => {
  const wanted = await target.elementHandle()
  for (let presses = 0; presses < mostStops; presses += 1) {
    await page.keyboard.press("Tab")
    if (await wanted!.evaluate((element) => element === element.ownerDocument.activeElement)) return
  }
  throw new Error(`the Tab key does not reach ${String(target)}`)
}
