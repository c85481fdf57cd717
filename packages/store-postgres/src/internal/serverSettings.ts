/** Settings of the server without which an answer would promise more than the disk keeps. */
import * as Effect from "effect/Effect"
import type { SqlError } from "effect/sql/SqlError"
import type { Run } from "./connection.ts"

const statement = `SELECT current_setting('server_version_num')::integer, current_setting('server_encoding'),
  current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')`

/** The oldest server that the tests are run on. */
const oldest = 150000

/** Fails with a sentence about what must be changed; warns of what may be meant so. */
export const assertSafe = (run: Run): Effect.Effect<void, SqlError | Error> =>
  Effect.gen(function*() {
    const [row = []] = yield* run(statement)
    const [version, encoding, fsync, fullPageWrites, synchronousCommit] = row as [
      number,
      string,
      string,
      string,
      string
    ] // as selected
    if (version < oldest) return yield* Effect.fail(new Error(`the server is older than PostgreSQL 15 (${version})`))
    if (encoding !== "UTF8") {
      return yield* Effect.fail(new Error(`the database keeps text as ${encoding}; it must be UTF8`))
    }
    if (fsync !== "on") {
      return yield* Effect.fail(new Error("the server runs with fsync=off: a power cut would destroy the database"))
    }
    if (fullPageWrites !== "on") {
      yield* Effect.logWarning("PostgreSQL runs with full_page_writes=off: a power cut may damage the database")
    }
    if (synchronousCommit === "off") {
      yield* Effect.logWarning("PostgreSQL runs with synchronous_commit=off: a power cut may take the last commits")
    }
  })
