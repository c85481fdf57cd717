/** The keys that a reader of an exported log has: all of a vault, or none. */
import * as ErasureLedger from "@dateline/eventsourcing/ErasureLedger"
import { erased, KeyVault, none, type VaultFault } from "@dateline/eventsourcing/KeyVault"
import * as StoredKeyVault from "@dateline/eventsourcing/StoredKeyVault"
import * as VaultStorage from "@dateline/eventsourcing/VaultStorage"
import * as Effect from "effect/Effect"
import * as Base64Url from "effect/encoding/Base64Url"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

const Keys = Schema.Struct({
  /** 32 bytes in base64url. */
  masterKey: Schema.String,
  /** Everything that the vault's storage holds. */
  entries: Schema.Array(Schema.Tuple([Schema.String, Schema.String])),
  /** The records of the erasure ledger, in order. */
  erasures: Schema.Array(Schema.String)
})

/** A copy of a vault, as JSON. */
export type Keys = typeof Keys.Type

/** Reads a copy of a vault from JSON text; nothing if it is none. */
export const read = (text: string): Keys | undefined => {
  try {
    return Result.getOrUndefined(Schema.decodeUnknownResult(Keys)(JSON.parse(text)))
  } catch {
    return undefined
  }
}

/** Takes a copy of a vault in memory. */
export const copyOf = Effect.fnUntraced(function*(
  storage: VaultStorage.VaultStorage,
  ledger: ErasureLedger.ErasureLedger,
  masterKey: Uint8Array
): Effect.fn.Return<Keys, VaultFault> {
  const [entries, erasures] = [yield* VaultStorage.listAll(storage, ""), yield* ledger.read(0)]
  return { masterKey: Base64Url.encode(masterKey), entries, erasures }
})

/** The vault that the copy was taken of. Fails with `VaultFault` when the copy is not a whole one. */
export const vault = Effect.fnUntraced(function*(
  keys: Keys
): Effect.fn.Return<KeyVault["Service"], VaultFault> {
  const [storage, ledger] = [VaultStorage.memory(), ErasureLedger.memory()]
  yield* storage.change({ expect: new Map(), set: new Map(keys.entries) })
  for (const [place, record] of keys.erasures.entries()) yield* ledger.append(place, record)
  const masterKey = Result.getOrElse(Base64Url.decode(keys.masterKey), () => new Uint8Array())
  return yield* StoredKeyVault.make({ storage, ledger, masterKey })
})

/**
 * Of somebody who has the log and no key: all that is sealed is as if its subject had been forgotten. Nothing can be
 * written with it.
 */
const keyless: Layer.Layer<KeyVault> = Layer.effect(
  KeyVault,
  Effect.map(
    Effect.provide(KeyVault, KeyVault.layerNone),
    (without) => KeyVault.of({ ...without, id: none, open: (boxes) => Effect.succeed(boxes.map(() => erased)) })
  )
)

/** The vault of a copy; without one, that of somebody who has no key. */
export const layer = (keys: Keys | undefined): Layer.Layer<KeyVault, VaultFault> =>
  keys === undefined ? keyless : Layer.effect(KeyVault, vault(keys))
