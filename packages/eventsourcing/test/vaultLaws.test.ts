import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as ErasureLedger from "../src/ErasureLedger.ts"
import { checkHarness, checkLaws, type Harness, laws, openVault, wrongVaults } from "../src/testing/index.ts"
import * as VaultStorage from "../src/VaultStorage.ts"

const memory: Harness = {
  vault: openVault(Effect.sync(() => {
    const ports = { storage: VaultStorage.memory(), ledger: ErasureLedger.memory() }
    return { ...ports, connect: Effect.succeed(ports) }
  }))
}

describe("keys in memory keep the laws", () => {
  for (const law of laws.vault) it.live(law.name, () => law.check(memory))

  it.live("and the report says that nothing else is claimed", () =>
    Effect.gen(function*() {
      const offered = (yield* checkHarness(memory)).filter((list) => list.offered)
      expect(offered.map(({ list }) => list)).toEqual(["vault"])
      expect(offered.flatMap(({ verdicts }) => verdicts.filter(({ broken }) => broken !== undefined))).toEqual([])
    }))
})

describe("each law finds the vault that breaks it, and no other law does", () => {
  it("there is a wrong vault for every law", () => {
    expect(new Set(wrongVaults.map(({ breaks }) => breaks))).toEqual(new Set(laws.vault.map(({ name }) => name)))
  })

  for (const wrong of wrongVaults) {
    it.live(`a vault that ${wrong.name}`, () =>
      Effect.gen(function*() {
        const verdicts = yield* checkLaws(laws.vault, { vault: wrong.open })
        const broken = verdicts.filter((verdict) => verdict.broken !== undefined)
        expect(broken.map(({ law }) => law)).toEqual([wrong.breaks])
      }))
  }
})
