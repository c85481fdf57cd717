/** Data keys: read with their tombstones, made when something is sealed for the first time, unwrapped once. */
import * as Effect from "effect/Effect"
import type { Claim } from "../../KeyVault.ts"
import { SubjectErased, type VaultFault } from "../../VaultError.ts"
import type { VaultStorage } from "../../VaultStorage.ts"
import { randomBytes } from "../randomBytes.ts"
import { type DataKey, dataKey } from "../seal.ts"
import { attempt, fault, untilMade } from "./attempt.ts"
import * as Entries from "./entries.ts"
import type { Erasures } from "./erasures.ts"
import { keyBytes, type MasterKeys, unwrap, wrap } from "./masterKeys.ts"

/** What is known of a key: its entry, that it was destroyed, or nothing. */
type Found =
  & { readonly name: string; readonly id: Entries.KeyId }
  & (
    | { readonly _tag: "Key"; readonly text: string }
    | { readonly _tag: "Erased" | "Unknown" }
  )

export interface DataKeys {
  /** The keys by name; `erased` for one that was destroyed, nothing for one that never was. */
  readonly read: (
    ids: ReadonlyArray<Entries.KeyId>
  ) => Effect.Effect<ReadonlyMap<string, DataKey | "erased">, VaultFault>
  /** The keys by name; those that are not there are made. Fails when one was destroyed. */
  readonly obtain: (
    ids: ReadonlyArray<Entries.KeyId>,
    claim: Claim | undefined
  ) => Effect.Effect<ReadonlyMap<string, DataKey>, SubjectErased | VaultFault>
  /** Removes the keys that were made for the claim and that nobody else has used. */
  readonly discard: (claim: Claim) => Effect.Effect<void, VaultFault>
}

const unique = (ids: ReadonlyArray<Entries.KeyId>): ReadonlyArray<readonly [name: string, id: Entries.KeyId]> => [
  ...new Map(ids.map((id) => [Entries.keyName(id), id]))
]

/** Saves unwrapping and never asking: an entry that is not the one which was unwrapped is unwrapped anew. */
const makeCache = (masters: MasterKeys, size: number) => {
  const unwrapped = new Map<string, { readonly text: string; readonly key: DataKey }>()
  const get = Effect.fnUntraced(function*(name: string, text: string): Effect.fn.Return<DataKey, VaultFault> {
    const known = unwrapped.get(name)
    unwrapped.delete(name)
    const key = known?.text === text ? known.key : dataKey(yield* unwrap(masters, name, text))
    unwrapped.set(name, { text, key })
    for (const oldest of unwrapped.keys()) {
      if (unwrapped.size <= size) break
      unwrapped.delete(oldest)
    }
    return key
  })
  return { get, drop: (name: string) => unwrapped.delete(name) }
}

export const make = (options: {
  readonly storage: VaultStorage
  readonly erasures: Erasures
  readonly masters: MasterKeys
  readonly cacheSize: number
}): DataKeys => {
  const { erasures, masters, storage } = options
  const cache = makeCache(masters, options.cacheSize)

  /** The storage first and the ledger after it: an erasure that the storage has not carried out is not missed. */
  const find = Effect.fnUntraced(function*(ids: ReadonlyArray<readonly [name: string, id: Entries.KeyId]>) {
    const texts = yield* storage.get(ids.flatMap(([name, { subject }]) => [name, Entries.everyPurpose(subject)]))
    yield* erasures.refresh
    return ids.map(([name, id], place): Found => {
      const text = texts[2 * place]
      const isErased = text === Entries.tombstone || texts[2 * place + 1] !== undefined || erasures.has(id)
      if (!isErased) return text === undefined ? { name, id, _tag: "Unknown" } : { name, id, _tag: "Key", text }
      cache.drop(name)
      return { name, id, _tag: "Erased" }
    })
  })

  const read: DataKeys["read"] = Effect.fnUntraced(function*(ids) {
    const keys = new Map<string, DataKey | "erased">()
    for (const one of yield* find(unique(ids))) {
      if (one._tag === "Erased") keys.set(one.name, "erased")
      if (one._tag === "Key") keys.set(one.name, yield* cache.get(one.name, one.text))
    }
    return keys
  })

  const make = Effect.fnUntraced(function*(missing: ReadonlyArray<Found>, claim: Claim | undefined) {
    const set = new Map(missing.map(({ name }) => [name, wrap(masters, name, randomBytes(keyBytes), claim?.id)]))
    const master = Entries.masterName(masters.current)
    const absent = missing.flatMap(({ id, name }) => [name, Entries.everyPurpose(id.subject)])
    const expect = new Map<string, string | undefined>([
      [master, Entries.active],
      ...absent.map((name) => [name, undefined] as const)
    ])
    if (yield* storage.change({ expect, set })) {
      for (const name of set.keys()) claim?.made.add(name)
      return
    }
    if ((yield* storage.get([master]))[0] !== Entries.active) {
      const sentence = "the master key was replaced while this program ran: start it again with the new one"
      return yield* fault("MasterKey", "make a data key", sentence)
    }
  })

  /** A key that another commit made, and may still give back, is kept by whoever uses it as well. */
  const adopt = Effect.fnUntraced(function*(claimed: ReadonlyArray<Found & { readonly _tag: "Key" }>) {
    const kept = (text: string) => {
      const { claim: _, ...entry } = Entries.decodeKey(text)
      return Entries.encodeKey(entry)
    }
    const expect = new Map(claimed.map(({ name, text }) => [name, text]))
    const set = yield* attempt(
      "Damaged",
      "seal",
      "a key's entry is damaged",
      () => new Map(claimed.map(({ name, text }) => [name, kept(text)]))
    )
    yield* storage.change({ expect, set })
  })

  const isOthers = (found: Found, claim: Claim | undefined): found is Found & { readonly _tag: "Key" } =>
    found._tag === "Key" && found.text.includes(`"claim":`) && !claim?.made.has(found.name)

  const obtain: DataKeys["obtain"] = (ids, claim) => {
    const named = unique(ids)
    const tryOnce = Effect.gen(function*() {
      const found = yield* find(named)
      const gone = found.find(({ _tag }) => _tag === "Erased")
      if (gone) return yield* new SubjectErased(gone.id)
      const missing = found.filter(({ _tag }) => _tag === "Unknown")
      const claimed = found.filter((one) => isOthers(one, claim))
      if (missing.length > 0) yield* make(missing, claim)
      else if (claimed.length > 0) yield* adopt(claimed)
      if (missing.length + claimed.length > 0) return undefined
      const keys = new Map<string, DataKey>()
      for (const one of found) if (one._tag === "Key") keys.set(one.name, yield* cache.get(one.name, one.text))
      return keys
    })
    return untilMade("seal", tryOnce)
  }

  const discard: DataKeys["discard"] = Effect.fnUntraced(function*({ id, made }) {
    const names = [...made].filter((name) => name.startsWith(Entries.keys))
    if (names.length === 0) return
    const texts = yield* storage.get(names)
    for (const [place, name] of names.entries()) {
      const text = texts[place]
      if (text?.endsWith(`"claim":${JSON.stringify(id)}}`) !== true) continue
      yield* storage.change({ expect: new Map([[name, text]]), set: new Map([[name, undefined]]) })
      cache.drop(name)
    }
  })

  return { read, obtain, discard }
}
