/** What a careful programmer writes by hand on SQLite, with the same file settings and nothing else. */
import Database from "better-sqlite3"
import { commitIdOf, payloadOf, streamNameOf } from "./work.ts"

export interface Bare {
  readonly database: Database.Database
  /** `stream`: its name, where the table knows streams; that of the number unless told otherwise. */
  readonly insert: (number: number, stream?: string) => void
  readonly transaction: <A>(body: () => A) => A
}

/** One table with a payload, and nothing that an event store needs: no streams, versions, ids or conflicts. */
export const bareTable = (filename: string): Bare => {
  const database = open(filename)
  database.exec("CREATE TABLE IF NOT EXISTS events (position INTEGER PRIMARY KEY, payload TEXT NOT NULL) STRICT")
  const insert = database.prepare("INSERT INTO events (payload) VALUES (?)")
  return { database, insert: (number) => void insert.run(payloadOf(number)), transaction: writer(database) }
}

/** The rows that ours writes for a commit of one event: the event in its stream, with what is known of its commit. */
export const sameRows = (filename: string): Bare => {
  const database = open(filename)
  database.exec(`
    CREATE TABLE events (
      place INTEGER PRIMARY KEY, stream INTEGER NOT NULL, version INTEGER NOT NULL, type INTEGER NOT NULL,
      stream_name TEXT, id TEXT NOT NULL, digest TEXT NOT NULL, recorded_at INTEGER NOT NULL, metadata TEXT NOT NULL,
      checksum INTEGER NOT NULL, payload TEXT NOT NULL, UNIQUE (stream, version)) STRICT;
    CREATE UNIQUE INDEX streams ON events (stream_name) WHERE stream_name IS NOT NULL;
    CREATE UNIQUE INDEX commits ON events (id, stream)`)
  const addEvent = database.prepare("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
  const streams = new Map<string, { readonly first: number; version: number }>()
  const metadata = JSON.stringify({ actor: { role: "writer", id: "w-1" } })
  const digest = "x".repeat(43)
  let place = 0
  return {
    database,
    insert: (number, name = streamNameOf(number)) => {
      place++
      const stream = streams.get(name) ?? { first: place, version: 0 }
      streams.set(name, stream)
      const streamName = ++stream.version === 1 ? name : null
      const { first, version } = stream
      const id = commitIdOf(number)
      addEvent.run(place, first, version, 1, streamName, id, digest, number, metadata, 1, payloadOf(number))
    },
    transaction: writer(database)
  }
}

const open = (filename: string): Database.Database => {
  const database = new Database(filename)
  database.pragma("page_size = 8192")
  database.pragma("journal_mode = wal")
  database.pragma("synchronous = FULL")
  database.pragma("cache_size = -65536")
  return database
}

const writer = (database: Database.Database) => {
  const begin = database.prepare("BEGIN IMMEDIATE")
  const commit = database.prepare("COMMIT")
  return <A>(body: () => A): A => {
    begin.run()
    const result = body()
    commit.run()
    return result
  }
}

/**
 * The group-commit loop: callers wait for a promise; what has gathered is written in one transaction. About what one
 * writes who knows that a flush is what costs.
 */
export const groupCommit = ({ insert, transaction }: Bare): (number: number) => Promise<void> => {
  let waiting: Array<{ readonly number: number; readonly done: () => void }> = []
  const flush = () => {
    const batch = waiting
    waiting = []
    transaction(() => {
      for (const { number } of batch) insert(number)
    })
    for (const { done } of batch) done()
  }
  return (number) =>
    new Promise((done) => {
      if (waiting.push({ number, done }) === 1) setImmediate(flush)
    })
}
