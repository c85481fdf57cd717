/** Sets of code points as text: how the tables of `packages/publishing/src/text` are written. */

/** The code points that are in the set, as ranges in ascending order. */
export const rangesOf = (has: (codePoint: number) => boolean): Array<[first: number, last: number]> => {
  const found: Array<[number, number]> = []
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
    if (!has(codePoint)) continue
    const last = found.at(-1)
    if (last !== undefined && last[1] === codePoint - 1) last[1] = codePoint
    else found.push([codePoint, codePoint])
  }
  return found
}

/** Each range as its distance from the end of the one before and, if longer than one, its length less one. */
const encode = (found: ReadonlyArray<readonly [number, number]>): string => {
  let before = 0
  return found.map(([first, last]) => {
    const distance = (first - before).toString(36)
    before = last
    return last === first ? distance : `${distance}.${(last - first).toString(36)}`
  }).join(" ")
}

/** The set as an expression of TypeScript, in lines that are not too long. */
export const expressionOf = (has: (codePoint: number) => boolean): string =>
  (encode(rangesOf(has)).match(/.{1,112}(?: |$)/g) ?? []).map((line) => `  "${line}"`).join(" +\n")
