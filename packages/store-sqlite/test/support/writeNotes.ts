/** A program that writes commits into a log, several at once: `writeNotes.ts FILE NAME COUNT`. */
import * as Expected from "@dateline/eventsourcing/Expected"
import { Commits } from "@dateline/eventsourcing/testing"
import * as Effect from "effect/Effect"
import * as SqliteEventStore from "../../src/SqliteEventStore.ts"

const [filename = "", name = "", count = "0"] = process.argv.slice(2)

const write = Effect.gen(function*() {
  const driver = yield* SqliteEventStore.make({ filename })
  const ids = Array.from({ length: Number(count) }, (_, n) => `${name} ${n + 1}`)
  yield* Effect.forEach(ids, (id) =>
    Effect.flatMap(
      driver.commit(Commits.commit(id, [
        Commits.append("note-shared", Expected.any, id),
        Commits.append(`note-${id}`, Expected.noStream, id)
      ])),
      ({ _tag }) => _tag === "Committed" ? Effect.void : Effect.die(`${id}: ${_tag}`)
    ), { concurrency: 8 })
})

await Effect.runPromise(Effect.scoped(write))
