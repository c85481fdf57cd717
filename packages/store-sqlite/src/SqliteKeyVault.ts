/**
 * Keeps data keys in an SQLite file of their own, readable by its owner only and apart from the log, so that a copy of
 * the log carries no keys. The keys in it are wrapped by a master key that is not in it, and who was forgotten is in yet
 * another file.
 */
import * as KeyVault from "@dateline/eventsourcing/KeyVault"
import * as StoredKeyVault from "@dateline/eventsourcing/StoredKeyVault"
import type { VaultStorage } from "@dateline/eventsourcing/VaultStorage"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as path from "node:path"
import { connect, type Connection } from "./internal/connection.ts"
import { attempt, vaultFault } from "./internal/vaultAttempt.ts"
import { keysFormat } from "./internal/vaultFormat.ts"
import * as SqliteErasureLedger from "./SqliteErasureLedger.ts"

/** What a vault's files are called. */
export interface Files {
  /** The key file, made with mode 0600 if it is missing. Keep its backups apart from those of the log. */
  readonly filename: string
  /**
   * The file of the ledger of erasures, made likewise; `erasures.db` beside the key file unless told otherwise. Keep its
   * backups apart from those of the keys.
   */
  readonly ledger?: string
  /** `own`: connections of its own, which see the files as another process would. */
  readonly connection?: "shared" | "own"
}

export interface Options extends Files {
  /** 32 bytes from configuration. It is never stored; without it the file is useless. */
  readonly masterKey: Uint8Array
  /** Those that may still wrap some keys, while one is being replaced. */
  readonly previousMasterKeys?: ReadonlyArray<Uint8Array>
}

/** Moves everything from the write-ahead log into the file, over what stood there, and empties the former. */
const emptyWal = (database: Database.Database): void => {
  const [state] = database.pragma("wal_checkpoint(TRUNCATE)") as [{ readonly busy: number }] // as SQLite documents it
  if (state.busy === 0) return
  const message = "another process is reading the key file, so its log may still have a copy of the key; forget again"
  throw new Database.SqliteError(message, "SQLITE_BUSY")
}

const prepare = (database: Database.Database) => ({
  get: database.prepare<[string], string>("SELECT text FROM entries WHERE name = ?").pluck(),
  // A prefix is ASCII, and so is what follows it: the next character after it ends the range.
  list: database.prepare<[string, string, string, number], [string, string]>(
    "SELECT name, text FROM entries WHERE name >= ? AND name < ? || char(128) AND name > ? ORDER BY name LIMIT ?"
  ).raw(),
  put: database.prepare<[string, string]>(
    "INSERT INTO entries (name, text) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET text = excluded.text"
  ),
  remove: database.prepare<[string]>("DELETE FROM entries WHERE name = ?")
})

const storageOf = ({ database, transaction }: Connection): VaultStorage => {
  const statements = prepare(database)
  const readAll = database.transaction((names: ReadonlyArray<string>) => names.map((name) => statements.get.get(name)))
  return {
    get: (names) => attempt("read a data key", () => readAll(names)),
    list: (prefix, after, limit) => attempt("read data keys", () => statements.list.all(prefix, prefix, after, limit)),
    change: ({ expect, set, shred }) =>
      attempt("change data keys", () => {
        const made = transaction("disk", () => {
          for (const [name, text] of expect) if (statements.get.get(name) !== text) return false
          for (const [name, text] of set) {
            if (text === undefined) statements.remove.run(name)
            else statements.put.run(name, text)
          }
          return true
        })
        if (made && shred === true) emptyWal(database)
        return made
      })
  }
}

/** Where the keys are, for `KeyRotation`; until the scope closes. Fails with `VaultFault` when the file is none of ours. */
export const storage = (options: Files): Effect.Effect<VaultStorage, KeyVault.VaultFault, Scope.Scope> => {
  const { connection = "shared", filename } = options
  return connect({ filename, connection, format: keysFormat, restrict: true }).pipe(
    Effect.mapError(vaultFault),
    Effect.map(storageOf)
  )
}

/**
 * Opens a key file and its ledger. Fails with `VaultFault` when one of them cannot be opened, is not what it should be or
 * belongs to another one, and when the master key has not 32 bytes or is not the one that the file was made with.
 */
export const make = Effect.fnUntraced(function*(
  options: Options
): Effect.fn.Return<KeyVault.KeyVault["Service"], KeyVault.VaultFault, Scope.Scope> {
  const { connection = "shared", filename, masterKey, previousMasterKeys = [] } = options
  const ledger = options.ledger ?? path.join(path.dirname(filename), "erasures.db")
  return yield* StoredKeyVault.make({
    storage: yield* storage(options),
    ledger: yield* SqliteErasureLedger.make({ filename: ledger, connection }),
    masterKey,
    previousMasterKeys
  }).pipe(
    Effect.mapError(({ cause, operation, reason }) =>
      new KeyVault.VaultFault({ reason, operation: operation === "open" ? `open ${filename}` : operation, cause })
    )
  )
})

/** A vault in SQLite files, for the program that is given it. Fails as {@link make} does. */
export const layer = (options: Options): Layer.Layer<KeyVault.KeyVault, KeyVault.VaultFault> =>
  Layer.effect(KeyVault.KeyVault, make(options))
