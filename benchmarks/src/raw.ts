/** What a careful programmer writes by hand on SQLite, with the same file settings and nothing else. */
import Database from "better-sqlite3"
import { commitIdOf, payloadOf } from "./work.ts"

export interface Bare {
  readonly database: Database.Database
  readonly insert: (number: number) => void
  readonly transaction: <A>(body: () => A) => A
}

/** One table with a payload, and nothing that an event store needs: no streams, versions, ids or conflicts. */
export const bareTable = (filename: string): Bare => {
  const database = open(filename)
  database.exec("CREATE TABLE IF NOT EXISTS events (position INTEGER PRIMARY KEY, payload TEXT NOT NULL) STRICT")
  const insert = database.prepare("INSERT INTO events (payload) VALUES (?)")
  return { database, insert: (number) => void insert.run(payloadOf(number)), transaction: writer(database) }
}

/** The rows that ours writes for a commit of one event: a commit by its id, and an event in its stream. */
export const sameRows = (filename: string): Bare => {
  const database = open(filename)
  database.exec(`
    CREATE TABLE IF NOT EXISTS commits (
      place INTEGER PRIMARY KEY, stream INTEGER NOT NULL, id TEXT NOT NULL, digest BLOB NOT NULL,
      recorded_at INTEGER NOT NULL, metadata TEXT NOT NULL, UNIQUE (stream, id)) STRICT;
    CREATE TABLE IF NOT EXISTS events (
      place INTEGER PRIMARY KEY, stream INTEGER NOT NULL, version INTEGER NOT NULL, type INTEGER NOT NULL,
      payload TEXT NOT NULL, UNIQUE (stream, version)) STRICT;
    CREATE TABLE IF NOT EXISTS head (head INTEGER NOT NULL) STRICT;
    INSERT INTO head VALUES (0)`)
  const addCommit = database.prepare("INSERT INTO commits VALUES (?, ?, ?, ?, ?, ?)")
  const addEvent = database.prepare("INSERT INTO events VALUES (?, ?, ?, ?, ?)")
  const setHead = database.prepare("UPDATE head SET head = ?")
  const versions = new Map<number, number>()
  const metadata = JSON.stringify({ actor: { role: "writer", id: "w-1" } })
  const digest = Buffer.alloc(32, 7)
  let place = 0
  const begin = writer(database)
  return {
    database,
    insert: (number) => {
      const stream = number % 5000
      const version = (versions.get(stream) ?? 0) + 1
      versions.set(stream, version)
      place++
      addCommit.run(place, stream, commitIdOf(number), digest, number, metadata)
      addEvent.run(place, stream, version, 1, payloadOf(number))
    },
    transaction: (body) =>
      begin(() => {
        const result = body()
        setHead.run(place)
        return result
      })
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
