import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import * as ErasureLedger from "../src/ErasureLedger.ts"
import type * as KeyVault from "../src/KeyVault.ts"
import * as StoredKeyVault from "../src/StoredKeyVault.ts"
import * as VaultAudit from "../src/VaultAudit.ts"
import * as VaultStorage from "../src/VaultStorage.ts"

const masterKey = new Uint8Array(32).fill(7)
const open = (storage: VaultStorage.VaultStorage, ledger: ErasureLedger.ErasureLedger) =>
  StoredKeyVault.make({ storage, ledger, masterKey })

const place = (subject: string, purpose = "contact") => ({ subject, purpose, context: "here" })
const seal = (vault: KeyVault.KeyVault["Service"], subject: string, purpose?: string) =>
  Effect.map(vault.seal([{ ...place(subject, purpose), plainText: `of ${subject}` }]), ([box]) => ({
    ...place(subject, purpose),
    box: box!
  }))

/** Keys of three people: one is remembered, one was forgotten, of one only the purpose `contact` is forgotten. */
const threePeople = Effect.gen(function*() {
  const [storage, ledger] = [VaultStorage.memory(), ErasureLedger.memory()]
  const vault = yield* open(storage, ledger)
  const [kept, gone] = [yield* seal(vault, "kept"), yield* seal(vault, "gone")]
  const publication = yield* seal(vault, "half", "publication")
  yield* seal(vault, "half")
  yield* vault.forget("gone")
  yield* vault.forget("half", "contact")
  return { storage, ledger, kept, gone, publication }
})

/** All of a storage at this moment. */
const copy = Effect.fnUntraced(function*(storage: VaultStorage.VaultStorage) {
  const same = VaultStorage.memory()
  yield* same.change({ expect: new Map(), set: new Map(yield* VaultStorage.listAll(storage, "")) })
  return same
})

describe("an audit of keys and their ledger", () => {
  it.effect("finds nothing where the two say the same", () =>
    Effect.gen(function*() {
      const { ledger, storage } = yield* threePeople
      expect(yield* VaultAudit.audit(storage, ledger)).toEqual({
        keys: 2,
        erasures: [{ subject: "gone" }, { subject: "half", purpose: "contact" }],
        fault: undefined,
        notInLedger: [],
        notCarriedOut: []
      })
    }))

  it.effect("names what an old copy of the keys still has, and what the next opening destroys", () =>
    Effect.gen(function*() {
      const { ledger, storage } = yield* threePeople
      const old = yield* copy(storage)
      yield* (yield* open(storage, ledger)).forget("kept")
      const found = yield* VaultAudit.audit(old, ledger)
      expect([found.fault, found.notCarriedOut]).toEqual([undefined, [{ subject: "kept", purpose: "contact" }]])
      yield* open(old, ledger)
      expect((yield* VaultAudit.audit(old, ledger)).notCarriedOut).toEqual([])
    }))

  it.effect("says why no program would open the two, and what only the keys still know", () =>
    Effect.gen(function*() {
      const { ledger, storage } = yield* threePeople
      const short = ErasureLedger.memory()
      const [first, second] = yield* ledger.read(0)
      yield* short.append(0, first!)
      yield* short.append(1, second!)
      const found = yield* VaultAudit.audit(storage, short)
      expect(found.fault).toMatchObject({ reason: "LedgerLost" })
      expect(found.notInLedger).toEqual([{ subject: "half", purpose: "contact" }])
      expect((yield* VaultAudit.audit(storage, ErasureLedger.memory())).fault).toMatchObject({ reason: "LedgerLost" })
      expect(yield* Effect.flip(VaultAudit.audit(VaultStorage.memory(), ledger))).toMatchObject({ reason: "KeysLost" })
    }))
})

describe("a ledger that was lost", () => {
  it.effect("is made anew of what the keys remember and of who else was forgotten; nobody comes back", () =>
    Effect.gen(function*() {
      const { gone, kept, publication, storage } = yield* threePeople
      const fresh = ErasureLedger.memory()
      expect(yield* Effect.flip(open(storage, fresh))).toMatchObject({ reason: "LedgerLost" })
      expect(yield* VaultAudit.rebuildLedger(storage, fresh, [{ subject: "kept" }, { subject: "gone" }])).toBe(3)
      const vault = yield* open(storage, fresh)
      const opened = yield* vault.open([gone, kept, publication])
      expect(opened.map((one) => typeof one === "string" ? one : one._tag)).toEqual(["Erased", "Erased", "of half"])
      expect((yield* Effect.flip(seal(vault, "gone")))._tag).toBe("SubjectErased")
      expect(yield* VaultAudit.audit(storage, fresh)).toMatchObject({
        fault: undefined,
        notInLedger: [],
        notCarriedOut: []
      })
    }))

  it.effect("does not fit copies of the keys from before it; those get one made of what it has", () =>
    Effect.gen(function*() {
      const { kept, storage } = yield* threePeople
      yield* TestClock.adjust("1 second")
      const [old, fresh, again] = [yield* copy(storage), ErasureLedger.memory(), ErasureLedger.memory()]
      yield* VaultAudit.rebuildLedger(storage, fresh)
      yield* (yield* open(storage, fresh)).forget("kept")
      const found = yield* VaultAudit.audit(old, fresh)
      expect(found.fault?.reason).toBe("LedgerLost")
      expect((yield* Effect.flip(open(old, fresh))).reason).toBe("LedgerLost")
      yield* VaultAudit.rebuildLedger(old, again, found.erasures)
      const vault = yield* open(old, again)
      expect(yield* vault.open([kept])).toMatchObject([{ _tag: "Erased" }])
    }))

  it.effect("is not made over one that is there", () =>
    Effect.gen(function*() {
      const { ledger, storage } = yield* threePeople
      expect(yield* Effect.flip(VaultAudit.rebuildLedger(storage, ledger))).toMatchObject({ reason: "LedgerLost" })
      expect(yield* ledger.read(0)).toHaveLength(3)
    }))
})
