/**
 * Keeps the ledger of erasures in an SQLite file of its own. Keep its backups apart from those of the keys: it is what
 * an old copy of the keys is judged by.
 */
import type { ErasureLedger } from "@dateline/eventsourcing/ErasureLedger"
import type { VaultFault } from "@dateline/eventsourcing/KeyVault"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { connect } from "./internal/connection.ts"
import * as DatabaseFile from "./internal/databaseFile.ts"
import { attempt, vaultFault } from "./internal/vaultAttempt.ts"
import { ledgerFormat } from "./internal/vaultFormat.ts"

export interface Options {
  /** The file, made with mode 0600 if it is missing. */
  readonly filename: string
  /** `own`: a second connection of the same program, which sees the file as another process would. */
  readonly connection?: "shared" | "own"
}

/** Opens a ledger until the scope closes. Fails with `VaultFault` when the file cannot be opened or is none. */
export const make = Effect.fnUntraced(function*(
  options: Options
): Effect.fn.Return<ErasureLedger, VaultFault, Scope.Scope> {
  const connection = connect({ ...options, format: ledgerFormat, restrict: true })
  const { database, transaction } = yield* Effect.mapError(connection, vaultFault)
  const select = database.prepare<[number], string>("SELECT record FROM records WHERE place >= ? ORDER BY place")
    .pluck()
  const next = database.prepare<[], number>("SELECT coalesce(max(place) + 1, 0) FROM records").pluck()
  const insert = database.prepare<[number, string]>("INSERT INTO records (place, record) VALUES (?, ?)")
  return {
    read: (from) => attempt("read the ledger of erasures", () => select.all(from)),
    append: (place, record) =>
      attempt("write the ledger of erasures", () =>
        transaction("disk", () => {
          if (next.get() !== place) return false
          insert.run(place, record)
          return true
        }))
  }
})

/**
 * Gives the file of a ledger that no program has open another name, so that a new one can be made in its place. Answers the
 * name; nothing when there is no such file.
 */
export const setAside = (filename: string): Effect.Effect<string | undefined, VaultFault> =>
  attempt("set the ledger of erasures aside", () => DatabaseFile.setAside(DatabaseFile.resolve(filename)))
