/** The keys that wrap data keys: which are given, which the storage knows, and how one is admitted. */
import * as Effect from "effect/Effect"
import * as Base64Url from "effect/encoding/Base64Url"
import * as Result from "effect/Result"
import type { VaultFault } from "../../VaultError.ts"
import { listAll, type VaultStorage } from "../../VaultStorage.ts"
import { type DataKey, dataKey, fingerprint, openBytes, sealBytes } from "../seal.ts"
import { attempt, fault, untilMade } from "./attempt.ts"
import * as Entries from "./entries.ts"

export const keyBytes = 32

/** The key that new data keys are wrapped with, and all that may have wrapped one. */
export interface MasterKeys {
  readonly current: string
  readonly byFingerprint: ReadonlyMap<string, DataKey>
}

const own = (given: Uint8Array): Effect.Effect<DataKey, VaultFault> =>
  given.length === keyBytes
    ? Effect.sync(() => dataKey(Uint8Array.from(given)))
    : Effect.fail(
      fault("MasterKey", "open", `the master key must have ${keyBytes} bytes, this one has ${given.length}`)
    )

/** Copies the keys, the current one first, so that the caller may wipe them. */
export const make = Effect.fnUntraced(function*(
  current: Uint8Array,
  previous: ReadonlyArray<Uint8Array>
): Effect.fn.Return<MasterKeys, VaultFault> {
  const keys = yield* Effect.forEach([current, ...previous], own)
  const named = keys.map((key) => [Base64Url.encode(fingerprint(key)), key] as const)
  return { current: named[0]![0], byFingerprint: new Map(named) }
})

/** The master keys that the storage's keys may be wrapped with, by fingerprint, and what has become of each. */
export const registered = (storage: VaultStorage): Effect.Effect<ReadonlyMap<string, string>, VaultFault> =>
  Effect.map(
    listAll(storage, Entries.masters),
    (found) => new Map(found.map(([name, state]) => [name.slice(Entries.masters.length), state]))
  )

const refuse = (sentence: string): VaultFault => fault("MasterKey", "open", sentence)

/**
 * Every registered master key is one of those that are given, and the current one is registered from now on. A vault
 * that nobody has used yet has none, and gets its first one when it is made.
 */
export const admit = (storage: VaultStorage, masters: MasterKeys): Effect.Effect<void, VaultFault> =>
  untilMade(
    "open",
    Effect.gen(function*() {
      const known = yield* registered(storage)
      const missing = [...known.keys()].filter((one) => !masters.byFingerprint.has(one))
      if (missing.length === known.size) return yield* refuse("its keys were made with another master key")
      if (missing.length > 0) {
        return yield* refuse("the master key is being changed: both are needed, the new one and the previous one")
      }
      const state = known.get(masters.current)
      if (state === Entries.retiring) return yield* refuse("this master key is being replaced: give the new one first")
      if (state === Entries.active) return true
      const name = Entries.masterName(masters.current)
      const made = yield* storage.change({
        expect: new Map([[name, undefined]]),
        set: new Map([[name, Entries.active]])
      })
      return made ? true : undefined
    })
  ).pipe(Effect.asVoid)

const wrapContext = (name: string): string => `dateline-data-key:${name}`

/** A data key as the storage keeps it under this name. */
export const wrap = (masters: MasterKeys, name: string, raw: Uint8Array, claim?: string): string =>
  Entries.encodeKey({
    master: masters.current,
    wrapped: Base64Url.encode(sealBytes(masters.byFingerprint.get(masters.current)!, wrapContext(name), raw)),
    ...(claim === undefined ? {} : { claim })
  })

/** The data key in an entry. */
export const unwrap = Effect.fnUntraced(function*(
  masters: MasterKeys,
  name: string,
  text: string
): Effect.fn.Return<Uint8Array, VaultFault> {
  const damaged = "a data key was changed, or belongs elsewhere"
  const entry = yield* attempt("Damaged", "unwrap a data key", damaged, () => Entries.decodeKey(text))
  const master = masters.byFingerprint.get(entry.master)
  if (master === undefined) {
    const sentence = "a data key is wrapped with a master key that this program was not given"
    return yield* fault("MasterKey", "unwrap a data key", sentence)
  }
  const open = () => openBytes(master, wrapContext(name), Result.getOrThrow(Base64Url.decode(entry.wrapped)))
  return yield* attempt("Damaged", "unwrap a data key", damaged, open)
})
