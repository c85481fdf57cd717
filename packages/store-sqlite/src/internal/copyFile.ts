/** A copy of a database file of one moment, made a little at a time, and how it comes to its name. */
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { connect } from "./connection.ts"
import * as DatabaseFile from "./databaseFile.ts"
import type { FileFormat } from "./fileFormat.ts"
import { storeFault } from "./sqliteError.ts"

/** Pages in one step, about a millisecond's work; the program runs on between two. */
const step = 256

/** Removes a file that nobody uses, and its companions. */
export const remove = (filename: string): void => {
  for (const file of DatabaseFile.withCompanions(filename)) fs.rmSync(file, { force: true })
}

/** Makes the draft, empty and for its owner only. Throws when there is a file that would be overwritten in the end. */
export const prepare = (draft: string, to: string): void => {
  if (fs.existsSync(to)) throw new Error("there is a file already")
  remove(draft)
  DatabaseFile.ensure({ filename: draft })
}

/** In one file, which needs no other to be read: a copy is looked at where nothing can be written, too. */
const withoutWal = (filename: string): void => {
  const database = new Database(filename)
  database.pragma("journal_mode = delete")
  database.close()
}

const flush = (file: string): void => {
  const handle = fs.openSync(file, "r")
  try {
    fs.fsyncSync(handle)
  } finally {
    fs.closeSync(handle)
  }
}

/** Gives the draft its name. It is on the disk before the name is. */
export const complete = (draft: string, to: string): void => {
  withoutWal(draft)
  flush(draft)
  fs.renameSync(draft, to)
  flush(path.dirname(path.resolve(to)))
}

interface Pages {
  readonly filename: string
  readonly to: string
  readonly format: FileFormat
}

/**
 * Copies every page as it is when this begins. A transaction of this connection's own holds that moment: commits of
 * others would make SQLite begin again, for ever in a busy file.
 */
export const pages = Effect.fnUntraced(function*({ filename, format, to }: Pages) {
  const { database } = yield* connect({ filename, format, connection: "own", access: "read" })
  yield* Effect.tryPromise({
    try: (signal) => {
      database.exec("BEGIN; SELECT 1 FROM sqlite_schema")
      return database.backup(to, {
        progress: () => {
          signal.throwIfAborted()
          return step
        }
      })
    },
    catch: (cause) => storeFault(`copy ${filename}`, cause)
  })
}, Effect.scoped)
