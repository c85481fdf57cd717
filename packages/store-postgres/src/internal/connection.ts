/** Statements, transactions and notifications on connections that come from a pool. */
import type { StoreFault } from "@dateline/eventsourcing/StoreError"
import * as PgConnection from "@effect/sql-pg/PgConnection"
import * as PgPool from "@effect/sql-pg/PgPool"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type * as Queue from "effect/Queue"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import type { Connection as SqlConnection } from "effect/sql/SqlConnection"
import type { SqlError } from "effect/sql/SqlError"
import type { Address, Client, Options } from "../PostgresConnection.ts"
import { storeFault } from "./postgresError.ts"

type Row = ReadonlyArray<unknown>

/** Runs one statement; its rows are arrays, which cost half of what objects do. */
export type Run = (sql: string, parameters?: ReadonlyArray<unknown>) => Effect.Effect<ReadonlyArray<Row>, SqlError>

export interface Connection {
  /** The name of the schema, as it stands in statements. */
  readonly schema: string
  /** Milliseconds that a transaction waits for a lock. */
  readonly lockTimeout: number
  /** One statement, which is a transaction of its own. */
  readonly run: Run
  /** Several statements on one connection; undone as a whole when the body fails or is interrupted. */
  readonly transaction: <A, E>(body: (run: Run) => Effect.Effect<A, E>) => Effect.Effect<A, E | SqlError>
  /** The transaction of the client's that the caller is in, if it is in one; {@link run} is a part of it then. */
  readonly callers: Effect.Effect<Option.Option<Run>>
  /** Runs once the caller's transaction has been committed, and never if it is not; at once when the caller is in none. */
  readonly afterCommit: (effect: Effect.Effect<void>) => Effect.Effect<void>
  /** Notifications on a channel, on a connection of its own, until the scope closes. */
  readonly listen: (
    channel: string
  ) => Effect.Effect<Queue.Dequeue<PgConnection.Notification, SqlError>, SqlError, Scope.Scope>
}

/** A name as it stands in statements. */
export const quoted = (name: string): string => `"${name.replaceAll("\"", "\"\"")}"`

/** What a pool, and a client, gives for exclusive use. */
type Reserve = Effect.Effect<Run, SqlError, Scope.Scope>

/** A transaction that fails to end leaves its connection to be closed by the pool, which never gives away an open one. */
const inTransaction = (reserve: Reserve): Connection["transaction"] => (body) =>
  Effect.scoped(Effect.flatMap(reserve, (run) =>
    Effect.acquireUseRelease(
      run("BEGIN ISOLATION LEVEL READ COMMITTED"),
      () => Effect.tap(body(run), () => run("COMMIT")),
      (_, exit) => Exit.isSuccess(exit) ? Effect.void : Effect.ignore(run("ROLLBACK"))
    )))

const sessionSettings = ({ pooler }: Address) =>
  pooler === "transaction"
    ? { prepare: false }
    : {
      startupParameters: {
        idle_in_transaction_session_timeout: "60000",
        default_transaction_isolation: "read committed"
      }
    }

const configOf = (address: Address): PgConnection.Config => ({
  url: typeof address.url === "string" ? Redacted.make(address.url) : address.url,
  applicationName: address.applicationName ?? "dateline",
  ssl: address.ssl,
  connectTimeout: address.connectTimeout,
  maxMessageSize: 256 * 1024 * 1024,
  ...sessionSettings(address)
})

type Access = Omit<Connection, "schema" | "lockTimeout">

const ownAccess = (address: Address): Effect.Effect<Access, SqlError, Scope.Scope> =>
  Effect.map(
    PgPool.make({ ...configOf(address), maxConnections: address.maxConnections }),
    (pool): Access => ({
      run: (sql, parameters) => pool.use((connection) => connection.queryValues(sql, parameters)),
      transaction: inTransaction(
        Effect.map(pool.reserve, (connection): Run => (sql, parameters) => connection.queryValues(sql, parameters))
      ),
      callers: Effect.succeedNone,
      afterCommit: (effect) => effect,
      listen: (channel) =>
        Effect.flatMap(PgConnection.make(configOf(address)), (connection) => connection.listen(channel))
    })
  )

const clientAccess = ({ client }: Client): Access => {
  const runOn = (connection: SqlConnection): Run => (sql, parameters = []) => connection.executeValues(sql, parameters)
  const reserve = Effect.map(client.reserve, runOn)
  const callers = Effect.map(
    Effect.serviceOption(client.transactionService),
    Option.map(([connection]) => runOn(connection))
  )
  return {
    run: (sql, parameters) =>
      Effect.flatMap(
        callers,
        Option.match({
          onNone: () => Effect.scoped(Effect.flatMap(reserve, (run) => run(sql, parameters))),
          onSome: (run) => run(sql, parameters)
        })
      ),
    transaction: inTransaction(reserve),
    callers,
    afterCommit: client.afterCommit,
    listen: client.listen
  }
}

/**
 * Outside of any transaction of the client's that the caller is in: what is opened there goes on when that has ended, and
 * its connection is somebody else's.
 */
export const outside = <A, E, R>(options: Options, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  "client" in options
    ? Effect.updateContext(effect, (context: Context.Context<R>) =>
      // Whether the caller is in a transaction is in no type.
      Context.omit(options.client.transactionService)(context as Context.Context<any>) as Context.Context<R>)
    : effect

/** Reaches the database. Nothing is connected before the first statement. */
export const connect = (options: Options): Effect.Effect<Connection, StoreFault, Scope.Scope> =>
  Effect.map(
    "client" in options ? Effect.succeed(clientAccess(options)) : ownAccess(options),
    (access): Connection => ({
      ...access,
      schema: quoted(options.schema ?? "dateline"),
      lockTimeout: Math.max(1, Math.round(Duration.toMillis(options.lockTimeout ?? "5 seconds")))
    })
  ).pipe(Effect.mapError((error) => storeFault("connect", error)))
