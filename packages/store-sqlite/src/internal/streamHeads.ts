/**
 * What a writer remembers between its transactions: the number of each stream and kind, and each stream's version. It is
 * right for as long as nobody else moved the log's counter of positions; {@link forget} it otherwise.
 */
import type Database from "better-sqlite3"

export interface StreamHead {
  readonly id: number
  /** The version of the stream's last event. */
  version: number
}

export interface StreamHeads {
  /** The stream's number and version; nothing when it was never written. */
  readonly find: (stream: string) => StreamHead | undefined
  /** As {@link find}, and gives a number to a stream that has none. */
  readonly obtain: (stream: string) => StreamHead
  /** The number of a kind of event, given at its first use. */
  readonly kind: (category: string, type: string) => number
  readonly forget: () => void
}

/** Some tens of megabytes at most; the streams written longest ago are looked up again. */
const remembered = 100_000

const findSql = `
  SELECT s.id, coalesce((SELECT e.version FROM events e WHERE e.stream = s.id ORDER BY e.version DESC LIMIT 1), 0) AS version
  FROM streams s WHERE s.log = ? AND s.name = ?`

export const make = (database: Database.Database, log: number): StreamHeads => {
  const findStream = database.prepare<[number, string], StreamHead>(findSql)
  const addStream = database.prepare<[number, string]>("INSERT INTO streams (log, name) VALUES (?, ?)")
  const findKind = database.prepare<[number, string, string], { id: number }>(
    "SELECT id FROM kinds WHERE log = ? AND category = ? AND type = ?"
  )
  const addKind = database.prepare<[number, string, string]>("INSERT INTO kinds (log, category, type) VALUES (?, ?, ?)")
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
    const stored = findStream.get(log, stream)
    return stored && remember(stream, stored)
  }

  return {
    find,
    obtain: (stream) =>
      find(stream) ?? remember(stream, { id: Number(addStream.run(log, stream).lastInsertRowid), version: 0 }),
    kind: (category, type) => {
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
