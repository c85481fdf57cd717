import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as MemoryEventStore from "../src/MemoryEventStore.ts"
import * as MemoryViewStore from "../src/MemoryViewStore.ts"
import {
  checkLaws,
  type Harness,
  type Law,
  laws,
  openDurable,
  wrongDurableStores,
  wrongQueryStores,
  wrongStores,
  wrongViewStores
} from "../src/testing/index.ts"

const logs = (make: typeof wrongStores[number]["make"]): Harness => ({
  open: Effect.map(make, (driver) => ({ driver, connect: Effect.succeed(driver) }))
})

const views = (make: typeof wrongViewStores[number]["make"]): Harness => ({
  views: Effect.sync(() => {
    const store = make()
    return { views: store, connect: Effect.succeed(store) }
  })
})

const keeps = (list: ReadonlyArray<Law>, harness: Harness) => {
  for (const law of list) it.effect(law.name, () => law.check(harness))
}

describe("the memory stores keep the laws", () => {
  keeps(laws.core, logs(MemoryEventStore.make()))
  keeps(laws.queries, logs(MemoryEventStore.make()))
  keeps(laws.durable, { open: openDurable() })
  keeps(laws.views, views(MemoryViewStore.make))
})

const findsEach = (
  list: ReadonlyArray<Law>,
  stores: ReadonlyArray<{ readonly name: string; readonly breaks: string; readonly harness: Harness }>
) => {
  it("has a wrong store for every law", () => {
    expect(stores.map((store) => store.breaks).toSorted()).toEqual(list.map((law) => law.name).toSorted())
  })
  for (const store of stores) {
    it.effect(`a store that ${store.name}`, () =>
      Effect.gen(function*() {
        const verdicts = yield* checkLaws(list, store.harness)
        const broken = verdicts.filter((verdict) => verdict.broken !== undefined)
        expect(broken.map((verdict) => verdict.law)).toEqual([store.breaks])
      }))
  }
}

describe("each law finds the store that breaks it, and no other law does", () => {
  findsEach(laws.core, wrongStores.map((store) => ({ ...store, harness: logs(store.make) })))
  findsEach(laws.durable, wrongDurableStores.map((store) => ({ ...store, harness: store })))
  findsEach(laws.queries, wrongQueryStores.map((store) => ({ ...store, harness: logs(store.make) })))
  findsEach(laws.views, wrongViewStores.map((store) => ({ ...store, harness: views(store.make) })))

  it.effect("a harness that does not offer what a law needs breaks it, and is told so", () =>
    Effect.gen(function*() {
      const verdicts = yield* checkLaws(laws.durable, logs(MemoryEventStore.make()))
      expect(verdicts.every((verdict) => verdict.broken?.includes("does not offer"))).toBe(true)
    }))
})
