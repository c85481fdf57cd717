/**
 * Keeps one data key for each person whose personal data the log holds, apart from the log. What is sealed under a key
 * is readable while the key exists; destroying the key erases all of it at once, in every copy. Not a general secret
 * store.
 */
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Base64Url from "effect/encoding/Base64Url"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { lookupDigest, openBytes, sealBytes } from "./internal/seal.ts"

/** The subject was forgotten: its key is gone for good, and nothing can be sealed for it any more. */
export class SubjectErased extends Data.TaggedError("SubjectErased")<{ readonly subject: string }> {
  override get message(): string {
    return `The subject ${this.subject} was forgotten; nothing can be sealed for it`
  }
}

/** The vault cannot do its work: its file, its master key, or a box that was changed. Carries no plain text. */
export class VaultFault extends Data.TaggedError("VaultFault")<{
  readonly operation: string
  readonly cause: unknown
}> {
  override get message(): string {
    const cause = this.cause instanceof Error ? this.cause.message : String(this.cause)
    return `The key vault failed at "${this.operation}": ${cause}`
  }
}

/** What opening gives when the subject was forgotten. A key that is merely not there is a {@link VaultFault}. */
export interface Erased {
  readonly _tag: "Erased"
}

export const erased: Erased = { _tag: "Erased" }

/** One subject's key as a vault's storage keeps it. */
export interface StoredKey {
  /** The data key, encrypted under the master key; absent once the subject was forgotten. */
  readonly wrapped?: Uint8Array
}

/**
 * Where keys and look-ups are kept: the small port for adapters. No plain text and no unwrapped key reaches it.
 */
export interface VaultStorage {
  /**
   * Stores what the master key is known by, unless something is stored; answers what is stored afterwards. It is asked
   * once for each vault that is made.
   */
  readonly check: (fresh: Uint8Array) => Effect.Effect<Uint8Array, VaultFault>
  /** The subject's key or its tombstone; nothing when the storage knows neither. */
  readonly getKey: (subject: string) => Effect.Effect<StoredKey | undefined, VaultFault>
  /** Stores a key unless the subject already has one or a tombstone; answers what is stored afterwards. */
  readonly putKey: (subject: string, wrapped: Uint8Array) => Effect.Effect<StoredKey, VaultFault>
  /** Destroys the key, keeps a tombstone, and forgets every look-up of the subject. */
  readonly erase: (subject: string) => Effect.Effect<void, VaultFault>
  readonly findSubject: (lookup: string) => Effect.Effect<string | undefined, VaultFault>
  /** Stores a look-up unless it exists; answers the subject stored afterwards. */
  readonly putLookup: (lookup: string, subject: string) => Effect.Effect<string, VaultFault>
}

export class KeyVault extends Context.Service<KeyVault, {
  /**
   * Encrypts a text under the subject's key, made at first use. `context` is bound to the result and must be given
   * again to open it. The same text, subject and context give the same box, so that a repeated commit has the same
   * bytes.
   */
  readonly seal: (
    subject: string,
    context: string,
    plainText: string
  ) => Effect.Effect<string, SubjectErased | VaultFault>
  /**
   * Decrypts what {@link seal} answered; {@link Erased} once the subject was forgotten. Fails with {@link VaultFault} when
   * the vault never had a key of the subject (another key file, a lost one), and when box and context do not belong
   * together.
   */
  readonly open: (subject: string, context: string, box: string) => Effect.Effect<string | Erased, VaultFault>
  /**
   * The subject known by an identifying value, such as an e-mail address; a new random one when there is none. The
   * value itself is not stored, only a keyed digest of it. `scope` separates uses.
   */
  readonly subjectOf: (scope: string, value: string) => Effect.Effect<string, VaultFault>
  /** Destroys the subject's key and look-ups, for good. Again: no effect. */
  readonly forget: (subject: string) => Effect.Effect<void, VaultFault>
}>()("@dateline/eventsourcing/KeyVault") {
  /** Keys in memory: for tests, and for logs in memory. */
  static readonly layerMemory: Layer.Layer<KeyVault> = Layer.effect(
    KeyVault,
    Effect.suspend(() => make({ storage: memoryStorage(), masterKey: randomKey() })).pipe(Effect.orDie)
  )

  /** For logs without personal data: sealing anything fails with {@link VaultFault}. */
  static readonly layerNone: Layer.Layer<KeyVault> = Layer.sync(KeyVault, () => {
    const fail = (operation: string) =>
      Effect.fail(new VaultFault({ operation, cause: "this program was given no key vault" }))
    return KeyVault.of({
      seal: () => fail("seal"),
      open: () => fail("open"),
      subjectOf: () => fail("subjectOf"),
      forget: () => fail("forget")
    })
  })
}

const keyBytes = 32

const randomKey = (): Uint8Array => globalThis.crypto.getRandomValues(new Uint8Array(keyBytes))

const attempt = <A>(operation: string, run: () => A): Effect.Effect<A, VaultFault> =>
  Effect.try({ try: run, catch: (cause) => new VaultFault({ operation, cause }) })

const utf8 = new TextEncoder()
const text = new TextDecoder("utf-8", { fatal: true })

const checkContext = "dateline-master-key"

/** A wrong master key would wrap new keys as readily as the right one; so each storage keeps a box that tells them apart. */
const verify = Effect.fnUntraced(function*(storage: VaultStorage, masterKey: Uint8Array) {
  const stored = yield* storage.check(sealBytes(masterKey, checkContext, utf8.encode(checkContext)))
  yield* Effect.try({
    try: () => openBytes(masterKey, checkContext, stored),
    catch: () => new VaultFault({ operation: "open", cause: "its keys were made with another master key" })
  })
})

/**
 * A vault over a storage. `masterKey`: 32 bytes from configuration, copied; it wraps the data keys and is never stored.
 * Fails with {@link VaultFault} when the key has another length, or is not the one that the storage's keys were made
 * with.
 */
export const make = Effect.fnUntraced(function*(options: {
  readonly storage: VaultStorage
  readonly masterKey: Uint8Array
}): Effect.fn.Return<KeyVault["Service"], VaultFault> {
  const { storage } = options
  const masterKey = Uint8Array.from(options.masterKey)
  if (masterKey.length !== keyBytes) {
    const cause = `the master key must have ${keyBytes} bytes, this one has ${masterKey.length}`
    return yield* new VaultFault({ operation: "open", cause })
  }
  yield* verify(storage, masterKey)
  const keyContext = (subject: string) => `dateline-data-key:${subject}`
  const unwrap = (subject: string, wrapped: Uint8Array) =>
    attempt(
      "unwrap a data key",
      () => openBytes(masterKey, keyContext(subject), wrapped)
    )
  const newKey = (subject: string) =>
    Effect.suspend(() => storage.putKey(subject, sealBytes(masterKey, keyContext(subject), randomKey())))

  const seal = Effect.fnUntraced(function*(subject: string, context: string, plainText: string) {
    const stored = (yield* storage.getKey(subject)) ?? (yield* newKey(subject))
    if (stored.wrapped === undefined) return yield* new SubjectErased({ subject })
    const key = yield* unwrap(subject, stored.wrapped)
    return Base64Url.encode(sealBytes(key, context, utf8.encode(plainText)))
  })

  const open = Effect.fnUntraced(function*(subject: string, context: string, box: string) {
    const stored = yield* storage.getKey(subject)
    if (stored === undefined) {
      const cause = `there is no key of the subject ${subject}; is this the right key file?`
      return yield* new VaultFault({ operation: "open", cause })
    }
    if (stored.wrapped === undefined) return erased
    const key = yield* unwrap(subject, stored.wrapped)
    return yield* attempt("open", () => text.decode(openBytes(key, context, Result.getOrThrow(Base64Url.decode(box)))))
  })

  const subjectOf = Effect.fnUntraced(function*(scope: string, value: string) {
    const lookup = Base64Url.encode(lookupDigest(masterKey, scope, value))
    const known = yield* storage.findSubject(lookup)
    return known ?? (yield* storage.putLookup(lookup, Base64Url.encode(randomKey().subarray(0, 15))))
  })

  return KeyVault.of({ seal, open, subjectOf, forget: storage.erase })
})

/** A vault's storage that ends with the program. */
export const memoryStorage = (): VaultStorage => {
  const keys = new Map<string, StoredKey>()
  const lookups = new Map<string, string>()
  let check: Uint8Array | undefined
  return {
    check: (fresh) => Effect.sync(() => check ??= fresh),
    getKey: (subject) => Effect.sync(() => keys.get(subject)),
    putKey: (subject, wrapped) =>
      Effect.sync(() => {
        const stored = keys.get(subject) ?? { wrapped }
        keys.set(subject, stored)
        return stored
      }),
    erase: (subject) =>
      Effect.sync(() => {
        keys.set(subject, {})
        for (const [lookup, known] of lookups) if (known === subject) lookups.delete(lookup)
      }),
    findSubject: (lookup) => Effect.sync(() => lookups.get(lookup)),
    putLookup: (lookup, subject) =>
      Effect.sync(() => {
        const known = lookups.get(lookup) ?? subject
        lookups.set(lookup, known)
        return known
      })
  }
}
