/**
 * A store that is wrong on purpose: it answers commits as soon as they are in its transaction, and ends the transaction a
 * little later. Everything else of it is the real one, so whoever does not kill it sees nothing amiss.
 */
import * as Driver from "@dateline/eventsourcing/EventStoreDriver"
import type { StoreFault } from "@dateline/eventsourcing/StoreError"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as CommitBatch from "../../src/internal/commitBatch.ts"
import { connect, whileBusy } from "../../src/internal/connection.ts"
import * as Logs from "../../src/internal/logs.ts"
import { storeFormat } from "../../src/internal/storeFormat.ts"
import * as SqliteEventStore from "../../src/SqliteEventStore.ts"

const make = Effect.fnUntraced(function*(options: { readonly filename: string }) {
  const right = yield* SqliteEventStore.make(options)
  const connection = yield* connect({ ...options, format: storeFormat })
  const { database } = connection
  const batches = CommitBatch.make(database, Logs.obtain(connection, "main"))
  const commitLater = () => void setTimeout(() => database.exec("COMMIT"), 5)
  const commit = (request: Driver.Commit): Driver.Outcome => {
    if (!database.inTransaction) {
      database.exec("BEGIN IMMEDIATE")
      commitLater()
    }
    return batches.run([request])[0]!
  }
  // The turn of the event loop is what a flush would have taken.
  const turn = Effect.callback<void>((resume) => void setImmediate(() => resume(Effect.void)))
  return {
    ...right,
    commit: (request: Driver.Commit) => Effect.andThen(turn, whileBusy("commit", () => commit(request)))
  }
})

export const layer = (options: { readonly filename: string }): Layer.Layer<Driver.EventStoreDriver, StoreFault> =>
  Layer.effect(Driver.EventStoreDriver, make(options))
