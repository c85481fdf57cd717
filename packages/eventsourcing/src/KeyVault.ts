/**
 * Keeps one data key for each person and purpose for which the log holds personal data, apart from the log. What is
 * sealed under a key is readable while the key exists; destroying the key erases all of it at once, in every copy. Who
 * was forgotten is also kept in a ledger of its own, which is asked whenever anything is sealed or opened, so that keys
 * which come back with an old copy revive nobody. Not a general secret store.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Base64Url from "effect/encoding/Base64Url"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as ErasureLedger from "./ErasureLedger.ts"
import { type DataKey, lookupDigest, openBytes, sealBytes } from "./internal/seal.ts"
import { attempt, fault, untilMade } from "./internal/vault/attempt.ts"
import * as DataKeys from "./internal/vault/dataKeys.ts"
import * as Entries from "./internal/vault/entries.ts"
import * as Erasures from "./internal/vault/erasures.ts"
import * as MasterKeys from "./internal/vault/masterKeys.ts"
import { carryOut, openVault } from "./internal/vault/openVault.ts"
import { type Erased, erased } from "./Sealed.ts"
import { type SubjectErased, VaultFault } from "./VaultError.ts"
import * as VaultStorage from "./VaultStorage.ts"

export { type Erased, erased } from "./Sealed.ts"
export { SubjectErased, VaultFault, type VaultFaultReason } from "./VaultError.ts"

/** What a text is sealed for. The same for all three gives the same key and box, for the same text. */
export interface Place {
  /** Whose data it is: a random id, never the person's name or address. */
  readonly subject: string
  /** What it is kept for, such as `publication`; each purpose of a subject has a key of its own. */
  readonly purpose: string
  /** Bound to the box: it opens in this context and in no other. */
  readonly context: string
}

/** A text to be sealed. Whole Unicode: a half of a surrogate pair would not come back. */
export interface Plain extends Place {
  readonly plainText: string
}

export interface Box extends Place {
  readonly box: string
}

/** Names a commit for which keys may be made in vain: see {@link claim}. */
export type Claim = DataKeys.Claim

/** For one commit that may be refused: give it to `seal`, and to `discard` once the commit was refused. */
export const claim = (): Claim => ({ id: Base64Url.encode(MasterKeys.randomBytes(12)), made: new Set() })

export class KeyVault extends Context.Service<KeyVault, {
  /** The vault's own id, which a log that it has sealed for remembers. Random; it stays with the keys. */
  readonly id: string
  /**
   * Encrypts texts, each under the key of its subject and purpose, made at first use. The same text for the same place
   * gives the same box, so that a repeated commit has the same bytes. Fails with {@link SubjectErased}, and nothing is
   * sealed, when one of the subjects was forgotten.
   */
  readonly seal: (
    texts: ReadonlyArray<Plain>,
    claim?: Claim
  ) => Effect.Effect<ReadonlyArray<string>, SubjectErased | VaultFault>
  /**
   * Decrypts what {@link seal} answered; {@link Erased} once the subject, or this purpose of it, was forgotten. Fails with
   * {@link VaultFault} `NoKey` when the vault never had the key, and `Damaged` when box and place do not belong together.
   */
  readonly open: (boxes: ReadonlyArray<Box>) => Effect.Effect<ReadonlyArray<string | Erased>, VaultFault>
  /** Removes the keys that were made for a commit that was refused, unless somebody else uses them by now. */
  readonly discard: (claim: Claim) => Effect.Effect<void, VaultFault>
  /**
   * The subject known by an identifying value, such as an e-mail address; a new random one when there is none. The
   * value itself is not stored, only a keyed digest of it. `scope` separates uses.
   */
  readonly subjectOf: (scope: string, value: string) => Effect.Effect<string, VaultFault>
  /**
   * Destroys the subject's keys and look-ups, for good; or, when a purpose is named, that purpose's key alone. It is
   * written to the ledger first. When it fails, the same again completes it; again after that, no effect.
   */
  readonly forget: (subject: string, purpose?: string) => Effect.Effect<void, VaultFault>
  /** Whether the whole subject was forgotten. */
  readonly isForgotten: (subject: string) => Effect.Effect<boolean, VaultFault>
}>()("@dateline/eventsourcing/KeyVault") {
  /** Keys and ledger in memory: for tests, and for logs in memory. */
  static readonly layerMemory: Layer.Layer<KeyVault> = Layer.effect(
    KeyVault,
    Effect.suspend(() =>
      make({
        storage: VaultStorage.memory(),
        ledger: ErasureLedger.memory(),
        masterKey: MasterKeys.randomBytes(MasterKeys.keyBytes)
      })
    ).pipe(Effect.orDie)
  )

  /** For logs without personal data: sealing or opening anything fails with {@link VaultFault} `Unavailable`. */
  static readonly layerNone: Layer.Layer<KeyVault> = Layer.sync(KeyVault, () => {
    const fail = (operation: string) =>
      Effect.fail(new VaultFault({ reason: "Unavailable", operation, cause: "this program was given no key vault" }))
    return KeyVault.of({
      id: none,
      seal: () => fail("seal"),
      open: () => fail("open"),
      discard: () => Effect.void,
      subjectOf: () => fail("subjectOf"),
      forget: () => fail("forget"),
      isForgotten: () => fail("isForgotten")
    })
  })
}

/** The id of no vault at all: such a program cannot tell whether the log's keys are there. */
export const none = ""

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

  const subjectOf: KeyVault["Service"]["subjectOf"] = Effect.fnUntraced(function*(scope, value) {
    const digest = Base64Url.encode(lookupDigest(yield* lookupKey, scope, value))
    const name = Entries.lookupName(digest)
    return yield* untilMade(
      "subjectOf",
      Effect.gen(function*() {
        const [known] = yield* storage.get([name])
        yield* erasures.refresh
        if (known !== undefined && !erasures.hasSubject(known)) return known
        const subject = Base64Url.encode(MasterKeys.randomBytes(15))
        const set = new Map([[name, subject], [Entries.knownName(subject, digest), "."]])
        return (yield* storage.change({ expect: new Map([[name, known]]), set })) ? subject : undefined
      })
    )
  })

  return KeyVault.of({
    id,
    seal,
    open,
    discard: keys.discard,
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
