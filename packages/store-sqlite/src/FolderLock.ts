/**
 * Lets one program at a time own a data folder. The lock is an exclusive lock of the operating system on
 * `server.lock` in the folder, so it ends with its process however that ends: a killed server leaves nothing to clean up.
 * Not a lock on the databases themselves: those are safe to open from several processes.
 *
 * The lock belongs to the process: on Linux and macOS it ends, without a word, as soon as any code in the process opens
 * `server.lock` and closes it again, as a backup or a copy of the folder inside the program does. Leave that file alone.
 */
import Database from "better-sqlite3"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as fs from "node:fs"
import * as path from "node:path"
import { codeOf, isBusy } from "./internal/sqliteError.ts"

/** Another program holds the folder. */
export class FolderLocked extends Data.TaggedError("FolderLocked")<{ readonly directory: string }> {
  override get message(): string {
    return `The data folder ${this.directory} is in use by another program; stop that one first`
  }
}

/** The folder cannot be locked: it is missing, or nothing can be written in it. */
export class FolderUnusable extends Data.TaggedError("FolderUnusable")<{
  readonly directory: string
  readonly cause: unknown
}> {
  override get message(): string {
    const cause = this.cause instanceof Error ? this.cause.message : String(this.cause)
    return `The data folder ${this.directory} cannot be used: ${cause}`
  }
}

/** The name of the file that carries the lock. It stays behind, empty, and means nothing by itself. */
export const lockFile = "server.lock"

/**
 * Makes a folder that only its owner can use, and those above it that are missing. Throws what the system says. One
 * level at a time: the platform's own recursive way never comes back from folders such as `/proc`.
 */
export const makeFolder = (directory: string): void => {
  if (fs.statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return
  const parent = path.dirname(directory)
  if (parent !== directory) makeFolder(parent)
  fs.mkdirSync(directory, { mode: 0o700 })
}

const lock = (directory: string): Database.Database => {
  const database = new Database(path.join(directory, lockFile), { timeout: 0 })
  try {
    database.exec("BEGIN EXCLUSIVE")
    return database
  } catch (cause) {
    database.close()
    throw cause
  }
}

const refusal = (directory: string, cause: unknown): FolderLocked | FolderUnusable => {
  if (isBusy(cause)) return new FolderLocked({ directory })
  return codeOf(cause) === "SQLITE_NOTADB"
    ? new FolderUnusable({ directory, cause: `${lockFile} is another program's file` })
    : new FolderUnusable({ directory, cause })
}

/**
 * Holds the folder until the scope closes. Fails with {@link FolderLocked} at once when another program (or another part
 * of this one) holds it, and with {@link FolderUnusable} when the folder is missing or read-only.
 */
export const acquire = (directory: string): Effect.Effect<void, FolderLocked | FolderUnusable, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.try({ try: () => lock(directory), catch: (cause) => refusal(directory, cause) }),
    (database) => Effect.sync(() => database.close())
  ).pipe(Effect.asVoid)
