/** Reads events by short statements, so that no reader holds the file for longer than a page. */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import type { Chunk, Direction, PageRequest, RecordedRaw } from "@dateline/eventsourcing/EventStoreDriver"
import * as Position from "@dateline/eventsourcing/Position"
import * as Version from "@dateline/eventsourcing/Version"
import type Database from "better-sqlite3"
import type { LogRow } from "./logs.ts"
import * as SelectPlaces from "./selectPlaces.ts"

interface EventRow {
  readonly place: number
  readonly version: number
  readonly placeInCommit: number
  readonly schemaVersion: number
  readonly payload: string
  readonly tags: string | null
  readonly stream: string
  readonly type: string
  readonly id: string
  readonly digest: Uint8Array
  readonly recordedAt: number
  readonly metadata: string
  readonly size: number
}

/** CROSS JOIN keeps SQLite from beginning anywhere else than with the events, in their order. */
const select = `
  SELECT e.place, e.version, e.place_in_commit AS placeInCommit, e.schema_version AS schemaVersion, e.payload, e.tags,
    s.name AS stream, k.type, c.id, c.digest, c.recorded_at AS recordedAt, c.metadata, c.size
  FROM events e
  CROSS JOIN streams s ON s.id = e.stream
  CROSS JOIN kinds k ON k.id = e.kind
  CROSS JOIN commits c ON c.place = e.place - e.place_in_commit`

/** The statements, for those who ask SQLite how it runs them. */
export const statements = {
  forward: `${select} WHERE e.place > ? AND e.place <= ? ORDER BY e.place LIMIT ?`,
  backward: `${select} WHERE e.place > ? AND e.place <= ? ORDER BY e.place DESC LIMIT ?`,
  places: `${select} WHERE e.place IN (SELECT value FROM json_each(?)) ORDER BY e.place`,
  placesBackward: `${select} WHERE e.place IN (SELECT value FROM json_each(?)) ORDER BY e.place DESC`,
  streamForward: `${select} WHERE e.stream = (SELECT id FROM streams WHERE log = ? AND name = ?) AND e.version > ?
    ORDER BY e.version LIMIT ?`,
  streamBackward: `${select} WHERE e.stream = (SELECT id FROM streams WHERE log = ? AND name = ?) AND e.version < ?
    ORDER BY e.version DESC LIMIT ?`
} as const

const noTags: ReadonlyArray<string> = []

const tagsOf = ({ place, tags }: EventRow): ReadonlyArray<string> => {
  if (tags === null) return noTags
  try {
    return JSON.parse(tags) as ReadonlyArray<string> // this package wrote it
  } catch (cause) {
    throw new Error(`the tags of the event in place ${place} cannot be read`, { cause })
  }
}

/** Rows to events; the events of one commit that stand together share what is known of it. */
const toEvents = (rows: ReadonlyArray<EventRow>, base: number): ReadonlyArray<RecordedRaw> => {
  let commit: RecordedRaw["commit"] | undefined
  let commitPlace = -1
  return rows.map((row) => {
    const first = row.place - row.placeInCommit
    if (commit === undefined || first !== commitPlace) {
      const { metadata, recordedAt, size } = row
      commit = { id: CommitId.make(row.id), digest: row.digest, recordedAt, metadata, size }
      commitPlace = first
    }
    return {
      stream: row.stream,
      version: Version.make(row.version),
      position: Position.make(row.place - base),
      index: row.placeInCommit,
      type: row.type,
      schemaVersion: row.schemaVersion,
      payload: row.payload,
      tags: tagsOf(row),
      commit
    }
  })
}

export const make = (database: Database.Database, log: LogRow) => {
  const range = {
    forward: database.prepare<[number, number, number], EventRow>(statements.forward),
    backward: database.prepare<[number, number, number], EventRow>(statements.backward)
  }
  const listed = {
    forward: database.prepare<[string], EventRow>(statements.places),
    backward: database.prepare<[string], EventRow>(statements.placesBackward)
  }
  const stream = {
    forward: database.prepare<[number, string, number, number], EventRow>(statements.streamForward),
    backward: database.prepare<[number, string, number, number], EventRow>(statements.streamBackward)
  }
  const readHead = database.prepare<[number], number>("SELECT head FROM logs WHERE id = ?").pluck()
  const selectPlaces = SelectPlaces.make(database, log.id)
  const head = (): Position.Position => Position.make(readHead.get(log.id)!)

  const readStream = (name: string, after: number, limit: number, direction: Direction): ReadonlyArray<RecordedRaw> => {
    const from = direction === "backward" && after === 0 ? Number.MAX_SAFE_INTEGER : after
    return toEvents(stream[direction].all(log.id, name, from, limit), log.base)
  }

  const readPage = ({ after, direction, filter, limit }: PageRequest): Chunk => {
    // The head comes first: whatever is at or before it is there for good, so the statements need no transaction.
    const now = head()
    const low = log.base + (direction === "forward" ? after ?? 0 : 0)
    const high = log.base + (direction === "forward" ? now : Math.min(now, (after ?? now + 1) - 1))
    const places = selectPlaces({ filter, direction, low, high, limit })
    const rows = places === undefined
      ? range[direction].all(low, high, limit)
      : listed[direction].all(JSON.stringify(places))
    const events = toEvents(rows, log.base)
    const end = direction === "forward" ? now : Position.start
    return { events, through: events.length < limit ? end : events.at(-1)!.position, head: now }
  }

  return { head, readStream, readPage }
}
