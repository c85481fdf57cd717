import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { checkLaws, type Harness, laws, wrongStores } from "../src/testing/index.ts"
import * as MemoryEventStore from "../src/MemoryEventStore.ts"

const over = (make: typeof wrongStores[number]["make"]): Harness => ({
  open: Effect.map(make, (driver) => ({ driver, connect: Effect.succeed(driver) }))
})

describe("the memory store keeps the laws", () => {
  for (const law of laws.core) {
    it.effect(law.name, () => law.check(over(MemoryEventStore.make())))
  }
})

describe("each law finds the store that breaks it, and no other law does", () => {
  it("has a wrong store for every law", () => {
    expect(wrongStores.map((store) => store.breaks).toSorted()).toEqual(laws.core.map((law) => law.name).toSorted())
  })
  for (const store of wrongStores) {
    it.effect(`a store that ${store.name}`, () =>
      Effect.gen(function*() {
        const verdicts = yield* checkLaws(laws.core, over(store.make))
        const broken = verdicts.filter((verdict) => verdict.broken !== undefined)
        expect(broken.map((verdict) => verdict.law)).toEqual([store.breaks])
      }))
  }
})
