import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as ErasureLedger from "../src/ErasureLedger.ts"
import * as KeyRotation from "../src/KeyRotation.ts"
import * as KeyVault from "../src/KeyVault.ts"
import * as StoredKeyVault from "../src/StoredKeyVault.ts"
import * as VaultStorage from "../src/VaultStorage.ts"

const masterKey = new Uint8Array(32).fill(7)
const newMasterKey = new Uint8Array(32).fill(8)
const email = "reader@example.com"
const contact = { subject: "person", purpose: "contact", context: "context" }

const parts = () => ({ storage: VaultStorage.memory(), ledger: ErasureLedger.memory() })
type Parts = ReturnType<typeof parts>
const over = (given: Parts, key = masterKey) => StoredKeyVault.make({ ...given, masterKey: key })

/** A copy of what a storage holds: a backup, or what a thief has. */
const copyOf = Effect.fnUntraced(function*(storage: VaultStorage.VaultStorage) {
  const copy = VaultStorage.memory()
  yield* copy.change({ expect: new Map(), set: new Map(yield* VaultStorage.listAll(storage, "")) })
  return copy
})

const seal = (vault: KeyVault.KeyVault["Service"], place = contact, text = email, claim?: KeyVault.Claim) =>
  Effect.map(vault.seal([{ ...place, plainText: text }], claim), ([box]) => ({ ...place, box: box! }))
const open = (vault: KeyVault.KeyVault["Service"], box: KeyVault.Box) =>
  Effect.map(vault.open([box]), ([text]) => text!)

describe("a key vault", () => {
  it.effect("is not made over the keys of another master key, and goes on with the right one", () =>
    Effect.gen(function*() {
      const given = parts()
      yield* over(given)
      const other = yield* Effect.flip(over(given, newMasterKey))
      expect(other).toMatchObject({ _tag: "VaultFault", reason: "MasterKey" })
      expect(other.message).toContain("another master key")
      const vault = yield* over(given)
      expect(yield* open(vault, yield* seal(vault))).toBe(email)
    }))

  it.effect("keeps its master key when the caller wipes the one that was given", () =>
    Effect.gen(function*() {
      const [given, key] = [parts(), masterKey.slice()]
      const first = yield* over(given, key)
      const box = yield* seal(first)
      key.fill(0)
      expect(yield* open(first, box)).toBe(email)
      expect(yield* open(yield* over(given), box)).toBe(email)
    }))

  it.effect("refuses a master key of another length", () =>
    Effect.gen(function*() {
      expect((yield* Effect.flip(over(parts(), new Uint8Array(16)))).message).toContain("32 bytes")
    }))

  it.effect("seals all of a commit or nothing: a forgotten subject among others leaves no key of the others", () =>
    Effect.gen(function*() {
      const given = parts()
      const vault = yield* over(given)
      yield* vault.forget("gone")
      const texts = ["new", "gone"].map((subject) => ({ ...contact, subject, plainText: email }))
      expect(yield* Effect.flip(vault.seal(texts))).toMatchObject({ _tag: "SubjectErased", subject: "gone" })
      const fault = yield* Effect.flip(open(vault, { ...contact, subject: "new", box: "A".repeat(40) }))
      expect(fault).toMatchObject({ reason: "NoKey" })
    }))

  it.effect("opens what the ledger says was erased for nobody, though the key is still there", () =>
    Effect.gen(function*() {
      const given = parts()
      const vault = yield* over(given)
      const box = yield* seal(vault)
      const failing = { ...given.storage, change: () => Effect.fail(new KeyVault.VaultFault(fault)) }
      const interrupted = yield* over({ ...given, storage: failing })
      yield* Effect.flip(interrupted.forget("person"))
      expect(yield* open(vault, box)).toEqual(KeyVault.erased)
      expect(JSON.stringify(yield* VaultStorage.listAll(given.storage, "key/"))).toContain("wrapped")
      // The next start carries out what was begun.
      yield* over(given)
      expect(JSON.stringify(yield* VaultStorage.listAll(given.storage, "key/"))).not.toContain("wrapped")
    }))
  const fault = { reason: "Unavailable", operation: "change", cause: "disk" } as const

  it.effect("knows a forgotten subject from one that is not, and from one of whom only a purpose is", () =>
    Effect.gen(function*() {
      const vault = yield* over(parts())
      yield* vault.forget("gone")
      yield* vault.forget("partly", "contact")
      expect(yield* Effect.forEach(["gone", "partly", "known"], vault.isForgotten)).toEqual([true, false, false])
    }))

  it.effect("refuses a subject that is empty or no whole Unicode, which would share its key with another", () =>
    Effect.gen(function*() {
      const vault = yield* over(parts())
      for (const subject of ["", "a\ud800"]) {
        expect(yield* Effect.flip(seal(vault, { ...contact, subject }))).toMatchObject({ reason: "Damaged" })
      }
    }))
})

describe("a ledger of erasures", () => {
  const prepare = Effect.gen(function*() {
    const given = parts()
    const vault = yield* over(given)
    const boxes = [yield* seal(vault), yield* seal(vault, { ...contact, subject: "other" })] as const
    yield* vault.forget("person")
    yield* vault.forget("other", "contact")
    return { given, vault, boxes }
  })

  const ledgerOf = (records: ReadonlyArray<string>): ErasureLedger.ErasureLedger => ({
    read: (from) => Effect.succeed(records.slice(from)),
    append: () => Effect.succeed(false)
  })

  it.effect("that was cut short by any number of records is noticed when the vault is opened", () =>
    Effect.gen(function*() {
      const { given } = yield* prepare
      const records = yield* given.ledger.read(0)
      expect(records).toHaveLength(3)
      for (let left = 0; left < records.length; left++) {
        const opened = yield* Effect.flip(over({ ...given, ledger: ledgerOf(records.slice(0, left)) }))
        expect(opened).toMatchObject({ _tag: "VaultFault", reason: "LedgerLost" })
      }
      yield* over({ ...given, ledger: ledgerOf(records) })
    }))

  it.effect("of which any record was changed, left out or exchanged is noticed", () =>
    Effect.gen(function*() {
      const { given } = yield* prepare
      const [first, second, third] = yield* given.ledger.read(0)
      const changes = [
        [first!, second!.replace("person", "nobody"), third!],
        [first!, third!],
        [first!, third!, second!],
        [second!, third!],
        [first!, second!, "{"]
      ]
      for (const records of changes) {
        const opened = yield* Effect.flip(over({ ...given, ledger: ledgerOf(records) }))
        expect(opened).toMatchObject({ reason: "LedgerLost" })
      }
    }))

  it.effect("that is cut short while the program runs is noticed by the next opening of anything", () =>
    Effect.gen(function*() {
      const { boxes, given } = yield* prepare
      let records = yield* given.ledger.read(0)
      const vault = yield* over({
        ...given,
        ledger: { ...given.ledger, read: (from) => Effect.sync(() => records.slice(from)) }
      })
      expect(yield* open(vault, boxes[0])).toEqual(KeyVault.erased)
      records = records.slice(0, 2)
      expect(yield* Effect.flip(open(vault, boxes[0]))).toMatchObject({ reason: "LedgerLost" })
    }))

  it.effect("is applied to keys of an old copy: keys, look-ups and purposes that were forgotten since are gone from it", () =>
    Effect.gen(function*() {
      const given = parts()
      const vault = yield* over(given)
      const subject = yield* vault.subjectOf("email", email)
      const box = yield* seal(vault, { ...contact, subject })
      const old = yield* copyOf(given.storage)
      yield* vault.forget(subject)
      const restored = yield* over({ ...given, storage: old })
      expect(yield* open(restored, box)).toEqual(KeyVault.erased)
      expect(yield* restored.subjectOf("email", email)).not.toBe(subject)
      expect((yield* VaultStorage.listAll(old, "")).filter(([name]) => name.startsWith("known/"))).toHaveLength(1)
      expect(JSON.stringify(yield* old.get([`key/${btoa(subject).replaceAll("=", "")}/Y29udGFjdA`]))).toBe(
        "[\"erased\"]"
      )
    }))

  it.effect("of other keys is refused, and so are keys that a ledger belongs to and that are gone", () =>
    Effect.gen(function*() {
      const { given } = yield* prepare
      const other = parts()
      yield* over(other)
      expect(yield* Effect.flip(over({ ...given, ledger: other.ledger }))).toMatchObject({ reason: "LedgerLost" })
      const lost = yield* Effect.flip(over({ ...given, storage: VaultStorage.memory() }))
      expect(lost).toMatchObject({ reason: "KeysLost" })
    }))
})

describe("replacing the master key", () => {
  const subjects = Array.from({ length: 450 }, (_, place) => `person-${place}`)
  const prepare = Effect.gen(function*() {
    const given = parts()
    const vault = yield* over(given)
    const subject = yield* vault.subjectOf("email", email)
    const boxes = yield* Effect.forEach([...subjects, subject], (one) => seal(vault, { ...contact, subject: one }))
    yield* vault.forget("person-3")
    return { given, vault, subject, boxes }
  })
  const rotation = ({ storage }: Parts) => ({ storage, from: masterKey, to: newMasterKey })

  it.effect("leaves everything as it was, but for the master key", () =>
    Effect.gen(function*() {
      const { boxes, given, subject } = yield* prepare
      expect(yield* KeyRotation.rotate(rotation(given))).toEqual({ rewrapped: 451 })
      const vault = yield* over(given, newMasterKey)
      for (const box of boxes) {
        expect(yield* open(vault, box)).toEqual(box.subject === "person-3" ? KeyVault.erased : email)
      }
      expect((yield* seal(vault, { ...contact, subject })).box).toBe(boxes.at(-1)!.box)
      expect(yield* vault.subjectOf("email", email)).toBe(subject)
      expect(yield* Effect.flip(over(given))).toMatchObject({ reason: "MasterKey" })
      expect(yield* KeyRotation.rotate(rotation(given))).toEqual({ rewrapped: 0 })
    }))

  it.effect("that is stopped before any of its changes is completed by the same call", () =>
    Effect.gen(function*() {
      const { boxes, given, subject } = yield* prepare
      let stops = 0
      for (let before = 0;; before++) {
        const storage = yield* copyOf(given.storage)
        let changes = 0
        const dying = {
          ...storage,
          change: (change: VaultStorage.Change) => changes++ === before ? Effect.die("killed") : storage.change(change)
        }
        const ended = yield* Effect.exit(KeyRotation.rotate({ ...rotation(given), storage: dying }))
        if (ended._tag === "Success") break
        stops++
        const both = yield* StoredKeyVault.make({
          ...given,
          storage,
          masterKey: newMasterKey,
          previousMasterKeys: [masterKey]
        })
        expect(yield* open(both, boxes[0]!)).toBe(email)
        expect(yield* open(both, boxes.at(-1)!)).toBe(email)
        yield* KeyRotation.rotate({ ...rotation(given), storage })
        const vault = yield* over({ ...given, storage }, newMasterKey)
        expect(yield* open(vault, boxes[449]!)).toBe(email)
        expect(yield* vault.subjectOf("email", email)).toBe(subject)
        expect(yield* Effect.flip(over({ ...given, storage }))).toMatchObject({ reason: "MasterKey" })
      }
      // The new one admitted, the old one retired, three pages of keys, the old one gone.
      expect(stops).toBe(6)
    }))

  it.effect("goes on while a program with both keys seals, opens and forgets", () =>
    Effect.gen(function*() {
      const { boxes, given } = yield* prepare
      const both = yield* StoredKeyVault.make({ ...given, masterKey: newMasterKey, previousMasterKeys: [masterKey] })
      const sealed: Array<KeyVault.Box> = []
      const meanwhile = (count: number) =>
        Effect.gen(function*() {
          sealed.push(yield* seal(both, { ...contact, subject: `late-${count}` }))
          expect(yield* open(both, boxes[0]!)).toBe(email)
          yield* both.forget("person-440")
        }).pipe(Effect.orDie)
      yield* KeyRotation.rotate({ ...rotation(given), onProgress: meanwhile })
      const vault = yield* over(given, newMasterKey)
      expect(sealed.length).toBeGreaterThan(0)
      for (const box of sealed) expect(yield* open(vault, box)).toBe(email)
      expect(yield* open(vault, boxes[440]!)).toEqual(KeyVault.erased)
    }))

  it.effect("asks a program that has one of the two keys for the other one", () =>
    Effect.gen(function*() {
      const { given, vault } = yield* prepare
      const stopped = { ...rotation(given), onProgress: () => Effect.die("stopped") }
      yield* Effect.exit(KeyRotation.rotate(stopped))
      for (const key of [masterKey, newMasterKey]) {
        expect((yield* Effect.flip(over(given, key))).message).toContain("both are needed")
      }
      // One that has been running with the old one makes no key that would be left behind.
      const late = yield* Effect.flip(seal(vault, { ...contact, subject: "late" }))
      expect(late).toMatchObject({ _tag: "VaultFault", reason: "MasterKey" })
    }))

  it.effect("by a key that wrapped none of them is refused, and changes nothing", () =>
    Effect.gen(function*() {
      const { given } = yield* prepare
      const before = yield* VaultStorage.listAll(given.storage, "")
      const other = new Uint8Array(32).fill(9)
      const refused = yield* Effect.flip(KeyRotation.rotate({ storage: given.storage, from: other, to: newMasterKey }))
      expect(refused).toMatchObject({ reason: "MasterKey" })
      const same = yield* Effect.flip(KeyRotation.rotate({ storage: given.storage, from: masterKey, to: masterKey }))
      expect(same).toMatchObject({ reason: "MasterKey" })
      expect(yield* VaultStorage.listAll(given.storage, "")).toEqual(before)
    }))
})
