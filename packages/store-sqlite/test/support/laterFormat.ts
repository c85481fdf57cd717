/** A format of the future, whose scripts do what must not be done twice; and all that a file of it holds. */
import Database from "better-sqlite3"
import type { FileFormat } from "../../src/internal/fileFormat.ts"
import { storeFormat } from "../../src/internal/storeFormat.ts"

const titles = `
  CREATE TABLE texts (place INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
  INSERT INTO texts SELECT place, payload FROM events;
  ALTER TABLE logs ADD COLUMN title TEXT NOT NULL DEFAULT '';
  UPDATE logs SET title = title || name;
`
const counts = `
  CREATE TABLE counts (n INTEGER NOT NULL) STRICT;
  INSERT INTO counts SELECT count(*) FROM texts;
  DROP INDEX commits;
  CREATE UNIQUE INDEX commits_by_id ON events (commit_id, stream) WHERE commit_id IS NOT NULL;
`

export const laterFormat: FileFormat = { ...storeFormat, migrations: [...storeFormat.migrations, titles, counts] }

interface Contents {
  readonly version: number
  /** What SQLite finds of it: `ok`. */
  readonly order: string
  readonly schema: ReadonlyArray<unknown>
  readonly rows: ReadonlyArray<unknown>
}

/** The schema and every row, but for the random id of a log. */
export const contentsOf = (filename: string): Contents => {
  const database = new Database(filename, { readonly: true })
  const schema = database.prepare<[], { name: string; type: string; sql: string | null }>(
    "SELECT name, type, sql FROM sqlite_schema ORDER BY name"
  ).all()
  const tables = schema.filter(({ type }) => type === "table").map(({ name }) => name)
  const rows = tables.map((name) => [name, database.prepare(`SELECT * FROM "${name}"`).all()])
  const version = database.pragma("user_version", { simple: true })
  const order = database.pragma("integrity_check", { simple: true })
  database.close()
  return JSON.parse(JSON.stringify({ schema, rows, version, order }, (key, value) => key === "uuid" ? "" : value))
}
