/**
 * Data keys in one JSON file that only its owner can read, each wrapped by a master key that is not in it, and the ledger
 * of erasures in another file, to which is only ever added. One program at a time.
 */
import type { ErasureLedger } from "@dateline/eventsourcing/ErasureLedger"
import * as KeyVault from "@dateline/eventsourcing/KeyVault"
import * as StoredKeyVault from "@dateline/eventsourcing/StoredKeyVault"
import type { VaultStorage } from "@dateline/eventsourcing/VaultStorage"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import * as AtomicFile from "./AtomicFile.ts"
import * as RecordFile from "./RecordFile.ts"

export interface Options {
  readonly keys: string
  readonly ledger: string
  /** 32 bytes from configuration. */
  readonly masterKey: Uint8Array
}

const attempt = <A>(operation: string, run: () => Promise<A>): Effect.Effect<A, KeyVault.VaultFault> =>
  Effect.tryPromise({
    try: run,
    catch: (cause) => new KeyVault.VaultFault({ reason: "Unavailable", operation, cause })
  })

// #region storage
export const storage = Effect.fnUntraced(function*(
  filename: string
): Effect.fn.Return<VaultStorage, KeyVault.VaultFault> {
  const text = yield* attempt("open the keys", () => AtomicFile.read(filename))
  let kept = new Map<string, string>(text === undefined ? [] : JSON.parse(text))
  const oneWriter = Semaphore.makeUnsafe(1)
  return {
    get: (names) => Effect.sync(() => names.map((name) => kept.get(name))),
    list: (prefix, after, limit) =>
      Effect.sync(() => {
        const names = [...kept.keys()].filter((name) => name.startsWith(prefix) && name > after).toSorted()
        return names.slice(0, limit).map((name) => [name, kept.get(name)!] as const)
      }),
    change: ({ expect, set }) =>
      attempt("change the keys", async () => {
        for (const [name, wanted] of expect) if (kept.get(name) !== wanted) return false
        const changed = new Map(kept)
        for (const [name, value] of set) {
          if (value === undefined) changed.delete(name)
          else changed.set(name, value)
        }
        // The old file is gone, with the keys in it, when the new one has taken its name: that is what `shred` asks for.
        await AtomicFile.replace(filename, JSON.stringify([...changed]), 0o600)
        kept = changed
        return true
      }).pipe(Effect.uninterruptible, oneWriter.withPermit)
  }
})
// #endregion

// #region ledger
export const ledger = Effect.fnUntraced(function*(
  filename: string
): Effect.fn.Return<ErasureLedger, KeyVault.VaultFault, Scope.Scope> {
  const records: Array<string> = []
  const file = yield* Effect.acquireRelease(
    attempt("open the ledger", () => RecordFile.open(filename, (record) => records.push(record))),
    ({ close }) => Effect.promise(close)
  )
  const oneWriter = Semaphore.makeUnsafe(1)
  return {
    read: (from) => Effect.sync(() => records.slice(from)),
    append: (place, record) =>
      attempt("write the ledger", async () => {
        if (place !== records.length) return false
        await file.append([record])
        records.push(record)
        return true
      }).pipe(Effect.uninterruptible, oneWriter.withPermit)
  }
})
// #endregion

/** A vault in files. Fails with `VaultFault` when they cannot be read, or the master key is not theirs. */
export const layer = (options: Options): Layer.Layer<KeyVault.KeyVault, KeyVault.VaultFault> =>
  Layer.effect(
    KeyVault.KeyVault,
    Effect.gen(function*() {
      const parts = { storage: yield* storage(options.keys), ledger: yield* ledger(options.ledger) }
      return yield* StoredKeyVault.make({ ...parts, masterKey: options.masterKey })
    })
  )
