/**
 * Keeps the write-ahead log small, and says how large it is. SQLite moves it into the database at every 8 MB, but begins it
 * anew only when nobody happens to be reading; among many readers, and after one that stayed long, that is a matter of
 * luck. So somebody looks, and asks for it.
 */
import type Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import type * as Scope from "effect/Scope"
import * as fs from "node:fs"
import { walBytes } from "../SqliteMetrics.ts"
import { lockTimeout } from "./connection.ts"

/** Bytes above which it is emptied: four times what it has when all is well. */
export const most = 32 * 1024 * 1024

/** Milliseconds between looks. */
const interval = 1000

const sizeOf = (database: Database.Database): number =>
  fs.statSync(`${database.name}-wal`, { throwIfNoEntry: false })?.size ?? 0

/** Moves all of it into the database and empties it; as much as is possible now, without waiting for anybody. */
const empty = (database: Database.Database): void => {
  database.pragma("busy_timeout = 0")
  try {
    database.pragma("wal_checkpoint(TRUNCATE)")
  } finally {
    database.pragma(`busy_timeout = ${lockTimeout}`)
  }
}

/** Answers the size, after the log was emptied if it was large. */
export const look = (database: Database.Database): number => {
  const size = sizeOf(database)
  if (size <= most || database.inTransaction) return size
  empty(database)
  return sizeOf(database)
}

/** Looks until the scope closes. */
export const watchWal = (database: Database.Database): Effect.Effect<void, never, Scope.Scope> =>
  Effect.gen(function*() {
    const context = yield* Effect.context<never>()
    const gauge = Metric.withAttributes(walBytes, { file: database.name })
    const lookAndTell = (): void => {
      try {
        gauge.updateUnsafe(look(database), context)
      } catch {
        return // whoever writes next meets the fault
      }
    }
    yield* Effect.acquireRelease(
      Effect.sync(() => {
        lookAndTell()
        return setInterval(lookAndTell, interval).unref() // a program that has nothing else to do may end
      }),
      (timer) => Effect.sync(() => clearInterval(timer))
    )
  })
