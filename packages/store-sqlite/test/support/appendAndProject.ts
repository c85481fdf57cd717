/** A program that writes commits into a log and keeps the views of it: `appendAndProject.ts FILE NUMBER COUNT`. */
import { EventStore } from "@dateline/eventsourcing/EventStore"
import { KeyVault } from "@dateline/eventsourcing/KeyVault"
import { Projector } from "@dateline/eventsourcing/Projector"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqliteEventStore from "../../src/SqliteEventStore.ts"
import * as SqliteViewStore from "../../src/SqliteViewStore.ts"
import { request, Tallies } from "../crash/Notes.ts"

const [filename = "", number = "1", count = "0"] = process.argv.slice(2)

const program = Effect.gen(function*() {
  const store = yield* EventStore
  const projector = yield* Projector
  // The same streams in every program: they meet in the log, in the views and in the lock.
  const write = (writer: number) =>
    Effect.forEach(Array(Number(count)).keys(), (n) => store.commit(request(Number(number), writer, n)), {
      discard: true
    })
  yield* Effect.forEach([1, 2, 3, 4], write, { concurrency: "unbounded", discard: true })
  yield* projector.caughtUp(yield* store.head)
})

const stores = EventStore.layer.pipe(Layer.provideMerge(
  Layer.mergeAll(SqliteEventStore.layer({ filename }), SqliteViewStore.layer({ filename }), KeyVault.layerNone)
))
await Effect.runPromise(
  Effect.provide(program, Layer.provideMerge(Projector.layer({ projections: [Tallies], pageSize: 50 }), stores))
)
