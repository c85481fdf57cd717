/**
 * Normalisation and small letters that come out alike on every engine, whatever version of Unicode it has: characters
 * that are younger than {@link settledVersion} stay as they are, because an older engine knows nothing of them. Of all
 * others, Unicode promises that their normal forms never change.
 *
 * *Source:* Unicode Standard Annex 15 (normalization forms), Unicode Character Encoding Stability Policies.
 */
import * as CodePoints from "./CodePoints.ts"
import * as table from "./SettledTable.ts"

const unsettled = CodePoints.decode(table.unsettled)

/** The Unicode version that every engine has at least which the packages run on. */
export const settledVersion: string = table.unicodeVersion

/** Whether all engines know the character, so that they agree on what it is. */
export const isSettled = (codePoint: number): boolean => !CodePoints.contains(unsettled, codePoint)

/**
 * The text in a normal form. A character that is not settled stays as it is, and what stands before it is not put
 * together with what stands after it.
 */
export const form = (text: string, wanted: "NFC" | "NFKC"): string => {
  let normal = ""
  let start = 0
  let end = 0
  for (const character of text) {
    if (!isSettled(character.codePointAt(0)!)) {
      normal += text.slice(start, end).normalize(wanted) + character
      start = end + character.length
    }
    end += character.length
  }
  return normal + text.slice(start).normalize(wanted)
}

/** Scripts whose pairs of capital and small letters were settled long ago: Latin, Greek, Cyrillic and Armenian. */
const hasCapitals = (codePoint: number): boolean => codePoint < 0x0590 || (codePoint >= 0x1e00 && codePoint <= 0x1fff)

/**
 * With small letters instead of capitals, where the script's pairs were settled long ago. Each character by itself: a
 * sigma at the end of a word is a sigma.
 */
export const lowerCase = (text: string): string => {
  let small = ""
  for (const character of text) {
    small += hasCapitals(character.codePointAt(0)!) ? character.toLowerCase() : character
  }
  return small
}
