/** The order of index values that every view store keeps: false, true; numbers; text by code point. */
export type Scalar = string | number | boolean

/** UTF-16 order puts U+E000…U+FFFF above the supplementary planes; the order of code points, as of UTF-8, does not. */
const compareText = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    if (a.charCodeAt(i) === b.charCodeAt(i)) continue
    // The unit before may begin a pair in one text and stand alone in the other.
    const before = isHigh(a.charCodeAt(i - 1)) ? a.codePointAt(i - 1)! - b.codePointAt(i - 1)! : 0
    return before === 0 ? a.codePointAt(i)! - b.codePointAt(i)! : before
  }
  return a.length - b.length
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00

const number = (value: Scalar): number => typeof value === "boolean" ? Number(value) : value as number

const compare = (a: Scalar, b: Scalar): number => {
  if (typeof a === "string" && typeof b === "string") return compareText(a, b)
  // As in SQL stores, every number comes before every text, and a truth value is the number 0 or 1.
  if (typeof a === "string") return 1
  if (typeof b === "string") return -1
  return number(a) - number(b)
}

/** Compares two lists of values place by place; a shorter list that agrees so far comes first. */
export const compareValues = (a: ReadonlyArray<Scalar>, b: ReadonlyArray<Scalar>): number => {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const order = compare(a[i]!, b[i]!)
    if (order !== 0) return order
  }
  return a.length - b.length
}
