/** A program that writes commits into a log, 64 fibers at once: `writeNotes.ts URL SCHEMA NAME COUNT`. */
import * as Expected from "@dateline/eventsourcing/Expected"
import { Commits } from "@dateline/eventsourcing/testing"
import * as Effect from "effect/Effect"
import * as PostgresEventStore from "../../src/PostgresEventStore.ts"

const [url = "", schema = "", name = "", count = "0"] = process.argv.slice(2)

const write = Effect.gen(function*() {
  const driver = yield* PostgresEventStore.make({ url, schema })
  const ids = Array.from({ length: Number(count) }, (_, n) => `${name}-${n + 1}`)
  yield* Effect.forEach(ids, (id) =>
    Effect.flatMap(
      driver.commit(Commits.commit(id, [
        Commits.append("note-shared", Expected.any, id),
        Commits.append(`note-${id}`, Expected.noStream, id)
      ])),
      ({ _tag }) => _tag === "Committed" ? Effect.void : Effect.die(`${id}: ${_tag}`)
    ), { concurrency: 64 })
})

await Effect.runPromise(Effect.scoped(write))
