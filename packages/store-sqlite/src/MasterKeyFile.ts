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

/** The bytes are on the disk before the name is, and both before the key is used. */
const write = (file: string, text: string): void => {
  const draft = `${file}.new`
  fs.rmSync(draft, { force: true })
  fs.writeFileSync(draft, text, { flag: "wx", mode: 0o600, flush: true })
  fs.renameSync(draft, file)
  flush(path.dirname(file))
}

/**
 * The key in the folder's file; a new one if there is no file yet. `keys` is the file that it wraps: while that exists,
 * no new key is made. Hold the folder's lock meanwhile. Fails with {@link MasterKeyDamaged}, {@link MasterKeyMissing} or
 * `FolderUnusable`.
 */
export const obtain = Effect.fnUntraced(function*(
  directory: string,
  keys: string
): Effect.fn.Return<Uint8Array, MasterKeyDamaged | MasterKeyMissing | FolderUnusable> {
  const file = path.join(directory, fileName)
  const attempt = <A>(run: () => A) =>
    Effect.try({ try: run, catch: (cause) => new FolderUnusable({ directory, cause }) })
  if (!(yield* attempt(() => fs.existsSync(file)))) {
    if (fs.existsSync(keys)) return yield* new MasterKeyMissing({ file, keys })
    yield* attempt(() => write(file, `${randomBytes(32).toString("base64url")}\n`))
  }
  const text = (yield* attempt(() => fs.readFileSync(file, "utf8"))).trim()
  if (!/^[\w-]{43}$/.test(text)) return yield* new MasterKeyDamaged({ file })
  return new Uint8Array(Buffer.from(text, "base64url"))
})
