/**
 * Keeps the master key in a file of the data folder, readable by its owner only, for programs that are given no key by
 * their configuration. Whoever copies the whole folder copies the key with it: a newsroom with backups gives the key from
 * elsewhere, or leaves this file out of them and keeps it apart.
 */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import { randomBytes } from "node:crypto"
import * as fs from "node:fs"
import * as path from "node:path"
import { FolderUnusable } from "./FolderLock.ts"

/** The name of the file: 32 bytes in base64url and the end of the line. */
export const fileName = "master.key"
/** While the master key is being replaced, the one before is here. */
export const previousFileName = "master.key.previous"

/** What a vault is opened with. */
export interface MasterKeys {
  readonly masterKey: Uint8Array
  readonly previousMasterKeys: ReadonlyArray<Uint8Array>
}

/** The file holds something else than a key. */
export class MasterKeyDamaged extends Data.TaggedError("MasterKeyDamaged")<{ readonly file: string }> {
  override get message(): string {
    return `The file ${this.file} holds no master key; restore it from a backup`
  }
}

/** The master key is gone, and what it wrapped is still there: a new one would open nothing. */
export class MasterKeyMissing extends Data.TaggedError("MasterKeyMissing")<{
  readonly file: string
  /** The file whose keys it wrapped. */
  readonly keys: string
}> {
  override get message(): string {
    return `There are data keys in ${this.keys} and there is no ${this.file}; restore it from a backup, or give the key`
  }
}

const flush = (file: string): void => {
  const handle = fs.openSync(file, "r")
  try {
    fs.fsyncSync(handle)
  } finally {
    fs.closeSync(handle)
  }
}

/** A key in one of the forms in which one is given: 64 hexadecimal digits, or base64; nothing for anything else. */
export const parse = (text: string): Uint8Array | undefined => {
  const encoding = /^[0-9a-fA-F]{64}$/.test(text) ? "hex" : /^[\w+/-]{43}=?$/.test(text) ? "base64url" : undefined
  return encoding && new Uint8Array(Buffer.from(text, encoding))
}

const freshKey = (): string => `${randomBytes(32).toString("base64url")}\n`

/** The bytes are on the disk before the name is, and both before the key is used. */
const write = (file: string, text: string): void => {
  const draft = `${file}.new`
  fs.rmSync(draft, { force: true })
  fs.writeFileSync(draft, text, { flag: "wx", mode: 0o600, flush: true })
  fs.renameSync(draft, file)
  flush(path.dirname(file))
}

const attemptIn = (directory: string) => <A>(run: () => A): Effect.Effect<A, FolderUnusable> =>
  Effect.try({ try: run, catch: (cause) => new FolderUnusable({ directory, cause }) })

/** The key in a file; nothing when there is no such file. */
const read = Effect.fnUntraced(function*(directory: string, name: string) {
  const file = path.join(directory, name)
  const text = yield* attemptIn(directory)(() => fs.existsSync(file) ? fs.readFileSync(file, "utf8").trim() : undefined)
  if (text === undefined) return undefined
  return parse(text) ?? (yield* new MasterKeyDamaged({ file }))
})

/**
 * The key in the folder's file, a new one if there is no file yet, and the one that it is about to replace, if there is
 * one. `keys` is the file that it wraps: while that exists, no new key is made. Hold the folder's lock meanwhile. Fails
 * with {@link MasterKeyDamaged}, {@link MasterKeyMissing} or `FolderUnusable`.
 */
export const obtain = Effect.fnUntraced(function*(
  directory: string,
  keys: string
): Effect.fn.Return<MasterKeys, MasterKeyDamaged | MasterKeyMissing | FolderUnusable> {
  const file = path.join(directory, fileName)
  const attempt = attemptIn(directory)
  if (!(yield* attempt(() => fs.existsSync(file)))) {
    if (fs.existsSync(keys)) return yield* new MasterKeyMissing({ file, keys })
    yield* attempt(() => write(file, freshKey()))
  }
  const masterKey = (yield* read(directory, fileName))! // it is there now
  const previous = yield* read(directory, previousFileName)
  return { masterKey, previousMasterKeys: previous === undefined ? [] : [previous] }
})

const same = (a: Uint8Array, b: Uint8Array | undefined): boolean => b !== undefined && Buffer.compare(a, b) === 0

/**
 * Makes a new key and keeps the one before in a file beside it, until {@link forgetPrevious}. What was begun before is
 * taken up: there is never a third key. Fails as {@link obtain} does.
 */
export const replace = Effect.fnUntraced(function*(
  directory: string,
  keys: string
): Effect.fn.Return<
  { readonly from: Uint8Array; readonly to: Uint8Array },
  MasterKeyDamaged | MasterKeyMissing | FolderUnusable
> {
  const attempt = attemptIn(directory)
  const known = yield* obtain(directory, keys)
  const [previous] = known.previousMasterKeys
  if (previous !== undefined && !same(known.masterKey, previous)) return { from: previous, to: known.masterKey }
  const text = `${Buffer.from(known.masterKey).toString("base64url")}\n`
  yield* attempt(() => write(path.join(directory, previousFileName), text))
  yield* attempt(() => write(path.join(directory, fileName), freshKey()))
  return { from: known.masterKey, to: (yield* obtain(directory, keys)).masterKey }
})

/** The key before the present one wraps nothing any more: its file goes. */
export const forgetPrevious = (directory: string): Effect.Effect<void, FolderUnusable> =>
  attemptIn(directory)(() => {
    fs.rmSync(path.join(directory, previousFileName), { force: true })
    flush(directory)
  })
