/**
 * What a writer remembers between its transactions: where each stream begins and its version, and
 * the number of each kind. It is
 * right for as long as nobody else moved the log's head; {@link forget} it otherwise.
 */
import type Database from "better-sqlite3"
import { prepare } from "./steady.ts"
import { streamByName } from "./storeFormat.ts"

export interface StreamHead {
  /** The place of its first event. */
  readonly id: number
  /** The version of the stream's last event. */
  version: number
}

export interface StreamHeads {
  /** Where the stream begins, and its version; nothing when it was never written. */
  readonly find: (stream: string) => StreamHead | undefined
  /** A stream that was never written, whose first event will stand at this place. */
  readonly begin: (stream: string, place: number) => StreamHead
  /** The number of a kind of event, which is its stream's category and its type; given at its first use. */
  readonly kind: (stream: string, type: string) => number
  readonly forget: () => void
}

/** Some tens of megabytes at most; the streams written longest ago are looked up again. */
const remembered = 100_000

/** For those who ask SQLite how it is run, too. */
export const findHeadSql = `
  SELECT e.stream AS id, e.version FROM events e WHERE e.stream = ${streamByName} ORDER BY e.version DESC LIMIT 1`

export const make = (database: Database.Database, log: number): StreamHeads => {
  const findStream = prepare<[string, number], StreamHead>(database, findHeadSql)
  const findKind = prepare<[number, string, string], { id: number }>(
    database,
    "SELECT id FROM kinds WHERE log = ? AND category = ? AND type = ?"
  )
  const addKind = prepare<[number, string, string]>(
    database,
    "INSERT INTO kinds (log, category, type) VALUES (?, ?, ?)"
  )
  const heads = new Map<string, StreamHead>()
  const kinds = new Map<string, Map<string, number>>()

  const remember = (stream: string, head: StreamHead): StreamHead => {
    if (heads.size >= remembered) heads.delete(heads.keys().next().value!) // not empty, so there is a first
    heads.set(stream, head)
    return head
  }

  const find = (stream: string): StreamHead | undefined => {
    const known = heads.get(stream)
    if (known) return known
    const stored = findStream.get(stream, log - 1)
    return stored && remember(stream, stored)
  }

  return {
    find,
    begin: (stream, place) => remember(stream, { id: place, version: 0 }),
    kind: (stream, type) => {
      const category = stream.slice(0, stream.indexOf("-"))
      const types = kinds.get(category) ?? new Map<string, number>()
      kinds.set(category, types)
      const id = types.get(type) ?? findKind.get(log, category, type)?.id ??
        Number(addKind.run(log, category, type).lastInsertRowid)
      types.set(type, id)
      return id
    },
    forget: () => {
      heads.clear()
      kinds.clear()
    }
  }
}
