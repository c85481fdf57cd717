import { Commits } from "@dateline/eventsourcing/testing"
import { verifyLog } from "@dateline/eventsourcing/Verify"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import * as path from "node:path"
import { promisify } from "node:util"
import * as SqliteEventStore from "../src/SqliteEventStore.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

const run = promisify(execFile)
const program = path.join(import.meta.dirname, "support/writeUntilFault.ts")

/** What the program says when the system refuses to let any of its files grow beyond 1,000 KiB. */
const limited = (filename: string) =>
  Effect.promise(async () => {
    const command = `ulimit -f 1000 && exec "${process.execPath}" --conditions=source "${program}" "${filename}"`
    const { stdout } = await run("bash", ["-c", command])
    return stdout.trim().split("\n").map((line) => line.split(" "))
  })

describe("a disk that fails while a transaction is being ended", () => {
  it.live("leaves the outcome open, stops further writes, and takes nothing that was acknowledged", () =>
    Effect.gen(function*() {
      const filename = path.join(yield* temporaryFolder, "newsroom.db")
      const said = yield* limited(filename)
      const acknowledged = said.filter(([word]) => word === "ack").map(([, id]) => id)
      assert.isAtLeast(acknowledged.length, 3)
      const [[, fault], [, next, ...message]] = said.slice(-2) as [Array<string>, Array<string>]
      assert.deepStrictEqual([fault, next], ["Ambiguous", "StoreFault"])
      assert.include(message.join(" "), "start the program again")

      const driver = yield* SqliteEventStore.make({ filename })
      const stored = (yield* Commits.all(driver)).map(({ commit }) => commit.id as string)
      assert.includeMembers(stored, acknowledged as Array<string>)
      assert.isAtMost(stored.length, acknowledged.length + 1)
      assert.strictEqual((yield* verifyLog(driver)).commits, stored.length)
      assert.strictEqual(
        (yield* driver.commit(Commits.commit("later", [Commits.append("note-1", { _tag: "Any" }, "x")])))._tag,
        "Committed"
      )
    }))
})
