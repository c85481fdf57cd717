/**
 * Keeps data keys in an SQLite file of their own, readable by its owner only and apart from the log, so that a copy of
 * the log carries no keys. The keys in it are wrapped by a master key that is not in it.
 */
import * as KeyVault from "@dateline/eventsourcing/KeyVault"
import type { StoreFault } from "@dateline/eventsourcing/StoreError"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { connect, type Connection, whileBusy } from "./internal/connection.ts"
import { vaultFormat } from "./internal/vaultFormat.ts"

export interface Options {
  /** The key file, made with mode 0600 if it is missing. Keep its backups apart from those of the log. */
  readonly filename: string
  /** 32 bytes from configuration. It is never stored; without it the file is useless. */
  readonly masterKey: Uint8Array
}

interface KeyRow {
  readonly wrapped: Buffer | null
}

/** Nobody should wait for long before a page with personal data; whatever holds the file for longer is a fault. */
const attempts = 10

const vaultFault = ({ cause, operation }: StoreFault): KeyVault.VaultFault =>
  new KeyVault.VaultFault({ operation, cause })

const attempt = <A>(operation: string, run: () => A): Effect.Effect<A, KeyVault.VaultFault> =>
  Effect.mapError(whileBusy(operation, run, attempts), vaultFault)

const prepare = (database: Database.Database) => ({
  getCheck: database.prepare<[], Buffer>("SELECT box FROM master_key").pluck(),
  addCheck: database.prepare<[Uint8Array]>("INSERT INTO master_key (id, box) VALUES (1, ?) ON CONFLICT DO NOTHING"),
  getKey: database.prepare<[string], KeyRow>("SELECT wrapped FROM keys WHERE subject = ?"),
  addKey: database.prepare<[string, Uint8Array]>(
    "INSERT INTO keys (subject, wrapped) VALUES (?, ?) ON CONFLICT DO NOTHING"
  ),
  eraseKey: database.prepare<[string]>(`
    INSERT INTO keys (subject, wrapped) VALUES (?, NULL) ON CONFLICT (subject) DO UPDATE SET wrapped = NULL`),
  eraseLookups: database.prepare<[string]>("DELETE FROM lookups WHERE subject = ?"),
  getLookup: database.prepare<[string], string>("SELECT subject FROM lookups WHERE lookup = ?").pluck(),
  addLookup: database.prepare<[string, string]>(
    "INSERT INTO lookups (lookup, subject) VALUES (?, ?) ON CONFLICT DO NOTHING"
  )
})

/** Moves everything from the write-ahead log into the file, over what stood there, and empties the former. */
const emptyWal = (database: Database.Database): void => {
  const [state] = database.pragma("wal_checkpoint(TRUNCATE)") as [{ readonly busy: number }] // as SQLite documents it
  if (state.busy === 0) return
  const message = "another process is reading the key file, so its log may still have a copy of the key; forget again"
  throw new Database.SqliteError(message, "SQLITE_BUSY")
}

const stored = (row: KeyRow | undefined): KeyVault.StoredKey | undefined =>
  row && (row.wrapped === null ? {} : { wrapped: new Uint8Array(row.wrapped) })

const storage = ({ database, transaction }: Connection): KeyVault.VaultStorage => {
  const statements = prepare(database)
  return {
    check: (fresh) =>
      attempt("check", () => {
        const known = statements.getCheck.get() ?? transaction("disk", () => {
          statements.addCheck.run(fresh)
          return statements.getCheck.get()! // there is one now, this or an earlier one
        })
        return new Uint8Array(known)
      }),
    getKey: (subject) => attempt("getKey", () => stored(statements.getKey.get(subject))),
    putKey: (subject, wrapped) =>
      attempt("putKey", () =>
        transaction("disk", () => {
          statements.addKey.run(subject, wrapped)
          return stored(statements.getKey.get(subject))! // there is one now, this or an earlier one
        })),
    erase: (subject) =>
      attempt("erase", () => {
        transaction("disk", () => {
          statements.eraseKey.run(subject)
          statements.eraseLookups.run(subject)
        })
        emptyWal(database)
      }),
    findSubject: (lookup) => attempt("findSubject", () => statements.getLookup.get(lookup)),
    putLookup: (lookup, subject) =>
      attempt("putLookup", () =>
        transaction("disk", () => {
          statements.addLookup.run(lookup, subject)
          return statements.getLookup.get(lookup)! // there is one now, this or an earlier one
        }))
  }
}

/**
 * Opens a key file. Fails with `VaultFault` when it cannot be opened, is not a key file, or the master key has not 32
 * bytes or is not the one that the file was made with.
 */
export const make = Effect.fnUntraced(function*(
  options: Options
): Effect.fn.Return<KeyVault.KeyVault["Service"], KeyVault.VaultFault, Scope.Scope> {
  const { filename, masterKey } = options
  const connection = yield* Effect.mapError(connect({ filename, format: vaultFormat, restrict: true }), vaultFault)
  return yield* KeyVault.make({ storage: storage(connection), masterKey }).pipe(
    Effect.mapError(({ cause }) => new KeyVault.VaultFault({ operation: `open ${filename}`, cause }))
  )
})

/** A vault in an SQLite file, for the program that is given it. Fails as {@link make} does. */
export const layer = (options: Options): Layer.Layer<KeyVault.KeyVault, KeyVault.VaultFault> =>
  Layer.effect(KeyVault.KeyVault, make(options))
