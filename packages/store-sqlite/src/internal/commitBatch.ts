/**
 * Evaluates and writes commits inside one transaction. Everything of a commit is checked before anything of it is
 * written, so one that is refused leaves no trace and needs no savepoint.
 */
import type { RawEvent } from "@dateline/eventsourcing/EventFamily"
import type { Commit, Guard, Outcome, Receipt } from "@dateline/eventsourcing/EventStoreDriver"
import { matches } from "@dateline/eventsourcing/Expected"
import * as Position from "@dateline/eventsourcing/Position"
import * as Version from "@dateline/eventsourcing/Version"
import type Database from "better-sqlite3"
import { checksumOf } from "./checksum.ts"
import * as Head from "./head.ts"
import * as LastSelected from "./lastSelected.ts"
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

type FirstEvent = [
  place: number,
  stream: number,
  version: number,
  kind: number,
  schemaVersion: number,
  streamName: string | null,
  tags: string | null,
  id: string,
  size: number,
  recordedAt: number,
  digest: string,
  metadata: string,
  checksum: number,
  payload: string
]
type LaterEvent = [
  place: number,
  stream: number,
  version: number,
  kind: number,
  placeInCommit: number,
  schemaVersion: number,
  streamName: string | null,
  tags: string | null,
  payload: string
]

const prepare = (database: Database.Database) => ({
  // The expected versions have been compared when this runs, so a row that is in the way is the same commit, made before.
  addFirst: database.prepare<FirstEvent>(`
    INSERT INTO events (place, stream, version, kind, place_in_commit, schema_version, stream_name, tags,
      commit_id, commit_size, recorded_at, digest, metadata, checksum, payload)
    VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (commit_id, stream) WHERE commit_id IS NOT NULL DO NOTHING`),
  addLater: database.prepare<LaterEvent>(`
    INSERT INTO events (place, stream, version, kind, place_in_commit, schema_version, stream_name, tags, payload)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`),
  addTag: database.prepare<[string, number]>("INSERT OR IGNORE INTO tags (tag, place) VALUES (?, ?)")
})

interface Placed {
  readonly event: RawEvent
  /** Place in the commit. */
  readonly index: number
  /** Of the stream. */
  readonly name: string
  /** Events of the commit. */
  readonly size: number
  readonly stream: StreamHeads.StreamHead
}

const sizeOf = ({ appends }: Commit): number => {
  let size = 0
  for (const { events } of appends) size += events.length
  return size
}

export const make = (database: Database.Database, log: LogRow): CommitBatch => {
  const { addFirst, addLater, addTag } = prepare(database)
  const readHead = Head.make(database, log)
  const heads = StreamHeads.make(database, log.id)
  const lastSelected = LastSelected.make(database, log)
  const findReceipt = Receipts.make(database, log)
  let head = -1

  const versionOf = (stream: string): number => heads.find(stream)?.version ?? 0

  const repeated = (commit: Commit): Outcome | undefined => {
    const receipt = findReceipt(commit.id, commit.appends[0].stream)
    if (receipt === undefined) return undefined
    return receipt.digest === commit.digest ? { _tag: "Repeated", receipt } : { _tag: "CommitIdReused" }
  }

  const conflict = ({ appends }: Commit): Outcome | undefined => {
    for (const { expected, stream } of appends) {
      const actual = versionOf(stream)
      if (!matches(expected, actual)) return { _tag: "Conflict", stream, expected, actual }
    }
    return undefined
  }

  /** The version or position that makes a guard fail. */
  const violated = (guard: Guard): number | undefined => {
    if (guard._tag === "NothingSince") return lastSelected(guard.query, guard.after)
    const actual = versionOf(guard.stream)
    return matches(guard.expected, actual) ? undefined : actual
  }

  const failedGuard = ({ guards }: Commit): Outcome | undefined => {
    for (const guard of guards) {
      const actual = violated(guard)
      if (actual !== undefined) return { _tag: "GuardFailed", guard, actual }
    }
    return undefined
  }

  /** Whether the event was written: the first of a commit is not when its commit is there already. */
  const writeEvent = (commit: Commit, { event, index, name, size, stream }: Placed): boolean => {
    const { payload, schemaVersion, tags, type } = event
    const place = log.base + head + 1 + index
    const kind = heads.kind(name, type)
    const version = stream.version + 1
    const streamName = version === 1 ? name : null
    const tagText = tags.length === 0 ? null : JSON.stringify(tags)
    const { id } = stream
    if (index > 0) addLater.run(place, id, version, kind, index, schemaVersion, streamName, tagText, payload)
    else {
      const { digest, id: commitId, metadata, recordedAt } = commit
      const checksum = checksumOf([place, id, version, size, recordedAt], metadata)
      // dprint-ignore
      const { changes } = addFirst.run(place, id, version, kind, schemaVersion, streamName, tagText,
        commitId, size, recordedAt, digest, metadata, checksum, payload)
      if (changes === 0) return false
    }
    stream.version = version
    for (const tag of tags) addTag.run(tag, place)
    return true
  }

  const write = (commit: Commit): Outcome | undefined => {
    const size = sizeOf(commit)
    let index = 0
    const versions: Array<Version.Version> = []
    for (const { events, stream: name } of commit.appends) {
      const stream = heads.find(name) ?? heads.begin(name, log.base + head + 1 + index)
      for (const event of events) {
        if (!writeEvent(commit, { event, index, name, size, stream })) return undefined
        index++
      }
      versions.push(Version.make(stream.version))
    }
    head += size
    return { _tag: "Committed", receipt: { position: Position.make(head), versions, digest: commit.digest } }
  }

  const commitOne = (commit: Commit): Outcome => {
    const refusal = conflict(commit) ?? failedGuard(commit)
    // A repeat is told from a refusal only where one of them is possible: the usual commit costs no look-up.
    return (refusal ? undefined : write(commit)) ?? repeated(commit) ?? refusal!
  }

  return {
    findReceipt,
    run: (batch) => {
      const stored = readHead()
      if (stored !== head) heads.forget()
      head = stored
      return batch.map(commitOne)
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
