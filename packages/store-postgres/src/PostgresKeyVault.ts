/**
 * Keeps data keys in PostgreSQL, wrapped by a master key that is not there, and who was forgotten in a ledger that should be
 * in another database.
 *
 * PostgreSQL keeps what was deleted for a while: in the table until it is vacuumed, in the write-ahead log until that is
 * reused, and in backups as long as they are kept. The ledger keeps this program from opening anything with such a key.
 * Against somebody who has an old copy and the master key only a new master key helps: see `KeyRotation`.
 */
import * as KeyVault from "@dateline/eventsourcing/KeyVault"
import * as StoredKeyVault from "@dateline/eventsourcing/StoredKeyVault"
import type { Change, VaultStorage } from "@dateline/eventsourcing/VaultStorage"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type { SqlError } from "effect/sql/SqlError"
import { connect, type Connection, type Run } from "./internal/connection.ts"
import * as Parameters from "./internal/parameters.ts"
import * as SchemaFormat from "./internal/schemaFormat.ts"
import { original } from "./internal/text.ts"
import { attempt, vaultFault } from "./internal/vaultAttempt.ts"
import { keysFormat } from "./internal/vaultFormat.ts"
import type * as PostgresConnection from "./PostgresConnection.ts"
import * as PostgresErasureLedger from "./PostgresErasureLedger.ts"

export interface Options {
  /** The database of the keys: another one than the log's, or a copy of the log carries its own keys. */
  readonly keys: PostgresConnection.Options
  /** The database of the ledger of erasures: one that is not restored together with the keys. */
  readonly ledger: PostgresConnection.Options
  /** 32 bytes from configuration. It is never stored; without it the keys are useless. */
  readonly masterKey: Uint8Array
  /** Those that may still wrap some keys, while one is being replaced. */
  readonly previousMasterKeys?: ReadonlyArray<Uint8Array>
}

type Texts = ReadonlyMap<string, string>

const textsOf = (rows: ReadonlyArray<ReadonlyArray<unknown>>): ReadonlyArray<readonly [string, string]> =>
  rows.map(([name, text]) => [original(name as string), original(text as string)]) // the columns are ours

const find = (run: Run, schema: string, names: ReadonlyArray<string>): Effect.Effect<Texts, SqlError> =>
  Effect.map(
    run(`SELECT name, text FROM ${schema}.keys WHERE name = ANY ($1)`, [Parameters.texts(names)]),
    (rows) => new Map(textsOf(rows))
  )

const put = (run: Run, schema: string, entries: ReadonlyArray<readonly [string, string]>) =>
  run(
    `INSERT INTO ${schema}.keys (name, text) SELECT * FROM unnest($1::text[], $2::text[])
      ON CONFLICT (name) DO UPDATE SET text = excluded.text`,
    [Parameters.texts(entries.map(([name]) => name)), Parameters.texts(entries.map(([, text]) => text))]
  )

/** One change at a time, because what must not be there cannot be locked; readers do not wait. */
const change = Effect.fnUntraced(function*(
  run: Run,
  { lockTimeout, schema }: Connection,
  { expect, set }: Change
): Effect.fn.Return<boolean, SqlError> {
  const wait = Parameters.text(String(lockTimeout))
  yield* run("SELECT set_config('synchronous_commit', 'on', true), set_config('lock_timeout', $1, true)", [wait])
  yield* run(`LOCK TABLE ${schema}.keys IN SHARE ROW EXCLUSIVE MODE`)
  const known = yield* find(run, schema, [...expect.keys()])
  for (const [name, text] of expect) if (known.get(name) !== text) return false
  const removed: Array<string> = []
  const kept: Array<readonly [string, string]> = []
  for (const [name, text] of set) {
    if (text === undefined) removed.push(name)
    else kept.push([name, text])
  }
  yield* run(`DELETE FROM ${schema}.keys WHERE name = ANY ($1)`, [Parameters.texts(removed)])
  yield* put(run, schema, kept)
  return true
})

const storageOf = (connection: Connection): VaultStorage => ({
  get: (names) =>
    attempt(
      "read a data key",
      Effect.map(find(connection.run, connection.schema, names), (known) => names.map((name) => known.get(name)))
    ),
  // A prefix is ASCII, and so is what follows it: the next character after it ends the range.
  list: (prefix, after, limit) =>
    attempt(
      "read data keys",
      Effect.map(
        connection.run(
          `SELECT name, text FROM ${connection.schema}.keys WHERE name >= $1 AND name < $1 || chr(128) AND name > $2
            ORDER BY name LIMIT $3`,
          [Parameters.text(prefix), Parameters.text(after), Parameters.int(limit)]
        ),
        textsOf
      )
    ),
  change: (wanted) =>
    attempt("change data keys", connection.transaction((inside) => change(inside, connection, wanted)))
})

/** Where the keys are, for `KeyRotation`; until the scope closes. Fails with `VaultFault` when the database cannot be used. */
export const storage = (
  options: PostgresConnection.Options
): Effect.Effect<VaultStorage, KeyVault.VaultFault, Scope.Scope> =>
  Effect.gen(function*() {
    const connection = yield* connect(options)
    yield* SchemaFormat.prepare(connection, keysFormat)
    return storageOf(connection)
  }).pipe(Effect.mapError(vaultFault))

/**
 * Opens keys and their ledger. Fails with `VaultFault` when a database cannot be used, the two do not belong together, and
 * when the master key has not 32 bytes or is not the one that the keys were wrapped with.
 */
export const make = Effect.fnUntraced(function*(
  { keys, ledger, masterKey, previousMasterKeys = [] }: Options
): Effect.fn.Return<KeyVault.KeyVault["Service"], KeyVault.VaultFault, Scope.Scope> {
  return yield* StoredKeyVault.make({
    storage: yield* storage(keys),
    ledger: yield* PostgresErasureLedger.make(ledger),
    masterKey,
    previousMasterKeys
  })
})

/** A vault in PostgreSQL, for the program that is given it. Fails as {@link make} does. */
export const layer = (options: Options): Layer.Layer<KeyVault.KeyVault, KeyVault.VaultFault> =>
  Layer.effect(KeyVault.KeyVault, make(options))
