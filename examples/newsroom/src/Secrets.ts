/**
 * What the newsroom must keep to itself: the key that signs tokens, the key that wraps data keys, and the desk's
 * account. Each comes from the environment, or from the data folder, or is made now and kept there.
 */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { createHmac, randomBytes } from "node:crypto"
import type { Values } from "./Config.ts"
import type { DataFolder, FolderFault } from "./DataFolder.ts"
import * as PasswordHash from "./PasswordHash.ts"

/** A file that should hold a secret holds something else. */
export class DamagedSecret extends Data.TaggedError("DamagedSecret")<{ readonly file: string }> {
  override get message(): string {
    return `The file ${this.file} in the data folder is damaged; restore it from a backup`
  }
}

/** The master key is gone and what it wrapped is still there: a new one would open nothing. */
export class MasterKeyMissing extends Data.TaggedError("MasterKeyMissing")<{ readonly folder: string }> {
  override get message(): string {
    const missing = `has data keys and no ${files.masterKey}`
    return `The data folder ${this.folder} ${missing}; restore it or set DATELINE_MASTER_KEY`
  }
}

export interface Account {
  readonly user: string
  readonly passwordHash: string
  /** Changes when name or password do, so that sessions opened with the old ones end; says nothing about either. */
  readonly generation: string
}

export interface Secrets {
  readonly signing: Redacted.Redacted<string>
  /** 32 bytes. */
  readonly masterKey: Redacted.Redacted<Uint8Array>
  /** The one that it replaces, while some data keys may still be wrapped with it. */
  readonly previousMasterKey: Option.Option<Redacted.Redacted<Uint8Array>>
  readonly account: Account
  /** The desk's password, when it was made now: to be shown, and then kept with {@link keepAccount}. */
  readonly newPassword: Option.Option<Redacted.Redacted<string>>
}

/** Where data keys are kept, wrapped by the master key. */
export const keysDatabase = "keys.db"

const files = {
  signing: "secret",
  masterKey: "master.key",
  previousMasterKey: "master.key.previous",
  account: "desk.account"
} as const

/** 24 characters without look-alikes, in groups: 118 bits, easy to type from a screen. */
const randomPassword = (): string => {
  const alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
  const character = (): string => {
    const byte = randomBytes(1)[0]!
    return byte < 248 ? alphabet[byte % 31]! : character()
  }
  return Array.from({ length: 4 }, () => Array.from({ length: 6 }, character).join("")).join("-")
}

/** What a file says; when there is none, something new that is written first and used afterwards. */
const kept = (
  folder: Option.Option<DataFolder>,
  file: string,
  isValid: (text: string) => boolean,
  fresh: () => string
): Effect.Effect<string, FolderFault | DamagedSecret> =>
  Option.match(folder, {
    onNone: () => Effect.sync(fresh),
    onSome: Effect.fnUntraced(function*(place) {
      const known = yield* place.read(file)
      if (Option.isSome(known)) return isValid(known.value) ? known.value : yield* new DamagedSecret({ file })
      const made = fresh()
      yield* place.write(file, made)
      return made
    })
  })

const requireMasterKey = Effect.fnUntraced(function*(folder: DataFolder) {
  const isMissing = !(yield* folder.has(files.masterKey)) && (yield* folder.has(keysDatabase))
  if (isMissing) return yield* new MasterKeyMissing({ folder: folder.path })
})

const keyBytes = (text: string): Uint8Array => Buffer.from(text, /^[0-9a-fA-F]{64}$/.test(text) ? "hex" : "base64url")

/** Given beside the master key, or left in the folder by a change of the key that did not come to its end. */
const previousKey = Effect.fnUntraced(function*(settings: Values, folder: Option.Option<DataFolder>) {
  if (Option.isSome(settings.previousMasterKey)) return Option.map(settings.previousMasterKey, Redacted.value)
  if (Option.isSome(settings.masterKey) || Option.isNone(folder)) return Option.none<string>()
  return yield* folder.value.read(files.previousMasterKey)
})

const generation = (signing: string, user: string, secret: string): string =>
  createHmac("sha256", signing).update(JSON.stringify([user, secret])).digest("base64url").slice(0, 22)

/** The hash of the desk's password, and the password itself if it was made now. */
const storedPassword = Effect.fnUntraced(function*(folder: Option.Option<DataFolder>) {
  const known = Option.isSome(folder) ? yield* folder.value.read(files.account) : Option.none<string>()
  if (Option.isSome(known)) {
    if (!PasswordHash.isHash(known.value)) return yield* new DamagedSecret({ file: files.account })
    return { passwordHash: known.value, newPassword: Option.none<Redacted.Redacted<string>>() }
  }
  const password = randomPassword()
  return { passwordHash: yield* PasswordHash.hash(password), newPassword: Option.some(Redacted.make(password)) }
})

const desk = Effect.fnUntraced(function*(settings: Values, folder: Option.Option<DataFolder>, signing: string) {
  const user = settings.deskUser
  if (Option.isSome(settings.deskPassword)) {
    const password = Redacted.value(settings.deskPassword.value)
    const passwordHash = yield* PasswordHash.hash(password)
    // Its hash has another salt at every start; sessions go on as long as the password is the same.
    const account = { user, passwordHash, generation: generation(signing, user, password) }
    return { account, newPassword: Option.none<Redacted.Redacted<string>>() }
  }
  const { newPassword, passwordHash } = yield* storedPassword(folder)
  return { account: { user, passwordHash, generation: generation(signing, user, passwordHash) }, newPassword }
})

/**
 * Reads or makes the secrets. Without a folder nothing is kept: they end with the process. Fails with
 * {@link DamagedSecret} or {@link MasterKeyMissing}, and with `FolderFault` when a file cannot be read or written.
 */
export const load = Effect.fnUntraced(function*(settings: Values, folder: Option.Option<DataFolder>) {
  const given = <A>(value: Option.Option<Redacted.Redacted<A>>) => Option.map(value, Redacted.value)
  const newKey = () => randomBytes(32).toString("base64url")
  const isKey = (text: string) => /^[\w-]{43}$/.test(text)
  const signing = yield* Option.match(given(settings.secret), {
    onSome: Effect.succeed,
    onNone: () => kept(folder, files.signing, isKey, newKey)
  })
  if (Option.isNone(settings.masterKey) && Option.isSome(folder)) yield* requireMasterKey(folder.value)
  const master = yield* Option.match(given(settings.masterKey), {
    onSome: Effect.succeed,
    onNone: () => kept(folder, files.masterKey, isKey, newKey)
  })
  const secrets: Secrets = {
    signing: Redacted.make(signing),
    masterKey: Redacted.make(keyBytes(master)),
    previousMasterKey: Option.map(yield* previousKey(settings, folder), (text) => Redacted.make(keyBytes(text))),
    ...(yield* desk(settings, folder, signing))
  }
  return secrets
})

/**
 * Keeps the desk's new password for later starts. Separate from {@link load}, because a start that fails before anybody
 * has seen the password must not be the one that counts.
 */
export const keepAccount = (
  folder: Option.Option<DataFolder>,
  { account }: Secrets
): Effect.Effect<void, FolderFault> =>
  Option.isSome(folder) ? folder.value.write(files.account, account.passwordHash) : Effect.void
