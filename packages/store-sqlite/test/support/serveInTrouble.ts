/**
 * A process that has a log open and to which something happens at the end of a transaction: `serveInTrouble.ts LOG FOLDER`.
 * While a file `hold` is in the folder, transactions stop between their last write and their COMMIT, and say so by a file
 * `held`. A file `cut` ends the process, as SIGKILL does, right after a COMMIT and before anybody is answered.
 */
import { Remote } from "@dateline/eventsourcing/testing"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { createInterface } from "node:readline"
import * as SqliteEventStore from "../../src/SqliteEventStore.ts"

const [filename = "", folder = ""] = process.argv.slice(2)
const inFolder = (name: string) => path.join(folder, name)
const clock = new Int32Array(new SharedArrayBuffer(4))

/** SQLite has no way to be stopped there, so the statement that ends transactions is made to. */
const { prepare } = Database.prototype
Database.prototype.prepare = function(this: Database.Database, source: string) {
  const statement = prepare.call(this, source)
  if (source !== "COMMIT") return statement
  const end = statement.run.bind(statement, [])
  const run = () => {
    if (fs.existsSync(inFolder("hold"))) fs.writeFileSync(inFolder("held"), "")
    while (fs.existsSync(inFolder("hold"))) Atomics.wait(clock, 0, 0, 1)
    const result = end()
    if (fs.existsSync(inFolder("cut"))) {
      fs.rmSync(inFolder("cut"))
      process.kill(process.pid, "SIGKILL")
    }
    return result
  }
  return { run }
} as typeof prepare // whoever prepares a COMMIT only runs it

const wire = {
  lines: createInterface({ input: process.stdin }),
  say: (line: string) => void process.stdout.write(`${line}\n`)
}
await Effect.runPromise(
  Effect.scoped(Effect.flatMap(SqliteEventStore.make({ filename }), (driver) => Remote.serve(driver, wire)))
)
