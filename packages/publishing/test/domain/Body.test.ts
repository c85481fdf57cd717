import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Block } from "../../src/domain/ArticleEvents.ts"
import * as Body from "../../src/domain/Body.ts"

const revised = (before: ReadonlyArray<Block>, ...texts: ReadonlyArray<string>) =>
  Body.revise(before, texts, Body.lastNumber(before)).map(({ id, text }) => `${id} ${text}`)

describe("the paragraphs of an edited article", () => {
  const before = Body.make(["one", "two", "three"])

  it("keep their ids when one is put between them", () => {
    expect(revised(before, "one", "new", "two", "three")).toEqual(["p1 one", "p4 new", "p2 two", "p3 three"])
  })

  it("keep their ids when one is taken out", () => {
    expect(revised(before, "one", "three")).toEqual(["p1 one", "p3 three"])
  })

  it("keep the id of one that is reworded in its place", () => {
    expect(revised(before, "one", "two and a half", "three")).toEqual(["p1 one", "p2 two and a half", "p3 three"])
  })

  it("keep most ids when two change places", () => {
    expect(revised(before, "two", "one", "three")).toContain("p3 three")
  })

  it("tell equal texts apart by their order", () => {
    expect(revised(Body.make(["same", "same"]), "same", "new", "same")).toEqual(["p1 same", "p3 new", "p2 same"])
  })
})

const text = fc.constantFrom("a", "b", "c", "d", "e")
const edits = fc.array(fc.array(text, { maxLength: 8 }), { minLength: 1, maxLength: 6 })

const lives = (history: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<ReadonlyArray<Block>> => {
  const versions = [Body.make(history[0]!)]
  let last = Body.lastNumber(versions[0]!)
  for (const texts of history.slice(1)) {
    const next = Body.revise(versions.at(-1)!, texts, last)
    last = Math.max(last, Body.lastNumber(next))
    versions.push(next)
  }
  return versions
}

describe("after any edits", () => {
  it("the texts are those of the last edit, in its order", () => {
    fc.assert(fc.property(edits, (history) => {
      expect(lives(history).at(-1)!.map((block) => block.text)).toEqual(history.at(-1))
    }))
  })

  it("no two paragraphs have the same id", () => {
    fc.assert(fc.property(edits, (history) => {
      for (const body of lives(history)) expect(new Set(body.map(({ id }) => id)).size).toBe(body.length)
    }))
  })

  it("an id that is gone never comes back", () => {
    fc.assert(fc.property(edits, (history) => {
      const versions = lives(history).map((body) => new Set(body.map(({ id }) => id)))
      versions.forEach((ids, at) => {
        const gone = [...(versions[at - 1] ?? [])].filter((id) => !ids.has(id))
        for (const later of versions.slice(at)) for (const id of gone) expect(later.has(id)).toBe(false)
      })
    }))
  })

  it("as many paragraphs keep id and text as have a place in the longest common sequence", () => {
    fc.assert(fc.property(fc.array(text, { maxLength: 7 }), fc.array(text, { maxLength: 7 }), (before, after) => {
      const old = Body.make(before)
      const kept = Body.revise(old, after, before.length).filter((block) =>
        old.some(({ id, text }) =>
          id === block.id && text === block.text
        )
      ).length
      expect(kept).toBeGreaterThanOrEqual(longest(before, after))
    }))
  })
})

/** By trying everything. */
const longest = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): number => {
  if (a.length === 0 || b.length === 0) return 0
  const [, ...restA] = a
  const [, ...restB] = b
  return a[0] === b[0] ? 1 + longest(restA, restB) : Math.max(longest(restA, b), longest(a, restB))
}
