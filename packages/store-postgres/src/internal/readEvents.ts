/** Reads events, a page in one statement, so that a page and the head that comes with it are of one moment. */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import type { Chunk, Direction, PageRequest, Receipt, RecordedRaw } from "@dateline/eventsourcing/EventStoreDriver"
import * as Position from "@dateline/eventsourcing/Position"
import * as Version from "@dateline/eventsourcing/Version"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { SqlError } from "effect/sql/SqlError"
import type { Connection } from "./connection.ts"
import { placesPerLog } from "./eventsFormat.ts"
import type { LogRow } from "./logs.ts"
import * as Parameters from "./parameters.ts"
import { isSearch, selectEvents } from "./selectEvents.ts"
import { ofStream as whichOfStream, textKey } from "./selectFunctions.ts"
import { original } from "./text.ts"

/** An event; what is known of its commit is in the row of the commit's first event, and comes with every one. */
type EventRow = readonly [
  head: number,
  place: number | null,
  stream: string,
  version: number,
  category: string,
  type: string,
  index: number,
  schemaVersion: number,
  tags: ReadonlyArray<string> | null,
  payload: string,
  commitId: string,
  size: number,
  recordedAt: number,
  digest: string,
  metadata: string
]

/** The columns of {@link EventRow}; whole numbers as doubles, which are exact and need no conversion. */
const columns = `l.head::float8, e.place::float8, s.name, e.version::float8, k.category, k.type, e.place_in_commit,
  e.schema_version::float8, e.tags, e.payload,
  coalesce(e.commit_id, f.commit_id), coalesce(e.commit_size, f.commit_size),
  coalesce(e.recorded_at, f.recorded_at)::float8, coalesce(e.digest, f.digest), coalesce(e.metadata, f.metadata)`

/** Events with their names, and the log's head even when there are none. */
const withHead = (schema: string, events: string, order: string): string => `
  SELECT ${columns} FROM ${schema}.logs l
  LEFT JOIN (${events}) e ON true
  LEFT JOIN ${schema}.streams s ON s.id = e.stream
  LEFT JOIN ${schema}.kinds k ON k.id = e.kind
  LEFT JOIN ${schema}.events f ON e.place_in_commit > 0 AND f.place = e.place - e.place_in_commit
  WHERE l.id = $1 ORDER BY e.place ${order}`

/** What a stream is known by, from the log and its name. */
const streamByName = (schema: string): string =>
  `(SELECT id FROM ${schema}.streams WHERE log = $1 AND key = ${textKey("$2")})`

export const ofStream = (schema: string, direction: Direction): string => {
  const [compare, order] = direction === "forward" ? [">", "ASC"] : ["<", "DESC"]
  return withHead(
    schema,
    `SELECT o.* FROM ${schema}.events o WHERE o.stream = ${streamByName(schema)} AND o.version ${compare} $3
      ORDER BY o.version ${order} LIMIT $4`,
    order
  )
}

/** A commit's appends stand one after another, each with its own stream, so their order is that of their places. */
export const findCommit = (schema: string): string => `
  SELECT (e.place + e.commit_size - 1)::float8, e.digest,
    ARRAY(SELECT max(o.version)::float8 FROM ${schema}.events o
      WHERE o.place >= e.place AND o.place < e.place + e.commit_size GROUP BY o.stream ORDER BY min(o.place))
  FROM ${schema}.events e WHERE e.commit_id = $3 AND ${whichOfStream("e", streamByName(schema))}`

/** Places that one page looks at for rare types: some tens of milliseconds of the server's. */
const searched = 100_000

const noTags: ReadonlyArray<string> = []

const eventOf = (row: EventRow, base: number): RecordedRaw => {
  const [
    ,
    place,
    stream,
    version,
    ,
    type,
    index,
    schemaVersion,
    tags,
    payload,
    id,
    size,
    recordedAt,
    digest,
    metadata
  ] = row
  return {
    stream: original(stream),
    version: Version.make(version),
    position: Position.make(place! - base), // of an event
    index,
    type: original(type),
    schemaVersion,
    payload: original(payload),
    tags: tags === null ? noTags : tags.map(original),
    commit: { id: CommitId.make(original(id)), digest, recordedAt, metadata: original(metadata), size }
  }
}

/** The events of one commit that stand together share what is known of it. */
const toEvents = (rows: ReadonlyArray<EventRow>, base: number): ReadonlyArray<RecordedRaw> => {
  const events: Array<RecordedRaw> = []
  for (const row of rows) {
    if (row[1] === null) continue
    const event = eventOf(row, base)
    const last = events.at(-1)
    const together = last !== undefined &&
      Math.abs(last.position - event.position) === Math.abs(last.index - event.index)
    events.push(together && last.commit.id === event.commit.id ? { ...event, commit: last.commit } : event)
  }
  return events
}

export const make = ({ run, schema }: Connection, log: LogRow) => {
  const { base } = log
  const rows = (sql: string, parameters: ReadonlyArray<unknown>) =>
    run(sql, parameters) as Effect.Effect<ReadonlyArray<EventRow>, SqlError> // what `columns` selects

  const head = Effect.map(
    run(`SELECT head::float8 FROM ${schema}.logs WHERE id = $1`, [Parameters.int(log.id)]),
    ([row]) => Position.make(row![0] as number) // the log is there
  )

  const readStream = (name: string, after: number, limit: number, direction: Direction) => {
    const from = direction === "backward" && after === 0 ? Number.MAX_SAFE_INTEGER : after
    const parameters = [Parameters.int(log.id), Parameters.text(name), Parameters.whole(from), Parameters.int(limit)]
    return Effect.map(rows(ofStream(schema, direction), parameters), (found) => toEvents(found, base))
  }

  const chunkOf = (
    found: ReadonlyArray<EventRow>,
    { direction, limit }: PageRequest,
    low: number,
    high: number
  ): Chunk => {
    const now = found[0]![0] // there is a row even without events
    const events = toEvents(found, base)
    const last = events.length < limit ? undefined : events.at(-1)
    // Backwards, what is after the lowest place has been read; at the very start, so has everything.
    const end = direction === "forward" ? Math.min(now, high) : low === 0 ? 0 : low + 1
    return { events, through: last?.position ?? Position.make(end), head: Position.make(now) }
  }

  const readPage = (request: PageRequest): Effect.Effect<Chunk, SqlError> => {
    const { after, direction, limit, query } = request
    const reach = isSearch(query) ? searched : placesPerLog
    const read = (low: number, high: number) => {
      const range = { direction, low: base + low, high: base + high, limit }
      const { parameters, sql } = selectEvents(schema, log.id, query, range)
      const order = direction === "forward" ? "ASC" : "DESC"
      return Effect.map(rows(withHead(schema, sql, order), parameters), (found) => chunkOf(found, request, low, high))
    }
    if (direction === "forward") return read(after ?? 0, Math.min((after ?? 0) + reach, placesPerLog))
    const backwards = (from: number) => read(Math.max(0, from - reach), from)
    if (after !== undefined) return backwards(Math.min(after - 1, placesPerLog))
    return reach === searched ? Effect.flatMap(head, backwards) : backwards(placesPerLog)
  }

  const receipt = (id: string, firstStream: string): Effect.Effect<Option.Option<Receipt>, SqlError> =>
    Effect.map(
      run(findCommit(schema), [Parameters.int(log.id), Parameters.text(firstStream), Parameters.text(id)]),
      ([row]) => {
        if (row === undefined) return Option.none()
        const [end, digest, versions] = row as readonly [number, string, ReadonlyArray<number>] // as selected
        return Option.some({ position: Position.make(end - base), versions: versions.map(Version.make), digest })
      }
    )

  return { head, readStream, readPage, receipt }
}
