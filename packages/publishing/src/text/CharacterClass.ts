/**
 * What a character is, from tables of one stated Unicode version instead of the engine's own: two engines must agree
 * on every slug and every check, also years later.
 */
import * as table from "./CharacterTable.ts"
import * as CodePoints from "./CodePoints.ts"

const ignorable = CodePoints.decode(table.ignorable)
const mark = CodePoints.decode(table.mark)
const letter = CodePoints.decode(table.letter)

/** The Unicode version of the tables. */
export const unicodeVersion: string = table.unicodeVersion

/** Format characters and everything else that is invisible by default: zero-width, bidi controls, fillers, tags. */
export const isIgnorable = (codePoint: number): boolean => CodePoints.contains(ignorable, codePoint)

/** A mark that joins the character before it into one grapheme. */
export const isMark = (codePoint: number): boolean => CodePoints.contains(mark, codePoint)

/** A letter or a number of any script, or one of the few marks that stand alone. */
export const isLetter = (codePoint: number): boolean => CodePoints.contains(letter, codePoint)

/** The C0 and C1 control characters, tab and line feed among them. */
export const isControl = (codePoint: number): boolean => codePoint < 0x20 || (codePoint >= 0x7f && codePoint <= 0x9f)

/** Half of a surrogate pair that stands alone. */
export const isSurrogate = (codePoint: number): boolean => codePoint >= 0xd800 && codePoint <= 0xdfff

/** Arabic vowel and recitation signs, with their compatibility forms: written or left out without changing the word. */
export const isTashkeel = (codePoint: number): boolean =>
  (codePoint >= 0x0610 && codePoint <= 0x061a) || (codePoint >= 0x064b && codePoint <= 0x065f) ||
  codePoint === 0x0670 || (codePoint >= 0x06d6 && codePoint <= 0x06dc) ||
  (codePoint >= 0x06df && codePoint <= 0x06e4) || codePoint === 0x06e7 || codePoint === 0x06e8 ||
  (codePoint >= 0x06ea && codePoint <= 0x06ed) || (codePoint >= 0x0897 && codePoint <= 0x089f) ||
  (codePoint >= 0x08ca && codePoint <= 0x08ff) || (codePoint >= 0x10efc && codePoint <= 0x10eff) ||
  (codePoint >= 0xfc5e && codePoint <= 0xfc63) || (codePoint >= 0xfe70 && codePoint <= 0xfe7f)

/** The stroke that stretches a word («الـ48»); Unicode calls it a letter. */
export const isTatweel = (codePoint: number): boolean => codePoint === 0x0640
