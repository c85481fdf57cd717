import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { execFile, spawnSync } from "node:child_process"
import * as path from "node:path"
import { promisify } from "node:util"
import { temporaryFolder } from "./support/temporaryFolder.ts"

const run = promisify(execFile)
const program = path.join(import.meta.dirname, "support/onSmallDisk.ts")

/** A disk in memory, of the program that the command starts and of nobody else. */
const withDisk = (folder: string, command: string) => [
  "--user",
  "--map-root-user",
  "--mount",
  "sh",
  "-c",
  `mount -t tmpfs -o size=6m none "${folder}" && ${command}`
]

// Some systems let nobody mount a disk of their own; there the faults of `SqliteEventStore.test.ts` have to do.
const available = spawnSync("unshare", withDisk("/mnt", "true")).status === 0

describe.skipIf(!available)("a disk that is full, and then cannot be written at all", () => {
  it.live("refuses commits and copies by faults that pass, keeps what was there, and goes on with room", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const command = `exec "${process.execPath}" --conditions=source "${program}" "${folder}"`
      const { stdout } = yield* Effect.promise(() => run("unshare", withDisk(folder, command)))
      const said = JSON.parse(stdout)
      for (const [tag, retryable, message] of said.faults) {
        assert.deepStrictEqual([tag, retryable], ["StoreFault", true])
        assert.include(message, "database or disk is full")
      }
      assert.isAtLeast(said.acknowledged, 50)
      assert.strictEqual(said.full, said.acknowledged)
      assert.include(said.copying, "full")
      assert.deepStrictEqual(said.left, [])
      assert.deepStrictEqual([said.next, said.roomy], ["Committed", said.acknowledged + 1])

      assert.include(said.toWrite, "the file cannot be written; it can be opened to be read")
      assert.deepStrictEqual([said.toRead, said.copied], [said.roomy, 1])
      assert.include(said.killed, "its folder cannot be written")
    }))
})
