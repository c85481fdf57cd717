import type { EventStoreDriver } from "@dateline/eventsourcing/EventStoreDriver"
import * as Expected from "@dateline/eventsourcing/Expected"
import { Commits } from "@dateline/eventsourcing/testing"
import { assert, describe, it } from "@effect/vitest"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { connect } from "../src/internal/connection.ts"
import { storeFormat } from "../src/internal/storeFormat.ts"
import * as SqliteEventStore from "../src/SqliteEventStore.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

const current = storeFormat.migrations.length

type Driver = EventStoreDriver["Service"]

const inFolder = Effect.map(temporaryFolder, (folder) => path.join(folder, "newsroom.db"))
const note = (id: string) => Commits.commit(id, [Commits.append("note-1", Expected.any, id)])
const idsOf = (driver: Driver) =>
  Effect.map(Commits.all(driver), (events) => events.map(({ commit }) => `${commit.id}`))

describe("a log that is opened to be read", () => {
  it.effect("is read while another connection writes it, and refuses commits by a fault that does not pass", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const writer = yield* SqliteEventStore.make({ filename })
      yield* writer.commit(note("one"))
      const reader = yield* SqliteEventStore.make({ filename, access: "read" })
      const fault = yield* Effect.flip(reader.commit(note("two")))
      assert.include(fault.message, "the file was opened to be read, not to be written")
      assert.isTrue(fault._tag === "StoreFault" && !fault.retryable)
      yield* writer.commit(note("three"))
      assert.deepStrictEqual(yield* idsOf(reader), ["one", "three"])
      assert.deepStrictEqual(reader.log, writer.log)
    }))

  it.effect("is not made, and has no log that is not there", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const missing = yield* Effect.flip(Effect.scoped(SqliteEventStore.make({ filename, access: "read" })))
      assert.include(missing.message, "there is no such file")
      assert.deepStrictEqual(fs.readdirSync(path.dirname(filename)), [])
      yield* Effect.scoped(SqliteEventStore.make({ filename }))
      const other = yield* Effect.flip(
        Effect.scoped(SqliteEventStore.make({ filename, log: "other", access: "read" }))
      )
      assert.include(other.message, "the file has no log \"other\"")
    }))

  it.effect("is not brought up to date: an older format is refused in a sentence", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      yield* Effect.scoped(SqliteEventStore.make({ filename }))
      const newer = { ...storeFormat, migrations: [...storeFormat.migrations, "CREATE TABLE later (a) STRICT"] }
      const refusal = yield* Effect.flip(Effect.scoped(connect({ filename, format: newer, access: "read" })))
      assert.include(refusal.message, `(its format is ${current}, this program reads ${current + 1})`)
      assert.include(refusal.message, "open it to be written once")
    }))
})

describe("a file that cannot be written", () => {
  it.effect("is refused when it is opened to be written, and can be read", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      yield* Effect.scoped(
        Effect.flatMap(SqliteEventStore.make({ filename }), (driver) => driver.commit(note("one")))
      )
      const program = path.join(import.meta.dirname, "support/openUnwritable.ts")
      const output = execFileSync(
        process.execPath,
        ["--conditions=source", "--disable-warning=ExperimentalWarning", program, filename],
        { encoding: "utf8", timeout: 20_000 }
      )
      const { ids, refusal } = JSON.parse(output)
      assert.include(refusal, "the file cannot be written; it can be opened to be read")
      assert.deepStrictEqual(ids, ["one"])
    }))
})

describe("a program that has a file open while a newer one changes its format", () => {
  it.effect("writes nothing more, and says why", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const driver = yield* SqliteEventStore.make({ filename })
      yield* driver.commit(note("one"))
      const newer = new Database(filename)
      newer.exec("ALTER TABLE events ADD COLUMN later TEXT")
      newer.pragma(`user_version = ${current + 1}`)
      newer.close()
      const fault = yield* Effect.flip(driver.commit(note("two")))
      assert.include(fault.message, `(its format is ${current + 1}, this program knows up to ${current})`)
      assert.isTrue(fault._tag === "StoreFault" && !fault.retryable)
      assert.deepStrictEqual(yield* idsOf(driver), ["one"])
    }))
})
