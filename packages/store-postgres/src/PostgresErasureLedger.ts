/**
 * Keeps the ledger of erasures in PostgreSQL, in another database than the keys, with backups of its own: it is what an old
 * copy of the keys is judged by.
 */
import type { ErasureLedger } from "@dateline/eventsourcing/ErasureLedger"
import type { VaultFault } from "@dateline/eventsourcing/KeyVault"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { connect } from "./internal/connection.ts"
import * as Parameters from "./internal/parameters.ts"
import * as SchemaFormat from "./internal/schemaFormat.ts"
import { original } from "./internal/text.ts"
import { attempt, vaultFault } from "./internal/vaultAttempt.ts"
import { ledgerFormat } from "./internal/vaultFormat.ts"
import type * as PostgresConnection from "./PostgresConnection.ts"

export type Options = PostgresConnection.Options

/** Opens a ledger until the scope closes. Fails with `VaultFault` when the database cannot be reached or used. */
export const make = Effect.fnUntraced(function*(
  options: Options
): Effect.fn.Return<ErasureLedger, VaultFault, Scope.Scope> {
  const connection = yield* Effect.mapError(connect(options), vaultFault)
  yield* Effect.mapError(SchemaFormat.prepare(connection, ledgerFormat), vaultFault)
  const { run, schema, transaction } = connection
  return {
    read: (from) =>
      attempt(
        "read the ledger of erasures",
        Effect.map(
          run(`SELECT record FROM ${schema}.erasures WHERE place >= $1 ORDER BY place`, [Parameters.int(from)]),
          (rows) => rows.map(([record]) => original(record as string)) // the column is ours
        )
      ),
    append: (place, record) =>
      attempt(
        "write the ledger of erasures",
        transaction((inside) =>
          Effect.gen(function*() {
            yield* inside("SELECT set_config('synchronous_commit', 'on', true)")
            const added = yield* inside(
              `INSERT INTO ${schema}.erasures (place, record)
                SELECT $1, $2 WHERE $1 = (SELECT coalesce(max(place) + 1, 0) FROM ${schema}.erasures)
                ON CONFLICT (place) DO NOTHING RETURNING place`,
              [Parameters.int(place), Parameters.text(record)]
            )
            return added.length === 1
          })
        )
      )
  }
})
