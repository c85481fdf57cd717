import { assert, describe, it } from "@effect/vitest"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { configure, connect } from "../src/internal/connection.ts"
import { storeFormat } from "../src/internal/storeFormat.ts"
import * as SqliteEventStore from "../src/SqliteEventStore.ts"
import * as SqliteKeyVault from "../src/SqliteKeyVault.ts"
import * as SqliteViewStore from "../src/SqliteViewStore.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

const masterKey = new Uint8Array(32)
const inFolder = Effect.map(temporaryFolder, (folder) => path.join(folder, "newsroom.db"))

/** Changes a file with SQLite itself, behind the stores' back. */
const change = (filename: string, script: string) => {
  const database = new Database(filename)
  database.exec(script)
  database.close()
}

const refusals = (filename: string) =>
  Effect.all([
    Effect.flip(Effect.scoped(SqliteEventStore.make({ filename }))),
    Effect.flip(Effect.scoped(SqliteViewStore.make({ filename }))),
    Effect.flip(Effect.scoped(SqliteKeyVault.make({ filename, masterKey })))
  ])

const refusedUntouched = Effect.fnUntraced(function*(filename: string, words: string) {
  const before = fs.readFileSync(filename)
  for (const refusal of yield* refusals(filename)) assert.include(refusal.message, words)
  assert.deepStrictEqual(fs.readFileSync(filename), before)
  assert.deepStrictEqual(fs.readdirSync(path.dirname(filename)), [path.basename(filename)])
})

describe("a file that cannot be used is refused in a sentence and left as it was", () => {
  it.effect("one that is no database", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      fs.writeFileSync(filename, "This is a text of somebody else. ".repeat(100))
      yield* refusedUntouched(filename, "the file is not an SQLite database")
    }))

  it.effect("a database of another program", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      change(filename, "CREATE TABLE theirs (a)")
      yield* refusedUntouched(filename, "the file was not made by Dateline")
    }))

  it.effect("a database that another program has marked and not filled", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      change(filename, "PRAGMA application_id = 12345")
      yield* refusedUntouched(filename, "the file was not made by Dateline")
    }))

  it.effect("a file of a newer program", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      yield* Effect.scoped(SqliteEventStore.make({ filename }))
      change(filename, "PRAGMA user_version = 99")
      const [events, views] = yield* refusals(filename)
      for (const refusal of [events, views]) {
        assert.include(refusal.message, `(its format is 99, this program knows up to ${storeFormat.migrations.length})`)
      }
    }))

  it.effect("a key file given as a log, and a log given as a key file", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      yield* Effect.scoped(SqliteKeyVault.make({ filename, masterKey }))
      const log = yield* Effect.flip(Effect.scoped(SqliteEventStore.make({ filename })))
      assert.include(log.message, "the file was not made by Dateline to hold events and views")
      const other = path.join(path.dirname(filename), "other.db")
      yield* Effect.scoped(SqliteEventStore.make({ filename: other }))
      const vault = yield* Effect.flip(Effect.scoped(SqliteKeyVault.make({ filename: other, masterKey })))
      assert.include(vault.message, "the file was not made by Dateline to hold data keys")
    }))

  it.effect("one with so many logs that the numbers of another's events would not be exact", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      yield* Effect.scoped(SqliteEventStore.make({ filename }))
      const add = "INSERT INTO logs (id, name, uuid, epoch) VALUES"
      change(filename, `${add} (8190, 'last but one', 'x', '1')`)
      yield* Effect.scoped(SqliteEventStore.make({ filename, log: "last" }))
      const refusal = yield* Effect.flip(Effect.scoped(SqliteEventStore.make({ filename, log: "one more" })))
      assert.include(refusal.message, "a file can have 8191 logs; this would be number 8192")
      const database = new Database(filename, { readonly: true })
      const names = database.prepare("SELECT name FROM logs ORDER BY id").pluck().all()
      database.close()
      assert.deepStrictEqual(names, ["main", "last but one", "last"])
    }))

  it.effect("one in a folder that does not exist", () =>
    Effect.gen(function*() {
      const filename = path.join(path.dirname(yield* inFolder), "missing", "newsroom.db")
      for (const refusal of yield* refusals(filename)) assert.match(refusal.message, /does not exist|no such file/)
    }))
})

describe("a file that is made", () => {
  const modes = (filename: string) =>
    [filename, `${filename}-wal`, `${filename}-shm`].map((file) => fs.statSync(file).mode & 0o777)

  it.effect("can be read by its owner only, unless told otherwise", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      yield* SqliteEventStore.make({ filename })
      assert.deepStrictEqual(modes(filename), [0o600, 0o600, 0o600])
      const views = path.join(path.dirname(filename), "views.db")
      yield* SqliteViewStore.make({ filename: views, mode: 0o640 })
      assert.deepStrictEqual(modes(views), [0o640, 0o640, 0o640])
    }))

  it.effect("keeps the permissions that its owner gave it afterwards", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      yield* Effect.scoped(SqliteEventStore.make({ filename }))
      fs.chmodSync(filename, 0o640)
      yield* SqliteEventStore.make({ filename })
      assert.deepStrictEqual(modes(filename), [0o640, 0o640, 0o640])
    }))

  it.effect("is one file by whatever way its folder is named", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const link = path.join(yield* temporaryFolder, "link")
      fs.symlinkSync(path.dirname(filename), link)
      const first = yield* connect({ filename: path.join(link, "newsroom.db"), format: storeFormat })
      const second = yield* connect({ filename, format: storeFormat })
      assert.strictEqual(first, second)
    }))
})

describe("what was asked of SQLite is in force", () => {
  it("a setting that SQLite does not take over stops the opening", () => {
    // A database in memory has no write-ahead log.
    assert.throws(
      () => configure(new Database(":memory:")),
      "SQLite refused \"PRAGMA journal_mode = wal\": it is memory"
    )
  })

  it.effect("the file's pages, journal and owner are ours", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      yield* SqliteEventStore.make({ filename })
      const database = new Database(filename, { readonly: true })
      const read = (name: string) => database.pragma(name, { simple: true })
      const found = ["page_size", "journal_mode", "application_id", "user_version", "integrity_check"].map(read)
      database.close()
      const format = storeFormat.migrations.length
      assert.deepStrictEqual(found, [8192, "wal", Buffer.from("DtLn").readInt32BE(0), format, "ok"])
    }))
})
