/** The names behind the numbers that rows have for streams and types; a number never changes its meaning. */
import type Database from "better-sqlite3"
import { prepare } from "./steady.ts"

/** Some megabytes; whatever does not fit any more is looked up again. */
const remembered = 50_000

const remembering = (find: (id: number) => string | null | undefined, what: string): (id: number) => string => {
  const known = new Map<number, string>()
  // Events of one stream, and of one type, often stand together.
  let lastId = -1
  let last = ""

  const lookUp = (id: number): string => {
    const name = find(id)
    if (name === undefined || name === null) throw new Error(`the log has events of ${what} ${id}, which is not there`)
    if (known.size >= remembered) known.clear()
    known.set(id, name)
    return name
  }

  return (id) => {
    if (id !== lastId) {
      last = known.get(id) ?? lookUp(id)
      lastId = id
    }
    return last
  }
}

export const make = (database: Database.Database) => {
  const stream = prepare<[number], string | null>(database, "SELECT stream_name FROM events WHERE place = ?").pluck()
  const type = prepare<[number], string>(database, "SELECT type FROM kinds WHERE id = ?").pluck()
  return {
    stream: remembering((id) => stream.get(id), "the stream that began in place"),
    type: remembering((id) => type.get(id), "kind")
  }
}
