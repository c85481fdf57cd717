/**
 * Keeps the ids of paragraphs through edits: a paragraph that stays, or is only reworded in its place, keeps its id, so
 * that corrections and links go on pointing at it. New ones get ids that the article never had.
 */
import type { Block } from "./ArticleEvents.ts"

/** The paragraphs of a new article: `p1`, `p2`, and so on. */
export const make = (texts: ReadonlyArray<string>): ReadonlyArray<Block> =>
  texts.map((text, place) => ({ id: `p${place + 1}`, text }))

/** The greatest number among ids of the form `p7`; 0 without any. */
export const lastNumber = (body: ReadonlyArray<Block>): number =>
  body.reduce((last, { id }) => Math.max(last, /^p\d{1,9}$/.test(id) ? Number(id.slice(1)) : 0), 0)

/** For each pair of places, how many paragraphs from there on have the same texts in the same order. */
const commonLengths = (before: ReadonlyArray<Block>, texts: ReadonlyArray<string>): ReadonlyArray<Array<number>> => {
  const lengths = Array.from({ length: before.length + 1 }, () => new Array<number>(texts.length + 1).fill(0))
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = texts.length - 1; j >= 0; j--) {
      lengths[i]![j] = before[i]!.text === texts[j]
        ? lengths[i + 1]![j + 1]! + 1
        : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!)
    }
  }
  return lengths
}

/**
 * The paragraphs after an edit. Unchanged ones are found first (the longest common sequence); between two of them, old
 * and new paragraphs belong together in order. `lastUsed` is the greatest number that any paragraph of the article has
 * had; further ones are counted from there.
 */
export const revise = (
  before: ReadonlyArray<Block>,
  texts: ReadonlyArray<string>,
  lastUsed: number
): ReadonlyArray<Block> => {
  const lengths = commonLengths(before, texts)
  const body: Array<Block> = []
  let number = lastUsed
  let oldGap: Array<Block> = []
  let newGap: Array<string> = []
  const closeGap = () => {
    newGap.forEach((text, place) => body.push({ id: oldGap[place]?.id ?? `p${++number}`, text }))
    oldGap = []
    newGap = []
  }
  let [i, j] = [0, 0]
  while (i < before.length || j < texts.length) {
    if (i < before.length && j < texts.length && before[i]!.text === texts[j]) {
      closeGap()
      body.push(before[i]!)
      i++
      j++
    } else if (j >= texts.length || (i < before.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      oldGap.push(before[i]!)
      i++
    } else {
      newGap.push(texts[j]!)
      j++
    }
  }
  closeGap()
  return body
}
