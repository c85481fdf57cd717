/**
 * A key vault over a storage of six functions and an erasure ledger: the cryptography is here, where keys are is theirs.
 * Apart from the port, so that a program without personal data carries no cipher.
 */
import * as Effect from "effect/Effect"
import * as Base64Url from "effect/encoding/Base64Url"
import * as Result from "effect/Result"
import type * as ErasureLedger from "./ErasureLedger.ts"
import { type DataKey, lookupDigest, openBytes, sealBytes } from "./internal/seal.ts"
import { attempt, fault } from "./internal/vault/attempt.ts"
import * as DataKeys from "./internal/vault/dataKeys.ts"
import * as Entries from "./internal/vault/entries.ts"
import * as Erasures from "./internal/vault/erasures.ts"
import * as Lookups from "./internal/vault/lookups.ts"
import * as MasterKeys from "./internal/vault/masterKeys.ts"
import { carryOut, openVault } from "./internal/vault/openVault.ts"
import { type Box, KeyVault, type Place } from "./KeyVault.ts"
import { type Erased, erased } from "./Sealed.ts"
import type { VaultFault } from "./VaultError.ts"
import type * as VaultStorage from "./VaultStorage.ts"

/** Data keys that are kept unwrapped in memory, unless told otherwise. */
const usualCacheSize = 2000

const utf8 = new TextEncoder()
const text = new TextDecoder("utf-8", { fatal: true })

const judge = ({ purpose, subject }: Place): Effect.Effect<void, VaultFault> =>
  subject !== "" && subject.isWellFormed() && purpose.isWellFormed()
    ? Effect.void
    : Effect.fail(fault("Damaged", "seal or open", "a subject or a purpose is empty, or is no whole Unicode"))

/**
 * A vault over a storage and a ledger, which must be two things that are not lost or restored together.
 *
 * - `masterKey`: 32 bytes from configuration, copied; it wraps the data keys and is never stored.
 * - `previousMasterKeys`: those that may still wrap some, while one is being replaced: see `KeyRotation`.
 * - `cacheSize`: most data keys that are kept unwrapped in memory; 2,000 unless told otherwise.
 *
 * Fails with {@link VaultFault}: `MasterKey` when a key has another length or is not the one that the storage's keys were
 * made with, `KeysLost` or `LedgerLost` when keys and ledger do not belong together.
 */
export const make = Effect.fnUntraced(function*(options: {
  readonly storage: VaultStorage.VaultStorage
  readonly ledger: ErasureLedger.ErasureLedger
  readonly masterKey: Uint8Array
  readonly previousMasterKeys?: ReadonlyArray<Uint8Array>
  readonly cacheSize?: number
}): Effect.fn.Return<KeyVault["Service"], VaultFault> {
  const { storage } = options
  const masters = yield* MasterKeys.make(options.masterKey, options.previousMasterKeys ?? [])
  const erasures = Erasures.make(options.ledger)
  const id = yield* openVault(storage, erasures, masters)
  const cacheSize = options.cacheSize ?? usualCacheSize
  const keys = DataKeys.make({ storage, erasures, masters, cacheSize })
  const lookups = Lookups.make(storage, erasures)

  const seal: KeyVault["Service"]["seal"] = Effect.fnUntraced(function*(texts, owner) {
    yield* Effect.forEach(texts, judge, { discard: true })
    const found = yield* keys.obtain(texts, owner)
    return texts.map((one) => {
      const key = found.get(Entries.keyName(one))! // obtain answers a key for each
      return Base64Url.encode(sealBytes(key, one.context, utf8.encode(one.plainText)))
    })
  })

  const openBox = (
    key: DataKey | "erased" | undefined,
    { box, context, subject }: Box
  ): Effect.Effect<string | Erased, VaultFault> => {
    if (key === "erased") return Effect.succeed(erased)
    if (key === undefined) {
      const sentence = `there is no key of the subject ${subject}; is this the right key file?`
      return Effect.fail(fault("NoKey", "open", sentence))
    }
    return attempt(
      "Damaged",
      "open",
      "what was sealed was changed, or belongs elsewhere",
      () => text.decode(openBytes(key, context, Result.getOrThrow(Base64Url.decode(box))))
    )
  }

  const open: KeyVault["Service"]["open"] = Effect.fnUntraced(function*(boxes) {
    yield* Effect.forEach(boxes, judge, { discard: true })
    const found = yield* keys.read(boxes)
    return yield* Effect.forEach(boxes, (box) => openBox(found.get(Entries.keyName(box)), box))
  })

  const lookupKey = Effect.map(
    // Nobody is the subject of the vault's own key, so it cannot have been forgotten.
    Effect.catchTag(keys.obtain([Entries.lookupKey], undefined), "SubjectErased", Effect.die),
    (found) => found.get(Entries.keyName(Entries.lookupKey))! // obtain answers a key for each
  )

  const subjectOf: KeyVault["Service"]["subjectOf"] = Effect.fnUntraced(function*(scope, value, owner) {
    const digest = Base64Url.encode(lookupDigest(yield* lookupKey, scope, value))
    return yield* lookups.subjectOf(digest, owner)
  })

  return KeyVault.of({
    id,
    seal,
    open,
    discard: (owner) => Effect.andThen(keys.discard(owner), lookups.discard(owner)),
    subjectOf,
    forget: (subject, purpose) => {
      const erasure = purpose === undefined ? { subject } : { subject, purpose }
      return judge({ subject, purpose: purpose ?? "", context: "" }).pipe(
        Effect.andThen(erasures.add(erasure)),
        Effect.andThen(Effect.suspend(() => carryOut(storage, erasures, [erasure])))
      )
    },
    isForgotten: (subject) => Effect.map(erasures.refresh, () => erasures.hasSubject(subject))
  })
})
