/** What a person with a psql would do: statements on a connection that no store knows of. */
import * as PgConnection from "@effect/sql-pg/PgConnection"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"

/** Open until the scope closes. */
export const openSession = (url: string) =>
  Effect.map(
    PgConnection.make({ url: Redacted.make(url) }),
    (connection) => (sql: string, parameters: ReadonlyArray<unknown> = []) =>
      connection.queryValues(sql, parameters, false)
  )

/** One statement. */
export const execute = (url: string, sql: string, parameters: ReadonlyArray<unknown> = []) =>
  Effect.scoped(Effect.flatMap(openSession(url), (run) => run(sql, parameters)))
