/**
 * Sends a batch, and sends it again when the server undid it or the answer was lost: what was made the first time is found
 * by its commit id, so nothing is ever made twice.
 */
import type { Commit, Outcome } from "@dateline/eventsourcing/EventStoreDriver"
import type { StoreFault } from "@dateline/eventsourcing/StoreError"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type { SqlError } from "effect/sql/SqlError"
import * as CommitBatch from "./commitBatch.ts"
import type { Run } from "./connection.ts"
import type { LogRow } from "./logs.ts"
import { isConnectionLost, isNotConnected, isUndone, OutcomeUnknown, storeFault } from "./postgresError.ts"

/** About ten seconds: as long as a busy server takes to start again. */
const patience = Schedule.exponential("20 millis", 1.5).pipe(Schedule.upTo({ times: 14 }))

type Write = (batch: ReadonlyArray<Commit>) => Effect.Effect<ReadonlyArray<Outcome>, StoreFault>

interface Sending {
  readonly run: Run
  readonly schema: string
  readonly lockTimeout: number
}

const send = ({ lockTimeout, run, schema }: Sending, log: LogRow) => {
  const statement = CommitBatch.statement(schema)
  return (batch: ReadonlyArray<Commit>): Effect.Effect<ReadonlyArray<Outcome>, SqlError> =>
    Effect.map(
      run(statement, CommitBatch.parametersOf(log.id, lockTimeout, batch)),
      (rows) => batch.map((commit, place) => CommitBatch.outcomeOf(commit, rows[place]!))
    )
}

/** One answer for each commit, in its place. */
export const writeBatch = (connection: Sending, log: LogRow): Write => {
  const sendOnce = send(connection, log)
  return (batch) => {
    let unanswered = false
    return sendOnce(batch).pipe(
      Effect.tapError((error) =>
        Effect.sync(() => {
          if (isConnectionLost(error) && !isNotConnected(error)) unanswered = true
        })
      ),
      Effect.retry({ while: (error: SqlError) => isConnectionLost(error) || isUndone(error), schedule: patience }),
      Effect.mapError((error) => storeFault("commit", unanswered ? new OutcomeUnknown(error) : error))
    )
  }
}

/** In the caller's transaction, which is over once anything fails in it, so nothing is tried again. */
export const writeWithin = (connection: Sending, log: LogRow): Write => {
  const sendOnce = send(connection, log)
  return (batch) => Effect.mapError(sendOnce(batch), (error) => storeFault("commit", error))
}
