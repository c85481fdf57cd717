/** What a schema holds, part by part, how old each part is, and how it is brought up to date. */
import type { StoreFault } from "@dateline/eventsourcing/StoreError"
import * as Effect from "effect/Effect"
import type { SqlError } from "effect/sql/SqlError"
import type { Connection, Run } from "./connection.ts"
import * as Parameters from "./parameters.ts"
import { storeFault } from "./postgresError.ts"
import { assertSafe } from "./serverSettings.ts"

/** Tables that belong together, and may be in a database without the others. */
export interface SchemaPart {
  readonly name: string
  /** The statements of each version, oldest first, from the name of the schema. Released ones never change. */
  readonly migrations: ReadonlyArray<(schema: string) => ReadonlyArray<string>>
}

/** There is no such schema, or no such table in it. */
const missing = (error: SqlError): boolean => {
  const { cause } = error.reason
  return cause instanceof Error && "code" in cause && (cause.code === "42P01" || cause.code === "3F000")
}

const readVersion = (run: Run, schema: string, { name }: SchemaPart): Effect.Effect<number, SqlError> =>
  run(`SELECT version FROM ${schema}.formats WHERE part = $1`, [Parameters.text(name)]).pipe(
    Effect.map(([row]) => row === undefined ? 0 : row[0] as number), // an integer column
    Effect.catchIf(missing, () => Effect.succeed(0))
  )

const newer = ({ migrations, name }: SchemaPart, version: number): Error =>
  new Error(
    `a newer Dateline made the ${name} in this schema (their format is ${version}, this program knows up to ${migrations.length})`
  )

/** One at a time, whoever starts; the lock ends with the transaction, so a pooler may be in between. */
const waitForOthers = "SELECT pg_advisory_xact_lock(hashtextextended('dateline ' || $1, 0))"

const bringUpToDate = (connection: Connection, part: SchemaPart) =>
  connection.transaction((run) =>
    Effect.gen(function*() {
      const { schema } = connection
      yield* run(waitForOthers, [Parameters.text(schema)])
      yield* run(`CREATE SCHEMA IF NOT EXISTS ${schema}`)
      yield* run(`CREATE TABLE IF NOT EXISTS ${schema}.formats (part text PRIMARY KEY, version integer NOT NULL)`)
      // Another program may have been faster, and its tables are as good.
      const version = yield* readVersion(run, schema, part)
      for (const migration of part.migrations.slice(version)) {
        for (const statement of migration(schema)) yield* run(statement)
      }
      yield* run(
        `INSERT INTO ${schema}.formats (part, version) VALUES ($1, $2)
          ON CONFLICT (part) DO UPDATE SET version = excluded.version WHERE formats.version < excluded.version`,
        [Parameters.text(part.name), Parameters.int(part.migrations.length)]
      )
    })
  )

/**
 * Makes the tables, or brings them up to date, in one transaction: whoever is killed in the middle has done nothing. Asks
 * first, so that a role which may change no tables can open a schema that is as it should be.
 */
export const prepare = (connection: Connection, part: SchemaPart): Effect.Effect<void, StoreFault> =>
  Effect.gen(function*() {
    yield* assertSafe(connection.run)
    const version = yield* readVersion(connection.run, connection.schema, part)
    if (version > part.migrations.length) return yield* Effect.fail(newer(part, version))
    if (version < part.migrations.length) yield* bringUpToDate(connection, part)
  }).pipe(Effect.mapError((error) => storeFault(`open the ${part.name}`, error)))
