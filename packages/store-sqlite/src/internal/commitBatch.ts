/**
 * Evaluates and writes commits inside one transaction. Everything of a commit is checked before anything of it is
 * written, so one that is refused leaves no trace and needs no savepoint.
 */
import type { Commit, Outcome, Receipt, StreamAt } from "@dateline/eventsourcing/EventStoreDriver"
import { matches } from "@dateline/eventsourcing/Expected"
import * as Position from "@dateline/eventsourcing/Position"
import * as Version from "@dateline/eventsourcing/Version"
import type Database from "better-sqlite3"
import type { LogRow } from "./logs.ts"
import * as Receipts from "./receipts.ts"
import * as StreamHeads from "./streamHeads.ts"

export interface CommitBatch {
  /** The receipt of a commit by its id, in the scope of the first stream that it appended to. */
  readonly findReceipt: (id: string, firstStream: string) => Receipt | undefined
  /** One answer for each commit, in order; each sees the earlier ones. To be called inside a write transaction. */
  readonly run: (batch: ReadonlyArray<Commit>) => ReadonlyArray<Outcome>
  /** Runs a transaction, and forgets what is remembered of the log when it is undone. */
  readonly attempt: <A>(transaction: () => A) => A
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

const prepare = (database: Database.Database) => ({
  head: database.prepare<[number], number>("SELECT head FROM logs WHERE id = ?").pluck(),
  setHead: database.prepare<[number, number]>("UPDATE logs SET head = ? WHERE id = ?"),
  // The expected versions have been compared when this runs, so a row that is in the way is the same commit, made before.
  addCommit: database.prepare<[number, number, string, Uint8Array, number, string, number]>(`
    INSERT INTO commits (place, stream, id, digest, recorded_at, metadata, size) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (stream, id) DO NOTHING`),
  addEvent: database.prepare<[number, number, number, number, number, number, string, string | null]>(`
    INSERT INTO events (place, stream, version, kind, place_in_commit, schema_version, payload, tags)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`),
  addTag: database.prepare<[string, number]>("INSERT OR IGNORE INTO tags (tag, place) VALUES (?, ?)")
})

export const make = (database: Database.Database, log: LogRow): CommitBatch => {
  const statements = prepare(database)
  const heads = StreamHeads.make(database, log.id)
  const findReceipt = Receipts.make(database, log)
  let head = -1

  const versionOf = (stream: string): number => heads.find(stream)?.version ?? 0

  const repeated = (commit: Commit): Outcome | undefined => {
    const receipt = findReceipt(commit.id, commit.appends[0].stream)
    if (receipt === undefined) return undefined
    return sameBytes(receipt.digest, commit.digest) ? { _tag: "Repeated", receipt } : { _tag: "CommitIdReused" }
  }

  const refused = (tag: "Conflict" | "GuardFailed", conditions: ReadonlyArray<Omit<StreamAt, "_tag">>) => {
    for (const { expected, stream } of conditions) {
      const actual = versionOf(stream)
      if (!matches(expected, actual)) return { _tag: tag, stream, expected, actual } as const
    }
    return undefined
  }

  const writeAppend = (
    place: number,
    placeInCommit: number,
    { events, stream }: Commit["appends"][number]
  ): Version.Version => {
    const own = heads.obtain(stream)
    const category = stream.slice(0, stream.indexOf("-"))
    for (const { payload, schemaVersion, tags, type } of events) {
      const kind = heads.kind(category, type)
      const tagText = tags.length === 0 ? null : JSON.stringify(tags)
      statements.addEvent.run(place, own.id, ++own.version, kind, placeInCommit++, schemaVersion, payload, tagText)
      for (const tag of tags) statements.addTag.run(tag, place)
      place++
    }
    return Version.make(own.version)
  }

  const write = (commit: Commit): Outcome | undefined => {
    const { appends, digest, id, metadata, recordedAt } = commit
    const size = appends.reduce((sum, { events }) => sum + events.length, 0)
    const place = log.base + head + 1
    const stream = heads.obtain(appends[0].stream).id
    if (statements.addCommit.run(place, stream, id, digest, recordedAt, metadata, size).changes === 0) return undefined
    let written = 0
    const versions = appends.map((append) => {
      const version = writeAppend(place + written, written, append)
      written += append.events.length
      return version
    })
    head += size
    return { _tag: "Committed", receipt: { position: Position.make(head), versions, digest } }
  }

  const commitOne = (commit: Commit): Outcome => {
    const refusal = refused("Conflict", commit.appends) ?? refused("GuardFailed", commit.guards)
    // A repeat is told from a refusal only where one of them is possible: the usual commit costs no look-up.
    return (refusal ? undefined : write(commit)) ?? repeated(commit) ?? refusal!
  }

  return {
    findReceipt,
    run: (batch) => {
      const stored = statements.head.get(log.id)!
      if (stored !== head) heads.forget()
      head = stored
      const outcomes = batch.map(commitOne)
      if (head !== stored) statements.setHead.run(head, log.id)
      return outcomes
    },
    attempt: (transaction) => {
      try {
        return transaction()
      } catch (cause) {
        heads.forget()
        head = -1
        throw cause
      }
    }
  }
}
