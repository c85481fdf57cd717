/**
 * Keeps a log of events in an SQLite file. Commits that arrive together share one transaction and one flush to the disk;
 * an answer is given only after that. Several processes may use the file at once.
 */
import { refusal } from "@dateline/eventsourcing/Admission"
import * as Driver from "@dateline/eventsourcing/EventStoreDriver"
import * as GroupCommit from "@dateline/eventsourcing/GroupCommit"
import * as Hints from "@dateline/eventsourcing/Hints"
import { Ambiguous, type StoreFault, type TooLarge } from "@dateline/eventsourcing/StoreError"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import type { Durability } from "./Durability.ts"
import { beforeDamage } from "./internal/beforeDamage.ts"
import * as CommitBatch from "./internal/commitBatch.ts"
import { connect, whileBusy } from "./internal/connection.ts"
import { watchHead } from "./internal/headWatch.ts"
import * as Logs from "./internal/logs.ts"
import * as ReadEvents from "./internal/readEvents.ts"
import { OutcomeUnknown, storeFault } from "./internal/sqliteError.ts"
import { storeFormat } from "./internal/storeFormat.ts"
import { watchWal } from "./internal/walWatch.ts"

export interface Options {
  /** The database file, made if it is missing; its folder must exist. Views may be kept in the same file. */
  readonly filename: string
  /** The name of the log in the file; `main` unless told otherwise. */
  readonly log?: string
  /**
   * `disk` (unless told otherwise): what was answered survives a power cut. `os`: it survives a crash of the program, and
   * a power cut may take the last moments before it; nothing is ever half there.
   */
  readonly durability?: Durability
  /**
   * `shared` (unless told otherwise): all stores of this program that use the file share one connection. `own`: this
   * store sees the file as another process would.
   */
  readonly connection?: "shared" | "own"
  /** Permissions of a file that is made now, `0o600` unless told otherwise; one that is there keeps its own. */
  readonly mode?: number
  /**
   * `read`: the file must be there and is never written, not even to bring it up to date; a commit is a `StoreFault`. So
   * one looks at a backup, a file on a read-only disk, and what a damaged one still holds. `write` unless told otherwise.
   */
  readonly access?: "write" | "read"
}

/** One commit may have 16 MiB, 10,000 events and 1,000 streams. */
export const limits: Driver.Limits = { commitBytes: 16 * 1024 * 1024, events: 10_000, streams: 1000 }

const read = <A>(operation: string, run: () => A): Effect.Effect<A, StoreFault> =>
  Effect.try({ try: run, catch: (cause) => storeFault(operation, cause) })

/** A fault at the very end of a transaction leaves open whether it was made; the caller can ask for the commit id. */
const faultOf = (fault: StoreFault, commit: Driver.Commit): StoreFault | Ambiguous =>
  fault.cause instanceof OutcomeUnknown ? new Ambiguous({ commitId: commit.id, cause: fault.cause }) : fault

/**
 * Opens a log. Fails with `StoreFault` when the file cannot be opened or is not ours, and when SQLite does not put the
 * durability that was asked for in force.
 */
export const make = Effect.fnUntraced(function*(
  options: Options
): Effect.fn.Return<Driver.EventStoreDriver["Service"], StoreFault, Scope.Scope> {
  const durability = options.durability ?? "disk"
  const connection = yield* connect({ ...options, format: storeFormat })
  const { database, transaction } = connection
  const openLog = options.access === "read" ? Logs.find : Logs.obtain
  const log = yield* whileBusy(`open ${options.filename}`, () => openLog(connection, options.log ?? "main"))
  const batches = CommitBatch.make(database, log)
  const events = ReadEvents.make(database, log)
  const readPage = beforeDamage(events.readPage)
  const hints = Hints.make()
  yield* watchHead({
    walFile: `${database.name}-wal`,
    head: events.head,
    moved: hints.give
  })

  if (options.access !== "read") yield* watchWal(database)

  const commitAll: GroupCommit.CommitAll = (batch) =>
    whileBusy("commit", () => batches.attempt(() => transaction(durability, () => batches.run(batch)))).pipe(
      Effect.tap((outcomes) => {
        if (outcomes.some(({ _tag }) => _tag === "Committed")) hints.give()
        return Effect.void
      })
    )
  const commitGrouped = yield* GroupCommit.make(commitAll, { faultOf })

  const commit = (request: Driver.Commit): Effect.Effect<Driver.Outcome, StoreFault | Ambiguous | TooLarge> => {
    const notTaken = refusal(request, limits)
    return notTaken ? Effect.fail(notTaken) : commitGrouped(request)
  }

  return Driver.EventStoreDriver.of({
    log: { id: log.uuid, epoch: log.epoch },
    limits,
    guards: ["StreamAt", "NothingSince"],
    commit,
    findCommit: (id, stream) => read("findCommit", () => Option.fromNullishOr(batches.findReceipt(id, stream))),
    readStream: (stream, after, limit, direction) =>
      read("readStream", () => events.readStream(stream, after, limit, direction)),
    readAll: Driver.paged((request) => read("readAll", () => readPage(request))),
    head: read("head", events.head),
    changed: hints.changed
  })
})

/** A log in an SQLite file, for the program that is given it. Fails as {@link make} does. */
export const layer = (options: Options): Layer.Layer<Driver.EventStoreDriver, StoreFault> =>
  Layer.effect(Driver.EventStoreDriver, make(options))
