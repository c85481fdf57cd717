/**
 * A log in a folder: `events.log`, to which commits are appended, and `log.json`, which names the log. One program at a
 * time may use it. Answers are given after the disk has confirmed; commits that arrive meanwhile share the next flush.
 */
import { refusal } from "@dateline/eventsourcing/Admission"
import * as Driver from "@dateline/eventsourcing/EventStoreDriver"
import * as GroupCommit from "@dateline/eventsourcing/GroupCommit"
import * as Hints from "@dateline/eventsourcing/Hints"
import * as Position from "@dateline/eventsourcing/Position"
import { selects } from "@dateline/eventsourcing/Query"
import { Ambiguous, StoreFault } from "@dateline/eventsourcing/StoreError"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import * as path from "node:path"
import * as AtomicFile from "./AtomicFile.ts"
import * as FolderLock from "./FolderLock.ts"
import * as LogIndex from "./LogIndex.ts"
import * as RecordFile from "./RecordFile.ts"
import * as StoredCommit from "./StoredCommit.ts"

export interface Options {
  /** Made if it is missing. */
  readonly folder: string
}

/** One commit may have 4 MiB, 1,000 events and 100 streams. */
export const limits: Driver.Limits = { commitBytes: 4 * 1024 * 1024, events: 1000, streams: 100 }

/** The disk has failed once. What it holds is found out by opening the folder again. */
const reopenFirst = new StoreFault({
  operation: "commit",
  cause: "the disk failed to confirm a write; open the folder again",
  retryable: false
})

// #region attempt
const attempt = <A>(operation: string, run: () => Promise<A>): Effect.Effect<A, StoreFault> =>
  Effect.tryPromise({ try: run, catch: (cause) => new StoreFault({ operation, cause, retryable: false }) })
// #endregion

const identify = async (folder: string): Promise<{ readonly id: string; readonly epoch: string }> => {
  const file = path.join(folder, "log.json")
  const known = await AtomicFile.read(file)
  if (known !== undefined) return JSON.parse(known)
  const log = { id: globalThis.crypto.randomUUID(), epoch: "1" }
  await AtomicFile.replace(file, JSON.stringify(log))
  return log
}

interface Opened {
  readonly file: RecordFile.RecordFile
  readonly index: LogIndex.LogIndex
  /** Where each commit stands in the file. */
  readonly places: Array<RecordFile.Place>
}

const openLog = async (folder: string): Promise<Opened> => {
  const [index, places] = [LogIndex.make(), new Array<RecordFile.Place>()]
  const file = await RecordFile.open(path.join(folder, "events.log"), (text, place) => {
    index.add(StoredCommit.parse(text))
    places.push(place)
  })
  return { file, index, places }
}

/** The events of entries, from the file; each commit is read once. */
const read = async ({ file, places }: Opened, entries: ReadonlyArray<LogIndex.Entry>) => {
  const commits = new Map<number, StoredCommit.Commit>()
  const events: Array<Driver.RecordedRaw> = []
  for (const { commit: number, index, position, stream, version } of entries) {
    const commit = commits.get(number) ?? StoredCommit.parse(await file.read(places[number]!))
    commits.set(number, commit)
    const all = commit.appends.flatMap((append) => append.events)
    const { digest, id, metadata, recordedAt } = commit
    const about = { id, digest, metadata, recordedAt, size: all.length }
    events.push({ ...all[index]!, stream, version, position, index, commit: about })
  }
  return events
}

const readPage = async (
  opened: Opened,
  head: Position.Position,
  request: Driver.PageRequest
): Promise<Driver.Chunk> => {
  const { after, direction, limit, query } = request
  const [wanted, found] = [selects(query), new Array<LogIndex.Entry>()]
  const forward = direction === "forward"
  // The entry with position 1 is at place 0.
  let place = forward ? (after ?? 0) : Math.min(after ?? head + 1, head + 1) - 2
  for (; found.length < limit && place >= 0 && place < head; place += forward ? 1 : -1) {
    const entry = opened.index.entries[place]!
    if (wanted(entry)) found.push(entry)
  }
  const end = forward ? head : Position.start
  return { events: await read(opened, found), through: found.length === limit ? found.at(-1)!.position : end, head }
}

/** Opens a log. Fails with `StoreFault`: the folder is in use or cannot be used, or the file is damaged. */
export const make = Effect.fnUntraced(function*(
  { folder }: Options
): Effect.fn.Return<Driver.EventStoreDriver["Service"], StoreFault, Scope.Scope> {
  const opening = `open ${folder}`
  yield* Effect.acquireRelease(attempt(opening, () => FolderLock.take(folder)), (lock) => Effect.promise(lock.release))
  const log = yield* attempt(opening, () => identify(folder))
  const opened = yield* Effect.acquireRelease(
    attempt(opening, () => openLog(folder)),
    ({ file }) => Effect.promise(file.close)
  )
  const { file, index, places } = opened
  const hints = Hints.make()
  let head = Position.make(index.entries.length)
  let broken: StoreFault | undefined

  // #region commitAll
  /** Writes the lines; if that fails, the index forgets them. */
  const write = (lines: ReadonlyArray<string>) =>
    attempt("commit", () => file.append(lines)).pipe(
      Effect.tapError((fault) =>
        Effect.sync(() => {
          index.cut(places.length)
          // Whether they are on the disk, only opening the file anew can tell.
          if (fault.cause instanceof RecordFile.FlushFailed) broken = reopenFirst
        })
      )
    )

  const commitAll: GroupCommit.CommitAll = Effect.fnUntraced(function*(batch) {
    if (broken) return yield* broken
    const lines: Array<string> = []
    const outcomes = batch.map((commit): Driver.Outcome => {
      const refused = index.refusal(commit)
      if (refused) return refused
      lines.push(StoredCommit.format(commit))
      return { _tag: "Committed", receipt: index.add(commit) }
    })
    if (lines.length === 0) return outcomes
    places.push(...(yield* write(lines)))
    // From here on it is on the disk: now it may be seen.
    head = Position.make(index.entries.length)
    hints.give()
    return outcomes
  })
  const commit = yield* GroupCommit.make(commitAll, {
    // A flush that failed leaves open what is on the disk; the caller can ask for the commit id after the next start.
    faultOf: (fault, { id }) =>
      fault.cause instanceof RecordFile.FlushFailed ? new Ambiguous({ commitId: id, cause: fault.cause }) : fault
  })
  // #endregion

  /** Those of a stream's entries that may be seen: all but the last ones, which are being written. */
  const visible = (own: ReadonlyArray<LogIndex.Entry>): ReadonlyArray<LogIndex.Entry> => {
    let count = own.length
    while (count > 0 && own[count - 1]!.position > head) count--
    return own.slice(0, count)
  }
  const page = (own: ReadonlyArray<LogIndex.Entry>, after: number, limit: number, direction: Driver.Direction) => {
    if (direction === "forward") return own.slice(after, after + limit)
    const end = after === 0 ? own.length : Math.min(after - 1, own.length)
    return own.slice(Math.max(0, end - limit), end).toReversed()
  }

  // #region driver
  return Driver.EventStoreDriver.of({
    log,
    limits,
    guards: ["StreamAt", "NothingSince"],
    commit: (request) => {
      const notTaken = refusal(request, limits)
      return notTaken ? Effect.fail(notTaken) : commit(request)
    },
    findCommit: (id, stream) =>
      Effect.sync(() =>
        Option.filter(Option.fromNullishOr(index.receipt(id, stream)), ({ position }) => position <= head)
      ),
    readStream: (stream, after, limit, direction) =>
      attempt("readStream", () => read(opened, page(visible(index.ofStream(stream)), after, limit, direction))),
    readAll: Driver.paged((request) => attempt("readAll", () => readPage(opened, head, request))),
    head: Effect.sync(() => head),
    changed: hints.changed
  })
  // #endregion
})

/** A log in a folder, for the program that is given it. Fails as {@link make} does. */
export const layer = (options: Options): Layer.Layer<Driver.EventStoreDriver, StoreFault> =>
  Layer.effect(Driver.EventStoreDriver, make(options))
