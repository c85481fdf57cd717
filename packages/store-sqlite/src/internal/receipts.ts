/** Finds what an earlier commit answered. */
import type { Receipt } from "@dateline/eventsourcing/EventStoreDriver"
import * as Position from "@dateline/eventsourcing/Position"
import * as Version from "@dateline/eventsourcing/Version"
import type Database from "better-sqlite3"
import type { LogRow } from "./logs.ts"
import { prepare } from "./steady.ts"
import { streamByName } from "./storeFormat.ts"

interface CommitRow {
  readonly place: number
  readonly size: number
  readonly digest: string
}

/** For those who ask SQLite how it is run, too. */
export const findCommitSql = `
  SELECT e.place, e.commit_size AS size, e.digest FROM events e
  WHERE e.commit_id = ? AND e.stream = ${streamByName}`

/** A commit's appends stand one after another, each with its own stream, so their order is that of their places. */
const versionsSql = `
  SELECT max(version) FROM events WHERE place >= ? AND place < ? GROUP BY stream ORDER BY min(place)`

/** The receipt of a commit by its id, in the scope of the first stream that it appended to. */
export const make = (database: Database.Database, log: LogRow) => {
  const findCommit = prepare<[string, string, number], CommitRow>(database, findCommitSql)
  const findVersions = prepare<[number, number], number>(database, versionsSql).pluck()
  return (id: string, firstStream: string): Receipt | undefined => {
    const commit = findCommit.get(id, firstStream, log.id - 1)
    if (commit === undefined) return undefined
    const end = commit.place + commit.size
    return {
      position: Position.make(end - 1 - log.base),
      versions: findVersions.all(commit.place, end).map(Version.make),
      digest: commit.digest
    }
  }
}
