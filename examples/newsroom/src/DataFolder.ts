/**
 * The folder that holds everything the newsroom keeps: one server owns it at a time, and its secrets are readable by
 * nobody else.
 */
import * as FolderLock from "@dateline/store-sqlite/FolderLock"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as path from "node:path"

/** Something in the folder cannot be read or written. */
export class FolderFault extends Data.TaggedError("FolderFault")<{
  readonly what: string
  readonly cause: unknown
}> {
  override get message(): string {
    const code = this.cause instanceof Error && "code" in this.cause ? String(this.cause.code) : "unknown"
    return `${this.what} (${explanations[code] ?? code})`
  }
}

const explanations: { readonly [code: string]: string } = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOTDIR: "a file is in the way",
  EEXIST: "a file is in the way",
  EISDIR: "a folder is in the way",
  ENOSPC: "the disk is full"
}

export interface DataFolder {
  readonly path: string
  /** The whole path of a file in the folder. */
  readonly inside: (name: string) => string
  readonly has: (name: string) => Effect.Effect<boolean>
  /** The text of a file; none when there is no such file. */
  readonly read: (name: string) => Effect.Effect<Option.Option<string>, FolderFault>
  /** Writes a file that only this user can read, all of it or nothing. */
  readonly write: (name: string, text: string) => Effect.Effect<void, FolderFault>
}

const attempt = <A>(what: string, run: () => A): Effect.Effect<A, FolderFault> =>
  Effect.try({ try: run, catch: (cause) => new FolderFault({ what, cause }) })

const readIfThere = (file: string): Option.Option<string> =>
  fs.existsSync(file) ? Option.some(fs.readFileSync(file, "utf8").trim()) : Option.none()

/** The bytes are on the disk before the name is, so a crash leaves the old file or the new one. */
const writeWhole = (file: string, text: string): void => {
  const draft = `${file}.${process.pid}.new`
  fs.rmSync(draft, { force: true })
  const handle = fs.openSync(draft, "wx", 0o600)
  try {
    fs.writeSync(handle, `${text}\n`)
    fs.fsyncSync(handle)
  } finally {
    fs.closeSync(handle)
  }
  fs.renameSync(draft, file)
}

/**
 * Takes the folder for this process until the scope closes, and makes it if it is not there. Fails with
 * {@link FolderFault} when it cannot be used and with `FolderLocked` when another server has it.
 */
export const open = Effect.fnUntraced(function*(folder: string) {
  const directory = path.resolve(folder)
  yield* attempt(`The data folder ${directory} cannot be used`, () => {
    FolderLock.makeFolder(directory)
    fs.accessSync(directory, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK)
  })
  yield* FolderLock.acquire(directory)
  const inside = (name: string): string => path.join(directory, name)
  return {
    path: directory,
    inside,
    has: (name) => Effect.sync(() => fs.existsSync(inside(name))),
    read: (name) => attempt(`${inside(name)} cannot be read`, () => readIfThere(inside(name))),
    write: (name, text) => attempt(`${inside(name)} cannot be written`, () => writeWhole(inside(name), text))
  } satisfies DataFolder as DataFolder
})
