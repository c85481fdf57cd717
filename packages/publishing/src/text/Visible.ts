/**
 * Whether a reader sees anything of a text. White space is not the only thing that shows nothing: there are format
 * characters, fillers, and characters whose picture is blank though Unicode calls them letters or symbols.
 */
import * as CharacterClass from "./CharacterClass.ts"

/** *Source:* Unicode property `White_Space`, which is stable, but for the control characters among it. */
const isSpace = (codePoint: number): boolean =>
  codePoint === 0x20 || codePoint === 0xa0 || codePoint === 0x1680 || (codePoint >= 0x2000 && codePoint <= 0x200a) ||
  codePoint === 0x2028 || codePoint === 0x2029 || codePoint === 0x202f || codePoint === 0x205f || codePoint === 0x3000

/**
 * Braille pattern blank, full and half blank of Egyptian hieroglyphs, and the musical null notehead.
 *
 * *Source:* the code charts of Unicode 17.0.
 */
const isBlankPicture = (codePoint: number): boolean =>
  codePoint === 0x2800 || codePoint === 0x13441 || codePoint === 0x13442 || codePoint === 0x1d159

/**
 * Signs that enclose the number or the verse after them, such as U+06DD: format characters, and yet ink.
 *
 * *Source:* Unicode property `Prepended_Concatenation_Mark`.
 */
const isEnclosingSign = (codePoint: number): boolean =>
  (codePoint >= 0x0600 && codePoint <= 0x0605) || codePoint === 0x06dd || codePoint === 0x070f ||
  codePoint === 0x0890 || codePoint === 0x0891 || codePoint === 0x08e2 || codePoint === 0x110bd ||
  codePoint === 0x110cd

/** Whether a character shows something by itself. A mark does not: it needs something to stand on. */
export const shows = (codePoint: number): boolean =>
  isEnclosingSign(codePoint) ||
  !(isSpace(codePoint) || isBlankPicture(codePoint) || CharacterClass.isIgnorable(codePoint) ||
    CharacterClass.isControl(codePoint) || CharacterClass.isSurrogate(codePoint) || CharacterClass.isMark(codePoint))

/** Whether any character of a text shows something. */
export const hasVisible = (text: string): boolean => {
  for (const character of text) if (shows(character.codePointAt(0)!)) return true
  return false
}
