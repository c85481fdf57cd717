import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as MemoryEventStore from "../src/MemoryEventStore.ts"
import * as MemoryViewStore from "../src/MemoryViewStore.ts"
import { checkLaws, type Harness, laws, wrongRuntimes } from "../src/testing/index.ts"

const memory: Harness = {
  open: Effect.map(MemoryEventStore.make(), (driver) => ({ driver, connect: Effect.succeed(driver) })),
  views: Effect.sync(() => {
    const views = MemoryViewStore.make()
    return { views, connect: Effect.succeed(views) }
  })
}

const all = [...laws.subscriptions, ...laws.followers]

describe("what follows a log keeps the laws on the stores in memory", () => {
  for (const law of all) it.live(law.name, () => law.check(memory))
})

describe("each law finds the runtime that breaks it, and no other law does", () => {
  it("there is a wrong runtime for every law", () => {
    expect(new Set(wrongRuntimes.map(({ breaks }) => breaks))).toEqual(new Set(all.map(({ name }) => name)))
  })

  for (const wrong of wrongRuntimes) {
    it.live(`a runtime that ${wrong.name}`, () =>
      Effect.gen(function*() {
        const verdicts = yield* Effect.forEach(
          all,
          (law) => checkLaws([law], { ...memory, runtime: wrong.make(), sizes: { patience: 6000 } }),
          { concurrency: 8 }
        )
        const broken = verdicts.flat().filter((verdict) => verdict.broken !== undefined)
        expect(broken.map(({ law }) => law)).toEqual([wrong.breaks])
      }), 30_000)
  }
})
