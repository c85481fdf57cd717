/**
 * Commits, sixteen at a time, until it is killed: `writeUntilKilled.ts FOLDER ROUND [lying]`. Says `try ID` before each
 * commit and `ack ID` after it; a lying one says both before.
 */
import * as Expected from "@dateline/eventsourcing/Expected"
import { Commits } from "@dateline/eventsourcing/testing"
import * as Effect from "effect/Effect"
import * as FileEventStore from "../../src/FileEventStore.ts"

const [folder = "", round = "", mode = ""] = process.argv.slice(2)

const say = (line: string) => Effect.sync(() => process.stdout.write(`${line}\n`))

const write = Effect.gen(function*() {
  const driver = yield* FileEventStore.make({ folder })
  const one = Effect.fnUntraced(function*(writer: number, n: number) {
    const id = `${round}-${writer}-${n}`
    const texts = Array.from({ length: n % 3 }, (_, place) => `${id} ${place} ${"x".repeat(300 * place)}`)
    const commit = Commits.commit(id, [
      Commits.append("note-shared", Expected.any, id),
      Commits.append(`note-${writer}`, Expected.any, id, ...texts)
    ])
    yield* say(`try ${id}`)
    if (mode === "lying") yield* say(`ack ${id}`)
    yield* driver.commit(commit)
    if (mode !== "lying") yield* say(`ack ${id}`)
  })
  const forEver = (writer: number) =>
    Effect.gen(function*() {
      for (let n = 1;; n++) yield* one(writer, n)
    })
  yield* Effect.forEach(Array.from({ length: 16 }).keys(), forEver, { concurrency: "unbounded" })
})

await Effect.runPromise(Effect.scoped(write))
