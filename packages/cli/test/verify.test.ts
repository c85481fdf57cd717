import { assert, describe, it } from "@effect/vitest"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import { dateline } from "./support/dateline.ts"
import { databaseOf, emptyFolder, newsroomFolder, notesFolder } from "./support/folders.ts"

/** Changes a file with SQLite itself, behind the store's back. */
const change = (folder: string, script: string) => {
  const database = new Database(databaseOf(folder))
  database.exec(script)
  database.close()
}

const refusal = Effect.fnUntraced(function*(folder: string, sentence: RegExp) {
  const { code, stderr, stdout } = yield* dateline(folder, "verify")
  assert.deepStrictEqual([code, stdout], [1, ""])
  assert.match(stderr, sentence)
  assert.strictEqual(stderr.trim().split("\n").length, 1, stderr)
})

describe("dateline verify", () => {
  it.live("counts what is in order", () =>
    Effect.gen(function*() {
      const notes = yield* dateline(yield* notesFolder(1500), "verify")
      const all = "1500 events in 1500 commits of 1 streams: everything is as it was written\n"
      assert.deepStrictEqual(notes, { code: 0, stdout: all, stderr: "" })
      const newsroom = yield* dateline(yield* newsroomFolder, "verify")
      assert.strictEqual(newsroom.code, 0)
    }))

  it.live("names the position of an event that was changed", () =>
    Effect.gen(function*() {
      const folder = yield* notesFolder(1500)
      change(folder, "UPDATE events SET payload = replace(payload, 'x', 'y') WHERE place = 1234")
      yield* refusal(folder, /^The log is damaged at position 1234 \(note-1\): .*digest/)
    }))

  it.live("names the position after which an event is gone", () =>
    Effect.gen(function*() {
      const folder = yield* notesFolder(5)
      change(folder, "DELETE FROM events WHERE place = 3")
      yield* refusal(
        folder,
        /^The log is damaged at position 4 \(note-1\): version 3 of the stream was to follow, not 4/
      )
    }))

  it.live("names the position at which bytes of the file cannot be read", () =>
    Effect.gen(function*() {
      const folder = yield* notesFolder(1500)
      const bytes = fs.readFileSync(databaseOf(folder))
      const page = Math.floor(bytes.indexOf("c700 x") / 8192) * 8192
      bytes.fill(0xff, page, page + 64)
      fs.writeFileSync(databaseOf(folder), bytes)
      yield* refusal(folder, /the file is damaged at position (6[5-9]\d|700): .*malformed/)
    }))

  it.live("finds an index whose entries are out of order", () =>
    Effect.gen(function*() {
      const folder = yield* notesFolder(5)
      change(folder, "INSERT INTO tags (tag, place) VALUES ('needle', 1), ('zz', 1)")
      const bytes = fs.readFileSync(databaseOf(folder))
      bytes.write("zzzzzz", bytes.indexOf("needle"), "latin1")
      fs.writeFileSync(databaseOf(folder), bytes)
      yield* refusal(folder, /^Every event is as it was written, but SQLite finds the file damaged: /)
    }))
})

describe("what cannot be looked at is one sentence and exit code 1", () => {
  const folders: ReadonlyArray<readonly [string, (file: string) => void, RegExp]> = [
    [
      "no log",
      () => undefined,
      /^There is no .*newsroom\.db: say where the data folder is with --data or DATELINE_DATA$/
    ],
    [
      "a text",
      (file) => fs.writeFileSync(file, "words ".repeat(1000)),
      /newsroom\.db": the file is not an SQLite database$/
    ],
    ["another program's database", (file) => {
      const database = new Database(file)
      database.exec("CREATE TABLE theirs (a)")
      database.close()
    }, /the file was not made by Dateline to hold events and views$/],
    ["a newer program's file", (file) => {
      const database = new Database(file)
      database.exec("PRAGMA application_id = 1148472430; PRAGMA user_version = 7")
      database.close()
    }, /a newer Dateline made the file/]
  ]
  for (const [name, prepare, sentence] of folders) {
    it.live(name, () =>
      Effect.gen(function*() {
        const folder = yield* emptyFolder
        prepare(databaseOf(folder))
        for (const command of ["events", "verify", "rebuild"]) {
          const { code, stderr, stdout } = yield* dateline(folder, command)
          assert.deepStrictEqual([code, stdout], [1, ""], command)
          assert.match(stderr.trimEnd(), sentence, command)
          assert.strictEqual(stderr.trim().split("\n").length, 1, stderr)
        }
      }))
  }

  const commandLines = [["events", "--after", "-1"], ["events", "--after", "x"], ["events", "--jsno"], ["nonsense"]]
  for (const argv of commandLines) {
    it.live(`dateline ${argv.join(" ")}`, () =>
      Effect.gen(function*() {
        const { code, stderr, stdout } = yield* dateline("/nowhere", ...argv)
        assert.deepStrictEqual([code, stdout], [1, ""])
        assert.match(stderr, /^[^\n]+\(see --help\)\n$/)
      }))
  }
})
