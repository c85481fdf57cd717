import * as Expected from "@dateline/eventsourcing/Expected"
import { Commits } from "@dateline/eventsourcing/testing"
import { assert, describe, it } from "@effect/vitest"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import * as fs from "node:fs"
import * as path from "node:path"
import { text } from "node:stream/consumers"
import { configure, connect } from "../src/internal/connection.ts"
import * as DatabaseFile from "../src/internal/databaseFile.ts"
import { judge, migrate } from "../src/internal/fileFormat.ts"
import * as SqliteEventStore from "../src/SqliteEventStore.ts"
import { contentsOf, laterFormat } from "./support/laterFormat.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

/** A file of today's format with some events, nobody's. */
const makeOldFile = Effect.fnUntraced(function*(filename: string) {
  const driver = yield* SqliteEventStore.make({ filename })
  for (const id of ["one", "two", "three"]) {
    yield* driver.commit(Commits.commit(id, [Commits.append("note-1", Expected.any, id)]))
  }
}, Effect.scoped)

const openLater = (filename: string) => Effect.scoped(connect({ filename, format: laterFormat, connection: "own" }))

/**
 * What would be in the folder if the program were killed before each of the statements by which it opens the file: the
 * files as they are at that moment, without what the program still has in mind.
 */
const interruptions = (filename: string, copies: string): ReadonlyArray<string> => {
  const folders: Array<string> = []
  const keep = () => {
    const copy = path.join(copies, String(folders.length))
    fs.cpSync(path.dirname(filename), copy, { recursive: true })
    folders.push(copy)
  }
  DatabaseFile.ensure({ filename })
  const database = new Database(filename, { verbose: keep })
  judge(database, laterFormat)
  configure(database)
  migrate(database, laterFormat)
  keep()
  database.close()
  return folders.map((folder) => path.join(folder, path.basename(filename)))
}

const files: ReadonlyArray<readonly [string, (filename: string) => Effect.Effect<void, unknown>]> = [
  ["that is made", () => Effect.void],
  ["of an older format, with events in it", makeOldFile]
]

for (const [name, prepare] of files) {
  describe(`a file ${name}`, () => {
    it.live("is completed by the next start, wherever the one before was killed", () =>
      Effect.gen(function*() {
        const [folder, copies, other] = yield* Effect.all([temporaryFolder, temporaryFolder, temporaryFolder])
        const [filename, undisturbed] = [path.join(folder, "newsroom.db"), path.join(other, "newsroom.db")]
        yield* prepare(filename)
        yield* prepare(undisturbed)
        yield* openLater(undisturbed)
        const killed = interruptions(filename, copies)
        assert.isAtLeast(killed.length, 30)
        const versions = new Set(killed.map((file) => contentsOf(file).version))
        assert.isAtLeast(versions.size, 3, "kills before, between and after the scripts")
        for (const [statement, file] of killed.entries()) {
          yield* openLater(file)
          assert.deepStrictEqual(contentsOf(file), contentsOf(undisturbed), `killed before statement ${statement}`)
        }
      }), 60_000)

    it.live("is brought up to date once by programs that open it at the same time", () =>
      Effect.gen(function*() {
        const [folder, other] = yield* Effect.all([temporaryFolder, temporaryFolder])
        const [filename, undisturbed] = [path.join(folder, "newsroom.db"), path.join(other, "newsroom.db")]
        yield* prepare(filename)
        yield* prepare(undisturbed)
        yield* openLater(undisturbed)
        const program = path.join(import.meta.dirname, "support/openAtOnce.ts")
        const said = yield* Effect.promise(async () => {
          const children = Array.from({ length: 4 }, () =>
            spawn(process.execPath, ["--conditions=source", program, filename], { stdio: ["pipe", "pipe", "inherit"] }))
          await Promise.all(children.map(({ stdout }) =>
            once(stdout, "readable")
          ))
          for (const { stdin } of children) stdin.end("go\n")
          return Promise.all(children.map(({ stdout }) => text(stdout)))
        })
        assert.deepStrictEqual(said, Array(4).fill("ready\nSuccess\n"))
        assert.deepStrictEqual(contentsOf(filename), contentsOf(undisturbed))
      }), 60_000)
  })
}

it.live("a file from before rows had checksums is read as it is, and what is added to it is checked", () =>
  Effect.gen(function*() {
    const filename = path.join(yield* temporaryFolder, "newsroom.db")
    yield* makeOldFile(filename)
    const change = (sql: string) => {
      const database = new Database(filename)
      database.exec(sql)
      database.close()
    }
    change("ALTER TABLE events DROP COLUMN checksum; PRAGMA user_version = 1")
    yield* Effect.scoped(Effect.gen(function*() {
      const driver = yield* SqliteEventStore.make({ filename })
      yield* driver.commit(Commits.commit("four", [Commits.append("note-1", Expected.any, "four")]))
      assert.deepStrictEqual((yield* Commits.all(driver)).map(({ commit }) => commit.id), [
        "one",
        "two",
        "three",
        "four"
      ])
    }))
    change("UPDATE events SET recorded_at = 1 WHERE place = 4")
    const fault = yield* Effect.flip(Effect.flatMap(SqliteEventStore.make({ filename }), Commits.all))
    assert.include(String(fault), "the file is damaged at position 4")
  }))
