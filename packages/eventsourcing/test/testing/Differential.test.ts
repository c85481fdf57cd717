import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as MemoryEventStore from "../../src/MemoryEventStore.ts"
import { Differential, RandomProgram, wrongStores } from "../../src/testing/index.ts"

const wrong = (name: string) => {
  const store = wrongStores.find((one) => one.name === name)!
  return Effect.map(store.open, ({ driver }) => driver)
}

describe("comparing a store with the memory store", () => {
  it("asks the same of both for the same seed, and something else for another", () => {
    expect(RandomProgram.make(7, 40)).toEqual(RandomProgram.make(7, 40))
    expect(RandomProgram.make(7, 40)).not.toEqual(RandomProgram.make(8, 40))
  })

  it("asks for commits and for every kind of reading", () => {
    const kinds = new Set(
      Array.from({ length: 5 }, (_, seed) => RandomProgram.make(seed, 40)).flat().map(({ _tag }) => _tag)
    )
    expect(kinds).toEqual(new Set(["Commit", "FindCommit", "ReadStream", "ReadAll", "Head"]))
  })

  it.live("finds no difference between the memory store and itself", () =>
    Effect.gen(function*() {
      expect(yield* Differential.find({ open: MemoryEventStore.make(), programs: 30 })).toBeUndefined()
    }))

  it.live("meets every outcome of a commit", () =>
    Effect.gen(function*() {
      const driver = yield* MemoryEventStore.make()
      const met = new Set<string>()
      for (let seed = 1; seed <= 10; seed++) {
        for (const step of RandomProgram.make(seed, 40)) {
          if (step._tag === "Commit") met.add((yield* driver.commit(step.commit))._tag)
        }
      }
      expect(met).toEqual(new Set(["Committed", "Repeated", "Conflict", "GuardFailed", "CommitIdReused"]))
    }))

  it.live("shows the shortest program that tells the two apart", () =>
    Effect.gen(function*() {
      const open = wrong("forgets guards of streams")
      const found = yield* Differential.find({ open })
      expect(found?.program).toMatchObject([{ _tag: "Commit" }])
      expect([found?.actual, found?.expected]).toEqual([
        expect.stringContaining("Committed"),
        expect.stringContaining("GuardFailed")
      ])
      for (let at = 0; at < found!.program.length; at++) {
        expect(yield* Differential.compare(found!.program.toSpliced(at, 1), { open })).toBeUndefined()
      }
    }))

  it.live("needs both steps where it takes two to show it", () =>
    Effect.gen(function*() {
      const found = yield* Differential.find({
        open: wrong("answers a known commit id without comparing the contents")
      })
      expect(found?.program).toMatchObject([{ _tag: "Commit" }, { _tag: "Commit" }])
      expect(found?.expected).toContain("CommitIdReused")
    }))

  it.live("tells a refusal from an answer", () =>
    Effect.gen(function*() {
      const found = yield* Differential.find({
        open: Effect.map(
          MemoryEventStore.make(),
          (right) => ({ ...right, head: Effect.fail({ _tag: "Odd" } as never) })
        )
      })
      expect(found?.program).toEqual([{ _tag: "Head" }])
      expect(found?.actual).toContain("Odd")
    }))
})
