/**
 * Writes commits one after another until one fails: `writeUntilFault.ts FILE`. Says `ack ID` for each that was answered,
 * then the tags of the failure and of what comes after it.
 */
import * as Expected from "@dateline/eventsourcing/Expected"
import { Commits } from "@dateline/eventsourcing/testing"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as SqliteEventStore from "../../src/SqliteEventStore.ts"

// The signal for a file that grew too large would end the program; the failed write itself is what it is to meet.
process.on("SIGXFSZ", () => undefined)

const say = (line: string) => fs.writeSync(1, `${line}\n`)
const note = (n: number) => Commits.commit(`c${n}`, [Commits.append("note-1", Expected.any, "x".repeat(1000))])

const write = Effect.gen(function*() {
  const driver = yield* SqliteEventStore.make({ filename: process.argv[2]! })
  let n = 0
  const loop = Effect.forever(
    Effect.suspend(() => driver.commit(note(++n))).pipe(Effect.tap(() => Effect.sync(() => say(`ack c${n}`))))
  )
  const fault = yield* Effect.flip(loop)
  say(`fault ${fault._tag}`)
  const next = yield* Effect.flip(driver.commit(note(n + 1)))
  say(`next ${next._tag} ${next.message}`)
})

await Effect.runPromise(Effect.scoped(write))
