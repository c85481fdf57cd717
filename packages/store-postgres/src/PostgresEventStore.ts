/**
 * Keeps a log of events in PostgreSQL. Commits that arrive together are one transaction and one round trip; any number of
 * processes may append to a log at once, and all of them see its events in the same order, without a gap.
 *
 * With a client of the program's, a commit inside `client.withTransaction` is a part of that transaction: it is there, or is
 * not, with whatever else the transaction does. The log waits for such a transaction to end, so keep it short; and keep no
 * states in a cache that were folded in it, because it may be undone.
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
import type { SqlError } from "effect/sql/SqlError"
import { connect, outside, type Run } from "./internal/connection.ts"
import { eventsFormat } from "./internal/eventsFormat.ts"
import * as HeadNews from "./internal/headNews.ts"
import * as Logs from "./internal/logs.ts"
import { OutcomeUnknown, storeFault } from "./internal/postgresError.ts"
import * as ReadEvents from "./internal/readEvents.ts"
import * as SchemaFormat from "./internal/schemaFormat.ts"
import { writeBatch, writeWithin } from "./internal/writeBatch.ts"
import type * as PostgresConnection from "./PostgresConnection.ts"

export type Options = PostgresConnection.Options & {
  /** The name of the log in the schema; `main` unless told otherwise. */
  readonly log?: string
  /**
   * Whether the store keeps a connection on which it hears at once what other programs have appended; it does unless told
   * otherwise. Without it a subscriber finds out by looking. Behind a pooler there must be another way to the server.
   */
  readonly listen?: boolean
}

/** One commit may have 16 MiB, 10,000 events and 1,000 streams. */
export const limits: Driver.Limits = { commitBytes: 16 * 1024 * 1024, events: 10_000, streams: 1000 }

/** The answer was lost, and so were those to asking again; the caller can ask for the commit id later. */
const faultOf = (fault: StoreFault, commit: Driver.Commit): StoreFault | Ambiguous =>
  fault.cause instanceof OutcomeUnknown ? new Ambiguous({ commitId: commit.id, cause: fault.cause }) : fault

const open = Effect.fnUntraced(function*(
  options: Options
): Effect.fn.Return<Driver.EventStoreDriver["Service"], StoreFault, Scope.Scope> {
  const connection = yield* connect(options)
  yield* SchemaFormat.prepare(connection, eventsFormat)
  const log = yield* Logs.obtain(connection, options.log ?? "main")
  const events = ReadEvents.make(connection, log)
  const hints = Hints.make()
  const news = yield* HeadNews.make(connection, log, hints, options.listen ?? true)
  const read = <A>(operation: string, body: Effect.Effect<A, SqlError>): Effect.Effect<A, StoreFault> =>
    Effect.mapError(body, (error) => storeFault(operation, error))

  const write = writeBatch(connection, log)
  const commitAll: GroupCommit.CommitAll = (batch) =>
    Effect.tap(write(batch), (outcomes) => {
      if (outcomes.some(({ _tag }) => _tag === "Committed" || _tag === "Repeated")) news.tell()
      return Effect.void
    })
  const commitGrouped = yield* GroupCommit.make(commitAll, { faultOf })
  const commitWithin = (run: Run, request: Driver.Commit): Effect.Effect<Driver.Outcome, StoreFault> =>
    Effect.map(writeWithin({ ...connection, run }, log)([request]), ([outcome]) => outcome!).pipe(
      Effect.tap(() => connection.afterCommit(Effect.sync(news.tell)))
    )

  const commit = (request: Driver.Commit): Effect.Effect<Driver.Outcome, StoreFault | Ambiguous | TooLarge> => {
    const notTaken = refusal(request, limits)
    if (notTaken) return Effect.fail(notTaken)
    return Effect.flatMap(
      connection.callers,
      Option.match({
        onNone: () => commitGrouped(request),
        onSome: (run) => commitWithin(run, request)
      })
    )
  }

  return Driver.EventStoreDriver.of({
    log: { id: log.uuid, epoch: log.epoch },
    limits,
    guards: ["StreamAt", "NothingSince"],
    commit,
    findCommit: (id, stream) => read("findCommit", events.receipt(id, stream)),
    readStream: (stream, after, limit, direction) =>
      read("readStream", events.readStream(stream, after, limit, direction)),
    readAll: Driver.paged((request) => read("readAll", events.readPage(request))),
    head: read("head", events.head),
    changed: hints.changed
  })
})

/**
 * Opens a log, and makes its tables if they are missing. Fails with `StoreFault` when the server cannot be reached, is older
 * than PostgreSQL 15 or runs without `fsync`, and when a newer Dateline made the tables.
 */
export const make = (options: Options): Effect.Effect<Driver.EventStoreDriver["Service"], StoreFault, Scope.Scope> =>
  outside(options, open(options))

/** A log in PostgreSQL, for the program that is given it. Fails as {@link make} does. */
export const layer = (options: Options): Layer.Layer<Driver.EventStoreDriver, StoreFault> =>
  Layer.effect(Driver.EventStoreDriver, make(options))
