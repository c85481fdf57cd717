/** The log of a file for another process, which asks through the pipes: `serveLog.ts FILE`. */
import { Remote } from "@dateline/eventsourcing/testing"
import * as Effect from "effect/Effect"
import { createInterface } from "node:readline"
import * as SqliteEventStore from "../../src/SqliteEventStore.ts"

const [filename = ""] = process.argv.slice(2)
const wire = {
  lines: createInterface({ input: process.stdin }),
  say: (line: string) => void process.stdout.write(`${line}\n`)
}
const program = Effect.flatMap(SqliteEventStore.make({ filename }), (driver) => Remote.serve(driver, wire))

await Effect.runPromise(Effect.scoped(program))
