/** Whether SQLite finds a file in order: its pages, its indexes and what they say of each other. */
import type { StoreFault } from "@dateline/eventsourcing/StoreError"
import type Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import { connect } from "./internal/connection.ts"
import { isCorrupt, storeFault } from "./internal/sqliteError.ts"
import { storeFormat } from "./internal/storeFormat.ts"

/** Of a file that is cut short, SQLite says only that it is not in order. */
const findingsOf = (database: Database.Database): ReadonlyArray<string> => {
  try {
    const findings = database.prepare<[], string>("PRAGMA integrity_check").pluck().all()
    return findings.length === 1 && findings[0] === "ok" ? [] : findings
  } catch (cause) {
    if (isCorrupt(cause)) return [(cause as Error).message] // SQLite's
    throw cause
  }
}

/**
 * Reads the whole file of a log or of views; answers what is wrong with it, a sentence of SQLite's each, at most a hundred;
 * none when it is in order. The program stands still meanwhile, for about a second for each gigabyte in memory. Nothing is
 * written. Fails with `StoreFault` when the file is missing (none is made) or cannot be opened.
 */
export const check = (filename: string): Effect.Effect<ReadonlyArray<string>, StoreFault> =>
  Effect.scoped(
    Effect.flatMap(connect({ filename, format: storeFormat, connection: "own", access: "read" }), ({ database }) =>
      Effect.try({
        try: () =>
          findingsOf(database),
        catch: (cause) => storeFault("integrity_check", cause)
      }))
  )
