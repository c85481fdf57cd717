/**
 * Invisible characters that change how a text reads: bidi controls can make one text show as another, and format
 * characters make two different names look alike. Names refuse them, running text keeps only those that do no harm.
 *
 * *Source:* Unicode Standard Annex 9 (bidirectional algorithm), Unicode Technical Report 36 (security).
 */
import * as CharacterClass from "./CharacterClass.ts"
import * as Normal from "./Normal.ts"

const firstStrongIsolate = "\u2068"
const popIsolate = "\u2069"

/** LRE, RLE, PDF, LRO and RLO: everything that they do, isolates do without reaching beyond their end. */
const isEmbedding = (codePoint: number): boolean => codePoint >= 0x202a && codePoint <= 0x202e

/** LRI, RLI and FSI. */
const isIsolate = (codePoint: number): boolean => codePoint >= 0x2066 && codePoint <= 0x2068

/** Whether there is any of them, or the end of an isolate: in nearly every text there is none. */
const reaching = /[\u202a-\u202e\u2066-\u2069]/

/** Where the bidirectional algorithm begins anew, whatever is still open. */
const isParagraphEnd = (codePoint: number): boolean =>
  codePoint === 0x0a || codePoint === 0x0d || (codePoint >= 0x1c && codePoint <= 0x1e) || codePoint === 0x85 ||
  codePoint === 0x2029

/**
 * Whether a text holds anything that a one-line name must not: bidi controls, format and other invisible characters,
 * control characters, line and paragraph separators, or half of a surrogate pair.
 */
export const hasControls = (name: string): boolean => {
  for (const character of name) {
    const codePoint = character.codePointAt(0)!
    if (
      CharacterClass.isIgnorable(codePoint) || CharacterClass.isControl(codePoint) ||
      CharacterClass.isSurrogate(codePoint) || codePoint === 0x2028 || codePoint === 0x2029
    ) return true
  }
  return false
}

/** Whether more marks stand on one letter than any language writes: such a name grows over its neighbours. */
export const hasMarkFlood = (name: string): boolean => {
  let marks = 0
  for (const character of Normal.form(name, "NFC")) {
    marks = CharacterClass.isMark(character.codePointAt(0)!) ? marks + 1 : 0
    if (marks > 4) return true
  }
  return false
}

/**
 * The text without anything that reaches beyond its own place: embeddings and overrides go, isolates stay where each
 * has its end in the same paragraph. Directional marks and joiners stay, for Arabic needs them; so does all that shows.
 */
export const neutralise = (body: string): string => {
  if (!reaching.test(body)) return body
  const kept: Array<string> = []
  let open: Array<number> = []
  const dropOpen = (): void => {
    for (const place of open) kept[place] = ""
    open = []
  }
  for (const character of body) {
    const codePoint = character.codePointAt(0)!
    if (isEmbedding(codePoint)) continue
    if (isParagraphEnd(codePoint)) dropOpen()
    if (codePoint === 0x2069 && open.pop() === undefined) continue
    if (isIsolate(codePoint)) open.push(kept.length)
    kept.push(character)
  }
  dropOpen()
  return kept.join("")
}

/**
 * A text to be set into a line of plain text of any direction, such as a headline in a feed's title: whatever its own
 * direction, the line around it keeps its order. Line breaks become spaces, because they would end the isolate.
 */
export const isolate = (text: string): string => {
  let line = ""
  for (const character of text) line += isParagraphEnd(character.codePointAt(0)!) ? " " : character
  return `${firstStrongIsolate}${neutralise(line)}${popIsolate}`
}
