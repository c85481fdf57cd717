/** Brings keys and ledger together: makes both when they are new, and finds out when one of them was lost. */
import * as Effect from "effect/Effect"
import * as Base64Url from "effect/encoding/Base64Url"
import type { VaultFault } from "../../VaultError.ts"
import { listAll, type VaultStorage } from "../../VaultStorage.ts"
import { randomBytes } from "../randomBytes.ts"
import { attempt, fault, untilMade } from "./attempt.ts"
import * as Entries from "./entries.ts"
import type { Erasure, Erasures } from "./erasures.ts"
import { admit, type MasterKeys } from "./masterKeys.ts"

const readVault = Effect.fnUntraced(function*(storage: VaultStorage) {
  const [text] = yield* storage.get([Entries.vault])
  if (text === undefined) return undefined
  const entry = yield* attempt("Damaged", "open", "the vault's own entry is damaged", () => Entries.decodeVault(text))
  return { text, entry }
})

const makeVault = (storage: VaultStorage, masters: MasterKeys) => {
  const id = Base64Url.encode(randomBytes(15))
  const master = Entries.masterName(masters.current)
  return storage.change({
    expect: new Map([[Entries.vault, undefined], [master, undefined]]),
    set: new Map([[Entries.vault, Entries.encodeVault({ id, records: 0, digest: "" })], [master, Entries.active]])
  })
}

/** The keys come first and the ledger after them: a ledger without keys was never made, so keys were lost. */
const obtainVault = (storage: VaultStorage, masters: MasterKeys, erasures: Erasures) =>
  untilMade(
    "open",
    Effect.gen(function*() {
      const known = yield* readVault(storage)
      if (known !== undefined) return known.entry
      yield* erasures.refresh
      if (erasures.owner() !== undefined) {
        const sentence = "there is a ledger of erasures, and the keys that it belongs to are gone; restore their file"
        return yield* fault("KeysLost", "open", sentence)
      }
      yield* makeVault(storage, masters)
      return undefined
    })
  )

/** Why a ledger does not belong to the keys, if it does not. */
export const judgeLedger = ({ id, ...witness }: Entries.VaultEntry, erasures: Erasures): VaultFault | undefined => {
  const lost = (sentence: string) => fault("LedgerLost", "open", sentence)
  if (erasures.owner() === undefined) {
    return lost("the ledger of erasures is gone: without it, forgotten keys could come back; restore it")
  }
  if (erasures.owner() !== id) return lost("the ledger of erasures belongs to other keys")
  return erasures.wasHead(witness)
    ? undefined
    : lost("the ledger of erasures was cut short or changed; restore the newest copy")
}

/** The vault's entry once it knows of all that the ledger, as it was last read, has. Never goes back. */
const witnessed = (entry: Entries.VaultEntry, erasures: Erasures): Entries.VaultEntry => {
  const head = erasures.head()
  return entry.records >= head.records ? entry : { id: entry.id, ...head }
}

/** What carrying out an erasure removes and leaves behind: keys make way for tombstones, look-ups for nothing. */
const removals = Effect.fnUntraced(function*(storage: VaultStorage, { purpose, subject }: Erasure) {
  const expect = new Map<string, string | undefined>()
  const set = new Map<string, string | undefined>()
  const bury = (name: string, text: string | undefined) => {
    if (text === Entries.tombstone) return
    expect.set(name, text)
    set.set(name, Entries.tombstone)
  }
  if (purpose !== undefined) {
    const name = Entries.keyName({ subject, purpose })
    bury(name, (yield* storage.get([name]))[0])
    return { expect, set }
  }
  const all = Entries.everyPurpose(subject)
  bury(all, (yield* storage.get([all]))[0])
  for (const [name, text] of yield* listAll(storage, Entries.keysOf(subject))) if (name !== all) bury(name, text)
  for (const [name] of yield* listAll(storage, Entries.lookupsOf(subject))) {
    set.set(name, undefined)
    set.set(Entries.lookupName(Entries.digestOf(name)), undefined)
  }
  return { expect, set }
})

/** Carries out in the keys what the ledger says, and notes how far the ledger was followed. */
export const carryOut = Effect.fnUntraced(function*(
  storage: VaultStorage,
  erasures: Erasures,
  list: ReadonlyArray<Erasure>
): Effect.fn.Return<void, VaultFault> {
  for (const erasure of list) {
    yield* untilMade(
      "forget",
      Effect.gen(function*() {
        const { expect, set } = yield* removals(storage, erasure)
        if (set.size === 0) return true
        // Again, until nothing is left: a key may have been made while these were looked for.
        yield* storage.change({ expect, set })
        return undefined
      })
    )
  }
  yield* untilMade(
    "forget",
    Effect.gen(function*() {
      const known = yield* readVault(storage)
      if (known === undefined) return yield* fault("KeysLost", "forget", "the vault's own entry is gone")
      const text = Entries.encodeVault(witnessed(known.entry, erasures))
      const change = {
        expect: new Map([[Entries.vault, known.text]]),
        set: new Map([[Entries.vault, text]]),
        shred: true
      }
      return (yield* storage.change(change)) ? true : undefined
    })
  )
})

/** The vault's id, once keys and ledger are known to belong together and say the same. */
export const openVault = Effect.fnUntraced(function*(
  storage: VaultStorage,
  erasures: Erasures,
  masters: MasterKeys
): Effect.fn.Return<string, VaultFault> {
  const entry = yield* obtainVault(storage, masters, erasures)
  yield* admit(storage, masters)
  if (entry.records === 0) yield* erasures.begin(entry.id)
  else yield* erasures.refresh
  const problem = judgeLedger(entry, erasures)
  if (problem) return yield* problem
  if (entry.records < erasures.head().records) yield* carryOut(storage, erasures, erasures.since(entry.records))
  return entry.id
})
