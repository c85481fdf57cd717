/** Where text is on the screen. */
import type { Locator } from "playwright-core"

/** In CSS pixels from the left and the top of the screen. */
export interface Place {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Where the first occurrence of a text inside an element is. Fails when it is not there, or is broken over lines. */
export const placeOf = (element: Locator, text: string): Promise<Place> =>
  element.evaluate((root, text) => {
    const { ownerDocument } = root
    const walker = ownerDocument.createTreeWalker(root, 4) // text nodes
    while (walker.nextNode() !== null) {
      const node = walker.currentNode
      const start = node.data.indexOf(text)
      if (start < 0) continue
      const range = ownerDocument.createRange()
      range.setStart(node, start)
      range.setEnd(node, start + text.length)
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)))
      if (lines.size !== 1) throw new Error(`"${text}" stands on ${lines.size} lines`)
      const { bottom, left, right, top } = range.getBoundingClientRect()
      return { bottom, left, right, top }
    }
    throw new Error(`"${text}" is not there`)
  }, text)

/** The box of an element. */
export const boxOf = async (element: Locator): Promise<Place> => {
  const box = await element.boundingBox()
  if (box === null) throw new Error("the element is not shown")
  return { left: box.x, right: box.x + box.width, top: box.y, bottom: box.y + box.height }
}

const share = (a: Place, b: Place): boolean => a.top < b.bottom && b.top < a.bottom

/** Whether these stand on one line, one after the other when one reads from right to left. */
export const runsLeftwards = (places: ReadonlyArray<Place>): boolean =>
  places.every((place, index) => {
    const before = places[index - 1]
    return before === undefined || (share(before, place) && place.right <= before.left + 1)
  })

/** The same from left to right. */
export const runsRightwards = (places: ReadonlyArray<Place>): boolean => runsLeftwards([...places].reverse())
