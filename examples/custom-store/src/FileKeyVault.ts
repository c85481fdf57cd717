/** Data keys in one JSON file that only its owner can read, each wrapped by a master key that is not in it. */
import * as KeyVault from "@dateline/eventsourcing/KeyVault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Semaphore from "effect/Semaphore"
import * as AtomicFile from "./AtomicFile.ts"

export interface Options {
  readonly filename: string
  /** 32 bytes from configuration. */
  readonly masterKey: Uint8Array
}

interface Kept {
  /** What the master key is known by, in base64. */
  readonly check?: string
  /** By subject, in base64; `null` once the subject was forgotten. */
  readonly keys: { readonly [subject: string]: string | null }
  /** Subjects by the digest of what they are known by. */
  readonly lookups: { readonly [lookup: string]: string }
}

const attempt = <A>(operation: string, run: () => Promise<A>): Effect.Effect<A, KeyVault.VaultFault> =>
  Effect.tryPromise({ try: run, catch: (cause) => new KeyVault.VaultFault({ operation, cause }) })

const own = <A>(record: { readonly [key: string]: A }, key: string): A | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined

const stored = (kept: Kept, subject: string): KeyVault.StoredKey | undefined => {
  const key = own(kept.keys, subject)
  return key === undefined ? undefined : key === null ? {} : { wrapped: new Uint8Array(Buffer.from(key, "base64")) }
}

// #region storage
const storage = (filename: string, first: Kept): KeyVault.VaultStorage => {
  let kept = first
  const oneWriter = Semaphore.makeUnsafe(1)
  /** The old file is gone, with the keys in it, when the new one has taken its name. */
  const change = (operation: string, next: (kept: Kept) => Kept) =>
    attempt(operation, async () => {
      const changed = next(kept)
      if (changed !== kept) await AtomicFile.replace(filename, JSON.stringify(changed), 0o600)
      kept = changed
    }).pipe(Effect.uninterruptible, oneWriter.withPermit)
  return {
    check: (fresh) =>
      change("check", (now) => now.check === undefined ? { ...now, check: Buffer.from(fresh).toString("base64") } : now)
        .pipe(
          Effect.map(() => new Uint8Array(Buffer.from(kept.check!, "base64"))) // there is one now, this or an earlier one
        ),
    getKey: (subject) => Effect.sync(() => stored(kept, subject)),
    putKey: (subject, wrapped) =>
      change("putKey", (now) => {
        if (stored(now, subject) !== undefined) return now
        return { ...now, keys: { ...now.keys, [subject]: Buffer.from(wrapped).toString("base64") } }
      }).pipe(Effect.map(() => stored(kept, subject)!)), // there is one now, this or an earlier one
    erase: (subject) =>
      change("erase", (now) => ({
        keys: { ...now.keys, [subject]: null },
        lookups: Object.fromEntries(Object.entries(now.lookups).filter(([, known]) => known !== subject))
      })),
    findSubject: (lookup) => Effect.sync(() => own(kept.lookups, lookup)),
    putLookup: (lookup, subject) =>
      change("putLookup", (now) =>
        own(now.lookups, lookup) === undefined
          ? { ...now, lookups: { ...now.lookups, [lookup]: subject } }
          : now).pipe(Effect.map(() => own(kept.lookups, lookup)!))
  }
}
// #endregion

/** A vault in a file. Fails with `VaultFault` when the file cannot be read, or the master key is not the file's. */
export const layer = ({ filename, masterKey }: Options): Layer.Layer<KeyVault.KeyVault, KeyVault.VaultFault> =>
  Layer.effect(
    KeyVault.KeyVault,
    Effect.gen(function*() {
      const text = yield* attempt("open", () => AtomicFile.read(filename))
      const kept: Kept = text === undefined ? { keys: {}, lookups: {} } : JSON.parse(text)
      return yield* KeyVault.make({ storage: storage(filename, kept), masterKey })
    })
  )
