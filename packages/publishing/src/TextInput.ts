/**
 * Limits of texts that come from outside: lengths in graphemes, because that is what people count, with a cap in bytes
 * of UTF-8, because that is what is stored. Texts are checked and never changed.
 */
import * as Schema from "effect/Schema"
import type { Problem } from "./InvalidInput.ts"
import * as Bidi from "./text/Bidi.ts"
import * as CharacterClass from "./text/CharacterClass.ts"
import { hasVisible } from "./text/Visible.ts"

export interface TextLimits {
  /** Most graphemes. */
  readonly graphemes: number
  /** Most bytes of UTF-8. */
  readonly bytes: number
  /** Whether the text may show nothing; it may not, unless told otherwise. */
  readonly blank?: boolean
  /** Whether the text is one line, without line breaks and other control characters. */
  readonly line?: boolean
}

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" })
const encoder = new TextEncoder()

const isOver = (text: string, limit: number): boolean => {
  if (text.length <= limit) return false
  let count = 0
  for (const _ of segmenter.segment(text)) if (++count > limit) return true
  return false
}

/** Whether a text holds what ends a line, or what no line of text is made of. */
const breaksLine = (text: string): boolean => {
  for (const character of text) {
    const codePoint = character.codePointAt(0)!
    if (CharacterClass.isControl(codePoint) || codePoint === 0x2028 || codePoint === 0x2029) return true
  }
  return false
}

/** What is wrong with a text, if anything. */
export const textProblem = (text: string, limits: TextLimits): Problem | undefined => {
  if (!text.isWellFormed() || text.includes("\u0000")) return "malformed"
  const isBlank = !hasVisible(text)
  if (isBlank && limits.blank !== true) return "required"
  if (!isBlank && limits.line === true && breaksLine(text)) return "invisible-characters"
  // UTF-8 never has fewer bytes than UTF-16 has units: the cheap comparison comes first.
  if (text.length > limits.bytes || encoder.encode(text).length > limits.bytes) return "too-long"
  return isOver(text, limits.graphemes) ? "too-long" : undefined
}

/** A text within limits. */
export const text = (limits: TextLimits): Schema.String =>
  Schema.String.check(Schema.makeFilter((value: string) => textProblem(value, limits), {
    description: `At most ${limits.graphemes} characters${limits.line === true ? " in one line" : ""}, as a reader ` +
      `counts them, and ${limits.bytes} bytes of UTF-8`
  }))

/** Longest name of a person, in graphemes. */
export const nameGraphemes = 80

const nameProblem = (name: string): Problem | undefined => {
  const problem = textProblem(name, { graphemes: nameGraphemes, bytes: 1024 })
  if (problem !== undefined) return problem
  if (Bidi.hasControls(name)) return "invisible-characters"
  return Bidi.hasMarkFlood(name) ? "too-many-marks" : undefined
}

/** A person's name as it is shown to the public: one line, nothing invisible. */
export const Name: Schema.String = Schema.String.check(Schema.makeFilter(nameProblem, {
  description: `1 to ${nameGraphemes} characters in one line, without bidi controls or format characters`
}))

/** A list of at most so many items. */
export const list = <S extends Schema.Constraint>(item: S, most: number): Schema.$Array<S> =>
  Schema.Array(item).check(
    Schema.makeFilter(
      (items: ReadonlyArray<unknown>): Problem | undefined => items.length > most ? "too-many" : undefined,
      { description: `At most ${most}` }
    )
  )
