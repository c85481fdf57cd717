/**
 * One open database file: settings that are checked and not hoped for, and write transactions of a stated durability.
 *
 * The stores of a program that use the same file share one connection. SQLite empties a connection's page cache whenever
 * another connection has written, so views and events on two connections would each make the other read everything anew.
 */
import type { StoreFault } from "@dateline/eventsourcing/StoreError"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Durability } from "../Durability.ts"
import * as DatabaseFile from "./databaseFile.ts"
import { assertCurrent, type FileFormat, judge, migrate } from "./fileFormat.ts"
import { codeOf, isBusy, isCorrupt, OutcomeUnknown, storeFault } from "./sqliteError.ts"

export interface Connection {
  readonly database: Database.Database
  /**
   * Runs the body in one write transaction and ends it durably; whatever it throws undoes all of it. Throws
   * {@link OutcomeUnknown} when the disk failed at the very end.
   */
  readonly transaction: <A>(durability: Durability, body: () => A) => A
}

export interface ConnectionOptions extends DatabaseFile.DatabaseFile {
  readonly format: FileFormat
  /** `own`: a second connection of the same program, which sees the file as another process would. */
  readonly connection?: "shared" | "own"
  /** `read`: nothing is ever written, and the file is neither made nor brought up to date. */
  readonly access?: "write" | "read"
}

/** How long a statement itself waits for another process's lock, in milliseconds. The program stands still meanwhile. */
export const lockTimeout = 100

/** In this order, with what must be read back. */
const settings: ReadonlyArray<readonly [pragma: string, wanted: number | string]> = [
  ["journal_mode = wal", "wal"],
  ["synchronous = 2", 2],
  ["fullfsync = 1", 1],
  ["checkpoint_fullfsync = 1", 1],
  ["trusted_schema = 0", 0],
  ["cell_size_check = 1", 1],
  ["secure_delete = 1", 1],
  ["cache_size = -65536", -65536],
  ["journal_size_limit = 67108864", 67108864]
]

/** Puts the settings in force, and throws when one of them is not afterwards. */
export const configure = (database: Database.Database): void => {
  database.pragma("page_size = 8192") // only a new file takes it
  for (const [pragma, wanted] of settings) {
    database.pragma(pragma)
    const name = pragma.slice(0, pragma.indexOf(" "))
    const actual = database.pragma(name, { simple: true })
    if (actual !== wanted) throw new Error(`SQLite refused "PRAGMA ${pragma}": it is ${String(actual)}`)
  }
}

const levels = { disk: "synchronous = 2", os: "synchronous = 1" } as const

const makeConnection = (database: Database.Database, format: FileFormat): Connection => {
  const version = database.prepare<[], number>("PRAGMA user_version").pluck()
  const begin = database.prepare("BEGIN IMMEDIATE")
  const commit = database.prepare("COMMIT")
  const rollback = database.prepare("ROLLBACK")
  let durability: Durability = "disk"
  let broken: unknown

  const end = (): void => {
    try {
      commit.run()
    } catch (cause) {
      if (!codeOf(cause).startsWith("SQLITE_IOERR")) throw cause
      // After a failed flush the kernel may call lost pages clean: nothing that this file says of later writes is sure.
      broken = cause
      throw new OutcomeUnknown(cause)
    }
  }

  return {
    database,
    transaction: (wanted, body) => {
      if (broken !== undefined) {
        throw new Error("an earlier write failed on the disk; start the program again", { cause: broken })
      }
      if (wanted !== durability) {
        database.pragma(levels[wanted])
        durability = wanted
      }
      begin.run()
      try {
        // A newer program may have changed the file while this one had it open.
        assertCurrent(version.get()!, format) // the pragma answers a number
        const result = body()
        end()
        return result
      } catch (cause) {
        if (database.inTransaction) rollback.run()
        throw cause
      }
    }
  }
}

const explain = (cause: unknown): unknown => {
  if (codeOf(cause) === "SQLITE_NOTADB") return new Error("the file is not an SQLite database")
  if (isCorrupt(cause)) return new Error("the file is damaged or was cut short; it can still be read", { cause })
  return cause
}

const openToWrite = (options: ConnectionOptions): Connection => {
  const { filename, format } = options
  DatabaseFile.ensure(options)
  DatabaseFile.assertWritable(filename)
  const database = new Database(filename, { timeout: lockTimeout })
  try {
    judge(database, format)
    if (options.restrict) DatabaseFile.restrict(options)
    configure(database)
    migrate(database, format)
    return makeConnection(database, format)
  } catch (cause) {
    database.close()
    throw explain(cause)
  }
}

const onlyRead = (): never => {
  throw new Error("the file was opened to be read, not to be written")
}

/**
 * Of a file that was cut short, what is left can be read: SQLite would refuse the whole of it otherwise. The connection
 * cannot write, so what is called unsafe here is not.
 */
const readWhatIsLeft = (database: Database.Database): void => {
  database.unsafeMode(true)
  database.pragma("writable_schema = 1")
}

const openToRead = ({ filename, format }: ConnectionOptions): Connection => {
  DatabaseFile.ensure({ filename, missing: "fail" })
  const database = new Database(filename, { timeout: lockTimeout, readonly: true })
  try {
    readWhatIsLeft(database)
    judge(database, format)
    assertCurrent(database.pragma("user_version", { simple: true }) as number, format) // the pragma answers a number
    for (const setting of ["trusted_schema = 0", "cell_size_check = 1", "cache_size = -65536"]) database.pragma(setting)
    return { database, transaction: onlyRead }
  } catch (cause) {
    database.close()
    if (codeOf(cause) !== "SQLITE_CANTOPEN") throw explain(cause)
    throw new Error("its folder cannot be written, which SQLite needs for a file in use; read a backup of it", {
      cause
    })
  }
}

const open = (options: ConnectionOptions): Connection =>
  options.access === "read" ? openToRead(options) : openToWrite(options)

interface Shared {
  readonly connection: Connection
  users: number
}

const shared = new Map<string, Shared>()

/** A connection that may not write is no use to one who must. */
const shareKey = ({ access = "write", filename }: ConnectionOptions): string => `${access} ${filename}`

const openShared = (options: ConnectionOptions): Shared => {
  const known = shared.get(shareKey(options))
  if (known) {
    judge(known.connection.database, options.format)
    known.users++
    return known
  }
  const opened: Shared = { connection: open(options), users: 1 }
  shared.set(shareKey(options), opened)
  return opened
}

const closeShared = (options: ConnectionOptions, opened: Shared): void => {
  if (--opened.users > 0) return
  shared.delete(shareKey(options))
  opened.connection.database.close()
}

/**
 * Tries again, letting the program run on in between, while another process holds the lock: about five seconds, or a
 * tenth of a second for each of `attempts`.
 */
export const whileBusy = <A>(operation: string, run: () => A, attempts = 50): Effect.Effect<A, StoreFault> =>
  Effect.try({ try: run, catch: (cause) => cause }).pipe(
    Effect.tapError(() => Effect.yieldNow),
    Effect.retry({ while: isBusy, times: attempts - 1 }),
    Effect.mapError((cause) => storeFault(operation, cause))
  )

/** Opens the file, makes it if it is missing and may be made, brings its schema up to date, and closes it with the scope. */
export const connect = (options: ConnectionOptions): Effect.Effect<Connection, StoreFault, Scope.Scope> =>
  Effect.suspend(() => {
    const filename = DatabaseFile.resolve(options.filename)
    const operation = `open ${options.filename}`
    const own = { ...options, filename }
    return options.connection === "own"
      ? Effect.acquireRelease(
        whileBusy(operation, () => open(own)),
        ({ database }) => Effect.sync(() => database.close())
      )
      : Effect.map(
        Effect.acquireRelease(
          whileBusy(operation, () => openShared(own)),
          (opened) => Effect.sync(() => closeShared(own, opened))
        ),
        ({ connection }) => connection
      )
  })
