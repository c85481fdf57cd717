/** What a database file is, and how it came to be: whether it is ours, how old it is, and how it is brought up to date. */
import type Database from "better-sqlite3"

export interface FileFormat {
  /** SQLite's application id: four characters that say whose file it is. */
  readonly applicationId: number
  /** What the file holds, for error messages. */
  readonly holds: string
  /** One script for each version of the schema, oldest first. A released script never changes. */
  readonly migrations: ReadonlyArray<string>
}

/** Four ASCII characters as the number that SQLite keeps. */
export const applicationId = (name: string): number => Buffer.from(name, "latin1").readInt32BE(0)

const readNumber = (database: Database.Database, pragma: string): number =>
  database.pragma(pragma, { simple: true }) as number // both pragmas that are asked for answer a number

const isEmpty = (database: Database.Database): boolean =>
  database.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() === undefined

/** Refuses a file whose format is not the one that this program writes and reads. */
export const assertCurrent = (version: number, { migrations: { length: known } }: FileFormat): void => {
  if (version === known) return
  throw new Error(
    version > known
      ? `a newer Dateline made the file (its format is ${version}, this program knows up to ${known})`
      : `an older Dateline made the file (its format is ${version}, this program reads ${known}); open it to be written once`
  )
}

/** Refuses a file that is another program's, or a newer Dateline's, before anything is written to it. */
export const judge = (database: Database.Database, format: FileFormat): void => {
  const owner = readNumber(database, "application_id")
  if (owner !== format.applicationId && !(owner === 0 && isEmpty(database))) {
    throw new Error(`the file was not made by Dateline to hold ${format.holds}`)
  }
  const version = readNumber(database, "user_version")
  if (version > format.migrations.length) assertCurrent(version, format)
}

/** Runs the scripts that the file has not seen, each in a transaction of its own, so that it can be taken up again. */
export const migrate = (database: Database.Database, format: FileFormat): void => {
  const step = database.transaction((): boolean => {
    const version = readNumber(database, "user_version")
    const script = format.migrations[version]
    if (script === undefined) return false
    database.exec(script)
    database.pragma(`application_id = ${format.applicationId}`)
    database.pragma(`user_version = ${version + 1}`)
    return true
  })
  if (readNumber(database, "user_version") === format.migrations.length) return
  while (step.immediate()) continue
}
