/** Reads events by short statements, so that no reader holds the file for longer than a page. */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import type { Chunk, Direction, PageRequest, RecordedRaw } from "@dateline/eventsourcing/EventStoreDriver"
import * as Position from "@dateline/eventsourcing/Position"
import * as Version from "@dateline/eventsourcing/Version"
import type Database from "better-sqlite3"
import { checksumOf } from "./checksum.ts"
import * as Head from "./head.ts"
import type { LogRow } from "./logs.ts"
import * as Names from "./names.ts"
import * as SelectPlaces from "./selectPlaces.ts"
import { ChangedRow } from "./sqliteError.ts"
import { prepare } from "./steady.ts"
import { streamByName } from "./storeFormat.ts"

/** A row without names: an array costs half of what an object does. What is known of a commit is in its first row only. */
type EventRow = readonly [
  place: number,
  stream: number,
  version: number,
  kind: number,
  placeInCommit: number,
  schemaVersion: number,
  tags: string | null,
  payload: string,
  commitId: string | null,
  size: number,
  recordedAt: number,
  digest: string,
  metadata: string,
  checksum: number | null
]

const columns = `e.place, e.stream, e.version, e.kind, e.place_in_commit, e.schema_version, e.tags, e.payload,
    e.commit_id, e.commit_size, e.recorded_at, e.digest, e.metadata, e.checksum`
const select = `SELECT ${columns} FROM events e`

const ofKinds = "WHERE e.place > ? AND e.place <= ? AND e.kind IN (SELECT value FROM json_each(?))"

/** The statements, for those who ask SQLite how it runs them. */
export const statements = {
  forward: `${select} WHERE e.place > ? AND e.place <= ? ORDER BY e.place LIMIT ?`,
  backward: `${select} WHERE e.place > ? AND e.place <= ? ORDER BY e.place DESC LIMIT ?`,
  ofKinds: `${select} ${ofKinds} ORDER BY e.place LIMIT ?`,
  ofKindsBackward: `${select} ${ofKinds} ORDER BY e.place DESC LIMIT ?`,
  places: `${select} WHERE e.place IN (SELECT value FROM json_each(?)) ORDER BY e.place`,
  placesBackward: `${select} WHERE e.place IN (SELECT value FROM json_each(?)) ORDER BY e.place DESC`,
  streamForward: `${select} WHERE e.stream = ${streamByName} AND e.version > ?
    ORDER BY e.version LIMIT ?`,
  streamBackward: `${select} WHERE e.stream = ${streamByName} AND e.version < ?
    ORDER BY e.version DESC LIMIT ?`,
  first: `${select} WHERE e.place = ?`
} as const

/** Places that one page looks at for rare types: some milliseconds, in which the program stands still. */
const scanned = 20_000

const noTags: ReadonlyArray<string> = []

const parseTags = (text: string, place: number): ReadonlyArray<string> => {
  try {
    return JSON.parse(text) as ReadonlyArray<string> // this package wrote it
  } catch (cause) {
    throw new Error(`the tags of the event in place ${place} cannot be read`, { cause })
  }
}

type CommitPart = RecordedRaw["commit"]

const commitOf = (row: EventRow | undefined, place: number): CommitPart => {
  if (row === undefined || row[8] === null) {
    throw new Error(`the event in place ${place} began a commit, and nothing of it is there`)
  }
  const [, stream, version, , , , , , id, size, recordedAt, digest, metadata, checksum] = row
  const expected = checksum === null ? null : checksumOf([place, stream, version, size, recordedAt], metadata)
  if (checksum !== expected) throw new ChangedRow(place)
  return { id: CommitId.make(id), digest, recordedAt, metadata, size }
}

/** What is missing is not left out in silence: whoever folds the rest would get a state that never was. */
const assertUnbroken = (stream: string, rows: ReadonlyArray<EventRow>, first: number, step: 1 | -1): void => {
  for (let n = 0; n < rows.length; n++) {
    const expected = first + n * step
    if (rows[n]![2] !== expected) throw new Error(`the log lacks version ${expected} of the stream ${stream}`)
  }
}

export const make = (database: Database.Database, log: LogRow) => {
  const names = Names.make(database)
  const rows = <Parameters extends Array<unknown>>(sql: string) => prepare<Parameters, EventRow>(database, sql).raw()
  const everything = {
    forward: rows<[number, number, number]>(statements.forward),
    backward: rows<[number, number, number]>(statements.backward)
  }
  const ofKinds = {
    forward: rows<[number, number, string, number]>(statements.ofKinds),
    backward: rows<[number, number, string, number]>(statements.ofKindsBackward)
  }
  const listed = { forward: rows<[string]>(statements.places), backward: rows<[string]>(statements.placesBackward) }
  const stream = {
    forward: rows<[string, number, number, number]>(statements.streamForward),
    backward: rows<[string, number, number, number]>(statements.streamBackward)
  }
  const first = rows<[number]>(statements.first)
  const planOf = SelectPlaces.make(database, log.id)
  const head = Head.make(database, log)

  /** Rows to events; the events of one commit that stand together share what is known of it. */
  const toEvents = (found: ReadonlyArray<EventRow>): ReadonlyArray<RecordedRaw> => {
    let commit: CommitPart | undefined
    let commitPlace = -1
    const events = new Array<RecordedRaw>(found.length)
    for (let n = 0; n < found.length; n++) {
      const row = found[n]! // n is below its length
      const [place, index] = [row[0], row[4]]
      if (commit === undefined || place - index !== commitPlace) {
        commitPlace = place - index
        commit = commitOf(index === 0 ? row : first.get(commitPlace), commitPlace)
      }
      events[n] = {
        stream: names.stream(row[1]),
        version: Version.make(row[2]),
        position: Position.make(place - log.base),
        index,
        type: names.type(row[3]),
        schemaVersion: row[5],
        payload: row[7],
        tags: row[6] === null ? noTags : parseTags(row[6], place),
        commit
      }
    }
    return events
  }

  const readStream = (name: string, after: number, limit: number, direction: Direction): ReadonlyArray<RecordedRaw> => {
    const forward = direction === "forward"
    const from = forward || after > 0 ? after : Number.MAX_SAFE_INTEGER
    const found = stream[direction].all(name, log.id - 1, from, limit)
    assertUnbroken(name, found, forward ? after + 1 : found[0]?.[2] ?? 0, forward ? 1 : -1)
    return toEvents(found)
  }

  const rowsOf = (plan: SelectPlaces.Plan, range: SelectPlaces.Range): ReadonlyArray<EventRow> => {
    const { direction, high, limit, low } = range
    switch (plan.by) {
      case "everything":
        return everything[direction].all(low, high, limit)
      case "kinds":
        return ofKinds[direction].all(low, high, plan.kinds, limit)
      default:
        return listed[direction].all(JSON.stringify(plan.find(range)))
    }
  }

  const readPage = ({ after, direction, limit, query }: PageRequest, now: Position.Position = head()): Chunk => {
    // The head comes first: whatever is at or before it is there for good, so the statements need no transaction.
    const plan = planOf(query)
    const forward = direction === "forward"
    const from = forward ? after ?? 0 : Math.min(now, (after ?? now + 1) - 1)
    const reach = plan.by === "kinds" || plan.by === "mixed" ? scanned : Infinity
    const to = forward ? Math.min(now, from + reach) : Math.max(0, from - reach)
    const [low, high] = forward ? [from, to] : [to, from]
    const events = toEvents(rowsOf(plan, { direction, low: log.base + low, high: log.base + high, limit }))
    const last = events.length < limit ? undefined : events.at(-1)
    // Backwards, what is after the lowest place has been read; at the very start, so has everything.
    const end = forward ? to : to === 0 ? 0 : to + 1
    return { events, through: last?.position ?? Position.make(end), head: now }
  }

  return { head, readStream, readPage }
}
