/** The logs of a file: their names and their permanent ids. */
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

/** The log of this name; a new one when the file has none. */
export const obtain = ({ database, transaction }: Connection, name: string): LogRow => {
  const find = database.prepare<[string], Stored>("SELECT id, uuid, epoch FROM logs WHERE name = ?")
  const add = database.prepare<[string, string]>("INSERT INTO logs (name, uuid, epoch) VALUES (?, ?, '1')")
  const stored = find.get(name) ?? transaction("disk", () => {
    // Another process may have been faster, and its log is as good.
    if (find.get(name) === undefined) add.run(name, globalThis.crypto.randomUUID())
    const added = find.get(name)!
    assertExact(added.id) // before it is there for good
    return added
  })
  assertExact(stored.id)
  return { ...stored, base: (stored.id - 1) * placesPerLog }
}
