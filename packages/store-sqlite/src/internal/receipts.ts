/** Finds what an earlier commit answered. */
import type { Receipt } from "@dateline/eventsourcing/EventStoreDriver"
import * as Position from "@dateline/eventsourcing/Position"
import * as Version from "@dateline/eventsourcing/Version"
import type Database from "better-sqlite3"
import type { LogRow } from "./logs.ts"

interface CommitRow {
  readonly place: number
  readonly size: number
  readonly digest: Uint8Array
}

/** A commit's appends stand one after another, each with its own stream, so their order is that of their places. */
const versionsSql = `
  SELECT max(version) FROM events WHERE place >= ? AND place < ? GROUP BY stream ORDER BY min(place)`

/** The receipt of a commit by its id, in the scope of the first stream that it appended to. */
export const make = (database: Database.Database, log: LogRow) => {
  const findCommit = database.prepare<[number, string, string], CommitRow>(`
    SELECT c.place, c.size, c.digest FROM streams s JOIN commits c ON c.stream = s.id
    WHERE s.log = ? AND s.name = ? AND c.id = ?`)
  const findVersions = database.prepare<[number, number], number>(versionsSql).pluck()
  return (id: string, firstStream: string): Receipt | undefined => {
    const commit = findCommit.get(log.id, firstStream, id)
    if (commit === undefined) return undefined
    const end = commit.place + commit.size
    return {
      position: Position.make(end - 1 - log.base),
      versions: findVersions.all(commit.place, end).map(Version.make),
      digest: commit.digest
    }
  }
}
