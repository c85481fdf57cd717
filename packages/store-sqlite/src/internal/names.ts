/** The names behind the numbers that rows have for streams and types; a number never changes its meaning. */
import type Database from "better-sqlite3"

/** Some megabytes; whatever does not fit any more is looked up again. */
const remembered = 50_000

const remembering = <Row extends string>(
  find: (id: number) => Row | null | undefined,
  what: string
): (id: number) => Row => {
  const known = new Map<number, Row>()
  return (id) => {
    const name = known.get(id)
    if (name !== undefined) return name
    const stored = find(id)
    if (stored === undefined || stored === null) {
      throw new Error(`the log has events of ${what} ${id}, which is not there`)
    }
    if (known.size >= remembered) known.clear()
    known.set(id, stored)
    return stored
  }
}

export const make = (database: Database.Database) => {
  const stream = database.prepare<[number], string | null>("SELECT stream_name FROM events WHERE place = ?").pluck()
  const type = database.prepare<[number], string>("SELECT type FROM kinds WHERE id = ?").pluck()
  return {
    stream: remembering((id) => stream.get(id), "the stream that began in place"),
    type: remembering((id) => type.get(id), "kind")
  }
}
