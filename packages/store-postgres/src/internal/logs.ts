/** The logs of a schema: their names, their permanent ids and their epochs. */
import type { StoreFault } from "@dateline/eventsourcing/StoreError"
import * as Effect from "effect/Effect"
import type { Connection } from "./connection.ts"
import { placesPerLog } from "./eventsFormat.ts"
import * as Parameters from "./parameters.ts"
import { storeFault } from "./postgresError.ts"

export interface LogRow {
  /** The log's number in its schema. */
  readonly id: number
  /** The log's id everywhere. */
  readonly uuid: string
  readonly epoch: string
  /** The place before the log's first event: a place is this plus a position. */
  readonly base: number
}

const rowOf = ([id, uuid, epoch]: ReadonlyArray<unknown>): LogRow => {
  const number = id as number // an integer column, as the other two are text
  return { id: number, uuid: uuid as string, epoch: epoch as string, base: (number - 1) * placesPerLog }
}

/** So many that every place is still an exact number in JavaScript. */
const mostLogs = Math.floor(Number.MAX_SAFE_INTEGER / placesPerLog)

/** The log of this name; a new one when the schema has none. */
export const obtain = (
  { run, schema }: Connection,
  name: string
): Effect.Effect<LogRow, StoreFault> =>
  Effect.gen(function*() {
    const find = run(`SELECT id, uuid, epoch FROM ${schema}.logs WHERE name = $1`, [Parameters.text(name)])
    const [known] = yield* find
    if (known !== undefined) return rowOf(known)
    // Another program may be faster, and its log is as good.
    yield* run(
      `INSERT INTO ${schema}.logs (name, uuid, epoch, head) VALUES ($1, gen_random_uuid()::text, '1', 0)
        ON CONFLICT (name) DO NOTHING`,
      [Parameters.text(name)]
    )
    const [made = []] = yield* find
    const log = rowOf(made)
    if (log.id > mostLogs) return yield* Effect.fail(new Error(`a schema can have ${mostLogs} logs; this is ${log.id}`))
    return log
  }).pipe(Effect.mapError((error) => storeFault(`open the log "${name}"`, error)))
