/** Sets of code points, kept as text in tables of one stated Unicode version and searched by halves. */

/** Ranges in ascending order: first, last, first, last … */
export type CodePoints = Uint32Array

/** A set from its text: the ranges' distances and lengths in base 36, as `scripts/unicode/ranges.ts` writes them. */
export const decode = (encoded: string): CodePoints => {
  const ranges: Array<number> = []
  let before = 0
  for (const entry of encoded.split(" ")) {
    const [distance, extra] = entry.split(".")
    const first = before + parseInt(distance!, 36)
    before = first + (extra === undefined ? 0 : parseInt(extra, 36))
    ranges.push(first, before)
  }
  return Uint32Array.from(ranges)
}

/** Whether a code point is in the set. */
export const contains = (ranges: CodePoints, codePoint: number): boolean => {
  let low = 0
  let high = ranges.length / 2 - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    if (codePoint < ranges[2 * middle]!) high = middle - 1
    else if (codePoint > ranges[2 * middle + 1]!) low = middle + 1
    else return true
  }
  return false
}
