import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { dateline } from "./support/dateline.ts"
import { databaseOf, emptyFolder, newsroomFolder, notesFolder } from "./support/folders.ts"

const said =
  (sentence: RegExp) => ({ code, stderr, stdout }: { code: number | null; stdout: string; stderr: string }) => {
    assert.deepStrictEqual([code, stderr], [0, ""])
    assert.match(stdout, sentence)
  }
const refused =
  (sentence: RegExp) => ({ code, stderr, stdout }: { code: number | null; stdout: string; stderr: string }) => {
    assert.deepStrictEqual([code, stdout], [1, ""])
    assert.match(stderr, sentence)
    assert.strictEqual(stderr.trim().split("\n").length, 1)
  }

describe("dateline backup and dateline restore", () => {
  it.live(
    "carry a newsroom to another folder: its events, verified, and its keys and erasures",
    () =>
      Effect.gen(function*() {
        const [folder, other, elsewhere] = yield* Effect.all([newsroomFolder, emptyFolder, emptyFolder])
        const copy = path.join(elsewhere, "log.db")
        said(/^.*log\.db has \d+ events in \d+ commits, as they were written\n$/)(
          yield* dateline(folder, "backup", "log", copy)
        )
        assert.isFalse(
          fs.readFileSync(copy, "latin1").includes("Bravo !"),
          "a copy of the log holds no words in the clear"
        )
        said(/is a whole copy\n$/)(yield* dateline(folder, "backup", "keys", path.join(other, "keys.db")))
        said(/is a whole copy\n$/)(yield* dateline(folder, "backup", "erasures", path.join(other, "erasures.db")))
        said(/^Restored \d+ events, in a new epoch from the next start on\n$/)(yield* dateline(other, "restore", copy))
        const before = yield* dateline(folder, "events", "--json")
        assert.deepStrictEqual(yield* dateline(other, "events", "--json"), before)
      }),
    30_000
  )

  it.live("keep the log that was in the way, and say where", () =>
    Effect.gen(function*() {
      const [folder, elsewhere] = yield* Effect.all([notesFolder(5), emptyFolder])
      const copy = path.join(elsewhere, "log.db")
      yield* dateline(folder, "backup", "log", copy)
      said(/; the log that was there is .*newsroom\.db\.replaced-1\n$/)(yield* dateline(folder, "restore", copy))
      assert.isTrue(fs.existsSync(`${databaseOf(folder)}.replaced-1`))
      said(/^5 events/)(yield* dateline(folder, "verify"))
    }), 30_000)

  it.live("say in one sentence why they do not", () =>
    Effect.gen(function*() {
      const [folder, empty] = yield* Effect.all([notesFolder(1), emptyFolder])
      const copy = path.join(empty, "copy.db")
      refused(/^There is no .*newsroom\.db: /)(yield* dateline(empty, "backup", "log", copy))
      refused(/keys\.db": there is no such file$/m)(yield* dateline(folder, "backup", "keys", copy))
      fs.writeFileSync(copy, "words ".repeat(1000))
      refused(/copy\.db": there is a file already$/m)(yield* dateline(folder, "backup", "log", copy))
      refused(/the file is not an SQLite database$/m)(yield* dateline(folder, "restore", copy))
      said(/^1 events/)(yield* dateline(folder, "verify"))
    }), 30_000)
})
