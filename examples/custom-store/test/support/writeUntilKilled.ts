/**
 * Commits, sixteen at a time, until it is killed: `writeUntilKilled.ts FOLDER ROUND [lying]`. Says `try ID` before each
 * commit and `ack ID` after it; a lying one says both at once, and writes a commit when it has acknowledged the next.
 */
import * as Expected from "@dateline/eventsourcing/Expected"
import { Commits } from "@dateline/eventsourcing/testing"
import * as Effect from "effect/Effect"
import * as FileEventStore from "../../src/FileEventStore.ts"

const [folder = "", round = "", mode = ""] = process.argv.slice(2)

const say = (line: string) => Effect.sync(() => process.stdout.write(`${line}\n`))

const write = Effect.gen(function*() {
  const driver = yield* FileEventStore.make({ folder })
  const prepare = (writer: number, n: number) => {
    const id = `${round}-${writer}-${n}`
    const texts = Array.from({ length: n % 3 }, (_, place) => `${id} ${place} ${"x".repeat(300 * place)}`)
    return Commits.commit(id, [
      Commits.append("note-shared", Expected.any, id),
      Commits.append(`note-${writer}`, Expected.any, id, ...texts)
    ])
  }
  const honestly = Effect.fnUntraced(function*(writer: number) {
    for (let n = 1;; n++) {
      const commit = prepare(writer, n)
      yield* say(`try ${commit.id}`)
      yield* driver.commit(commit)
      yield* say(`ack ${commit.id}`)
    }
  })
  // Whenever it is killed, what each writer acknowledged last is not there: no luck is needed to find it out.
  const lying = Effect.fnUntraced(function*(writer: number) {
    for (let n = 1;; n++) {
      const { id } = prepare(writer, n)
      yield* say(`try ${id}`)
      yield* say(`ack ${id}`)
      if (n > 1) yield* driver.commit(prepare(writer, n - 1))
    }
  })
  const forEver = mode === "lying" ? lying : honestly
  yield* Effect.forEach(Array.from({ length: 16 }).keys(), forEver, { concurrency: "unbounded" })
})

await Effect.runPromise(Effect.scoped(write))
