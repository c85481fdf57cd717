import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as MemoryEventStore from "../src/MemoryEventStore.ts"
import * as MemoryViewStore from "../src/MemoryViewStore.ts"
import {
  checkHarness,
  checkLaws,
  type Harness,
  type Law,
  laws,
  SimulatedLog,
  wrongModelStores,
  wrongStores,
  wrongViewStores
} from "../src/testing/index.ts"

const memory: Harness = {
  open: Effect.map(MemoryEventStore.make(), (driver) => ({ driver, connect: Effect.succeed(driver) }))
}

const views = (make: typeof wrongViewStores[number]["make"]): Harness => ({
  views: Effect.sync(() => {
    const store = make()
    return { views: store, connect: Effect.succeed(store) }
  })
})

/** Deep enough for a store that looks at a thousand events; a law that does not end is found in seconds, on a busy machine too. */
const sizes = { depth: 1500, kills: 3, programs: 15, patience: 6000 }

/** Every law about a log that does not compare it with a model. */
const single: ReadonlyArray<Law> = [
  ...laws.core,
  ...laws.durable,
  ...laws.queries,
  ...laws.processes,
  ...laws.kill,
  ...laws.damage,
  ...laws.cut,
  ...laws.full
]

const keeps = (list: ReadonlyArray<Law>, harness: Harness) => {
  for (const law of list) it.live(law.name, () => law.check(harness))
}

describe("the memory stores keep the laws", () => {
  keeps([...laws.core, ...laws.model, ...laws.queries], memory)
  keeps(laws.views, views(MemoryViewStore.make))
})

describe("a simulated log keeps the laws of everything that can happen to one", () => {
  keeps([...single, ...laws.model], { open: SimulatedLog.open(), sizes })
})

const brokenBy = (list: ReadonlyArray<Law>, harness: Harness) =>
  Effect.map(
    checkLaws(list, harness),
    (verdicts) => verdicts.filter((verdict) => verdict.broken !== undefined).map(({ law }) => law)
  )

describe("each law finds the store that breaks it, and no other law does", () => {
  it("there is a wrong store for every law", () => {
    const names = (list: ReadonlyArray<Law>) => new Set(list.map((law) => law.name))
    const found = (stores: ReadonlyArray<{ readonly breaks: string }>) => new Set(stores.map((store) => store.breaks))
    expect(found(wrongStores)).toEqual(names(single))
    expect(found(wrongModelStores)).toEqual(names(laws.model))
    expect(found(wrongViewStores)).toEqual(names(laws.views))
  })

  for (const store of wrongStores) {
    it.live(`a store that ${store.name}`, () =>
      Effect.gen(function*() {
        expect(yield* brokenBy(single, { open: store.open, sizes })).toEqual([store.breaks])
      }), 30_000)
  }

  for (const store of wrongModelStores) {
    it.live(`a store that ${store.name}, which no single law finds`, () =>
      Effect.gen(function*() {
        expect(yield* brokenBy([...single, ...laws.model], { open: store.open, sizes })).toEqual([store.breaks])
      }), 30_000)
  }

  for (const store of wrongViewStores) {
    it.effect(`a view store that ${store.name}`, () =>
      Effect.gen(function*() {
        expect(yield* brokenBy(laws.views, views(store.make))).toEqual([store.breaks])
      }))
  }
})

describe("a harness", () => {
  it.effect("that does not offer what a law needs breaks it, and is told so", () =>
    Effect.gen(function*() {
      const verdicts = yield* checkLaws([...laws.durable, ...laws.kill, ...laws.damage, ...laws.cut], memory)
      expect(verdicts.every((verdict) => verdict.broken?.includes("does not offer"))).toBe(true)
    }))

  it.live("claims the lists that it offers something for, and the report says which", () =>
    Effect.gen(function*() {
      const offered = (harness: Harness) =>
        Effect.map(checkHarness({ ...harness, sizes }), (report) =>
          report.filter((list) => list.offered).map((list) => {
            expect(list.verdicts.filter((verdict) => verdict.broken !== undefined)).toEqual([])
            return list.list
          }))
      expect(yield* offered(memory)).toEqual(["core", "model", "queries", "subscriptions"])
      expect(yield* offered(views(MemoryViewStore.make))).toEqual(["views"])
      expect(yield* offered({ open: SimulatedLog.open() })).toEqual(
        Object.keys(laws).filter((list) => !["views", "vault", "followers"].includes(list))
      )
    }))
})
