/**
 * The decorative part of an article's address, `{id}-{slug}`: the headline's words, readable in the address bar, in
 * their own script. An article is found by its id, so a slug need not be unique and may change.
 */
import * as CharacterClass from "./CharacterClass.ts"
import * as Normal from "./Normal.ts"

/** Longest slug, in graphemes: an Arabic letter takes six characters once it is percent-encoded. */
export const maxGraphemes = 60

/** The slug of a headline that has no letters and no digits. */
export const fallback = "article"

/** More marks than this on one letter spell no word of any language. */
const maxMarks = 4

const isDropped = (codePoint: number): boolean =>
  CharacterClass.isIgnorable(codePoint) || CharacterClass.isTashkeel(codePoint) || CharacterClass.isTatweel(codePoint)

const fold = (text: string): string => {
  let kept = ""
  for (const character of text) if (!isDropped(character.codePointAt(0)!)) kept += character
  return Normal.form(Normal.lowerCase(kept), "NFKC")
}

/** Each word as its graphemes. */
const words = (text: string): ReadonlyArray<ReadonlyArray<string>> => {
  const found: Array<Array<string>> = []
  let word: Array<string> = []
  let marks = 0
  for (const character of text) {
    const codePoint = character.codePointAt(0)!
    if (CharacterClass.isLetter(codePoint)) {
      if (word.push(character) === 1) found.push(word)
      marks = 0
    } else if (CharacterClass.isMark(codePoint)) {
      if (word.length > 0 && marks++ < maxMarks) word[word.length - 1] += character
    } else {
      word = []
    }
  }
  return found
}

/**
 * The slug of a headline: words joined by `-`, at most {@link maxGraphemes} graphemes, cut between words. Letters and
 * digits of every script stay; capitals of Latin, Greek, Cyrillic and Armenian become small; tashkeel, tatweel and
 * invisible characters go; everything else separates words. Never empty, in NFC, and nothing in it has a meaning in
 * HTML, XML or an address: percent-encode it and it can stand anywhere. A slug is its own slug.
 *
 * @example
 * Slug.make("الرباط: افتتاح الدورة الـ48") // "الرباط-افتتاح-الدورة-ال48"
 */
export const make = (headline: string): string => {
  // Twice: normalising brings out capitals and signs that were hidden in compatibility characters.
  const [first, ...rest] = words(fold(fold(headline)))
  if (first === undefined) return fallback
  let slug = first.slice(0, maxGraphemes).join("")
  let length = first.length
  for (const word of rest) {
    length += 1 + word.length
    if (length > maxGraphemes) break
    slug += `-${word.join("")}`
  }
  return slug
}
