/** The log of a folder for another process, which asks through the pipes: `serveLog.ts FOLDER`. */
// #region serve
import { Remote } from "@dateline/eventsourcing/testing"
import * as Effect from "effect/Effect"
import { createInterface } from "node:readline"
import * as FileEventStore from "../../src/FileEventStore.ts"

const [folder = ""] = process.argv.slice(2)
const wire = {
  lines: createInterface({ input: process.stdin }),
  say: (line: string) => void process.stdout.write(`${line}\n`)
}
const program = Effect.flatMap(FileEventStore.make({ folder }), (driver) => Remote.serve(driver, wire))

await Effect.runPromise(Effect.scoped(program))
// #endregion
