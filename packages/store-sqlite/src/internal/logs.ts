/** The logs of a file: their names and their permanent ids. */
import type Database from "better-sqlite3"
import type { Connection } from "./connection.ts"
import { placesPerLog } from "./storeFormat.ts"

export interface LogRow {
  /** The log's number in its file. */
  readonly id: number
  /** The log's id everywhere. */
  readonly uuid: string
  readonly epoch: string
  /** The place before the log's first event: a place is this plus a position. */
  readonly base: number
}

type Stored = Omit<LogRow, "base">

/** So many that every place is still an exact number in JavaScript. */
const mostLogs = Math.floor(Number.MAX_SAFE_INTEGER / placesPerLog)

const assertExact = (id: number): void => {
  if (id > mostLogs) throw new Error(`a file can have ${mostLogs} logs; this would be number ${id}`)
}

/**
 * The epoch of a log, and of its views' checkpoints, in a copy of the file. Whoever opens the copy to write it gives it
 * an epoch of its own: a log that goes on from a copy is another log from there on.
 */
export const epochOfCopies = "copy"

/** Says of a file that it is a copy. The views that belong to its logs still belong to them when it is opened. */
export const markAsCopy = (database: Database.Database): void => {
  database.prepare("UPDATE views SET epoch = ? WHERE (log, epoch) IN (SELECT uuid, epoch FROM logs)").run(epochOfCopies)
  database.prepare("UPDATE logs SET epoch = ?").run(epochOfCopies)
}

/** Random, because two programs may go on from the same copy. */
const beginEpoch = (database: Database.Database): void => {
  const epoch = globalThis.crypto.randomUUID()
  database.prepare("UPDATE views SET epoch = ? WHERE epoch = ?").run(epoch, epochOfCopies)
  database.prepare("UPDATE logs SET epoch = ? WHERE epoch = ?").run(epoch, epochOfCopies)
}

const finder = (database: Database.Database) =>
  database.prepare<[string], Stored>("SELECT id, uuid, epoch FROM logs WHERE name = ?")

const locate = (stored: Stored): LogRow => {
  assertExact(stored.id)
  return { ...stored, base: (stored.id - 1) * placesPerLog }
}

/** The log of this name, which must be there: nothing is written. */
export const find = ({ database }: Connection, name: string): LogRow => {
  const stored = finder(database).get(name)
  if (stored === undefined) throw new Error(`the file has no log "${name}"`)
  return locate(stored)
}

/** The log of this name; a new one when the file has none, and one with an epoch of its own when the file was a copy. */
export const obtain = ({ database, transaction }: Connection, name: string): LogRow => {
  const known = finder(database)
  const add = database.prepare<[string, string]>("INSERT INTO logs (name, uuid, epoch) VALUES (?, ?, '1')")
  const stored = known.get(name)
  if (stored !== undefined && stored.epoch !== epochOfCopies) return locate(stored)
  return transaction("disk", () => {
    // Another process may have been faster, and its log is as good.
    if (known.get(name) === undefined) add.run(name, globalThis.crypto.randomUUID())
    if (known.get(name)!.epoch === epochOfCopies) beginEpoch(database) // it is there now
    return locate(known.get(name)!) // before it is there for good, it must be exact
  })
}
