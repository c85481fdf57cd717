import { assert, describe, it } from "@effect/vitest"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { dateline, datelineIn } from "./support/dateline.ts"
import { databaseOf, notesFolder } from "./support/folders.ts"

/** A new key pair, as the command prints it. */
const keyPair = Effect.gen(function*() {
  const { stdout } = yield* dateline(".", "notary", "keys")
  const [, secret = "", key = ""] = /^DATELINE_NOTARY_SECRET=([\w-]+)\npublic key: ([\w-]{43})\n$/.exec(stdout) ?? []
  return { environment: { DATELINE_NOTARY_SECRET: secret }, key }
})

describe("dateline notary", () => {
  it.live("signs the log, and holds it against what was signed and kept elsewhere", () =>
    Effect.gen(function*() {
      const folder = yield* notesFolder(20)
      const { environment, key } = yield* keyPair
      const signed = yield* datelineIn(folder, environment, "notary", "sign")
      assert.strictEqual(signed.code, 0, signed.stderr)
      assert.include(JSON.parse(signed.stdout), { position: 20, commits: 20, key })
      const elsewhere = path.join(folder, "heads.jsonl")
      fs.writeFileSync(elsewhere, signed.stdout)
      const holds = "One head holds: the log is what was signed, up to position 20 of 20\n"
      for (const from of [[], ["--heads", elsewhere]]) {
        const held = yield* dateline(folder, "notary", "verify", "--trust", key, ...from)
        assert.deepStrictEqual(held, { code: 0, stdout: holds, stderr: "" })
      }
      const database = new Database(databaseOf(folder))
      database.exec("DELETE FROM events WHERE place = 20")
      database.close()
      const refuted = yield* dateline(folder, "notary", "verify", "--trust", key, "--heads", elsewhere)
      assert.strictEqual(refuted.code, 1)
      assert.match(refuted.stderr, /^The log ended at position 20 or later, and what followed position 0 is not there/)
    }), 30_000)

  it.live(
    "says what is wrong with a file that has no heads, and with a key that nobody gave",
    () =>
      Effect.gen(function*() {
        const folder = yield* notesFolder(1)
        const file = path.join(folder, "none.jsonl")
        fs.writeFileSync(file, "\n{}\n")
        const { key } = yield* keyPair
        const parsed = yield* dateline(folder, "notary", "verify", "--trust", key, "--heads", file)
        assert.deepStrictEqual([parsed.code, parsed.stderr], [1, `Line 2 of ${file} is not a head of a log\n`])
        const unsigned = yield* dateline(folder, "notary", "sign")
        assert.strictEqual(unsigned.code, 1)
        assert.include(unsigned.stderr, "DATELINE_NOTARY_SECRET")
      }),
    30_000
  )
})
