/** How a store reaches its database: by an address of its own, or by a client that the program has already. */
import type { PgClient } from "@effect/sql-pg/PgClient"
import type * as Duration from "effect/Duration"
import type * as Redacted from "effect/Redacted"
import type { ConnectionOptions } from "node:tls"

/** What is the same for both ways. */
export interface Place {
  /** The schema that holds the tables, made if it is missing and may be made; `dateline` unless told otherwise. */
  readonly schema?: string
  /**
   * How long a commit, or a change of a view or of keys, waits for another transaction that holds them; five seconds
   * unless told otherwise. Then it fails by a fault that may be tried again.
   */
  readonly lockTimeout?: Duration.Input
}

/** Connections of the store's own. */
export interface Address extends Place {
  /**
   * `postgres://user:password@host:port/database`, with whatever libpq understands: `sslmode`, `host=/run/postgresql`
   * for a socket.
   */
  readonly url: string | Redacted.Redacted
  /** TLS beyond what the address says, such as a private `ca`. A certificate that does not fit is refused. */
  readonly ssl?: boolean | ConnectionOptions
  /** Connections at most; 10 unless told otherwise. */
  readonly maxConnections?: number
  readonly connectTimeout?: Duration.Input
  /** What the server shows these connections as; `dateline` unless told otherwise. */
  readonly applicationName?: string
  /**
   * `transaction`: a pooler such as pgbouncer is in between and gives every transaction another connection, so nothing is
   * prepared and nothing is set for a session.
   */
  readonly pooler?: "none" | "transaction"
}

/** The program's own client, with its pool and its settings. It stays open when the store is closed. */
export interface Client extends Place {
  readonly client: PgClient
}

export type Options = Address | Client
