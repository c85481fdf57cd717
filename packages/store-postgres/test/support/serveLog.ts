/** A log for another process, which asks through the pipes: `serveLog.ts URL SCHEMA`. */
import { Remote } from "@dateline/eventsourcing/testing"
import * as Effect from "effect/Effect"
import { createInterface } from "node:readline"
import * as PostgresEventStore from "../../src/PostgresEventStore.ts"

const [url = "", schema = ""] = process.argv.slice(2)
const wire = {
  lines: createInterface({ input: process.stdin }),
  say: (line: string) => void process.stdout.write(`${line}\n`)
}
const program = Effect.flatMap(PostgresEventStore.make({ url, schema }), (driver) => Remote.serve(driver, wire))

await Effect.runPromise(Effect.scoped(program))
