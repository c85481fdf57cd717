/**
 * A program that runs the views of a file: `runViews.ts FILE`. Says `following`, `standby` or `building` when that changes, and
 * `at POSITION` when readers see more.
 */
import { EventStore } from "@dateline/eventsourcing/EventStore"
import { KeyVault } from "@dateline/eventsourcing/KeyVault"
import { Projector } from "@dateline/eventsourcing/Projector"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fs from "node:fs"
import * as SqliteEventStore from "../../src/SqliteEventStore.ts"
import * as SqliteViewStore from "../../src/SqliteViewStore.ts"
import { Tallies } from "../crash/Notes.ts"

const [filename = ""] = process.argv.slice(2)
const stores = Layer.provideMerge(
  EventStore.layer,
  Layer.mergeAll(SqliteEventStore.layer({ filename }), SqliteViewStore.layer({ filename }), KeyVault.layerNone)
)
const views = Projector.layer({ projections: [Tallies], pageSize: 7, lease: { duration: "1 second" } })

const program = Effect.gen(function*() {
  const projector = yield* Projector
  let said: ReadonlyArray<string> = []
  while (true) {
    const now = (yield* projector.status).flatMap(({ position, state }) => [state, `at ${position}`])
    for (const [place, line] of now.entries()) if (line !== said[place]) fs.writeSync(1, `${line}\n`)
    said = now
    yield* Effect.sleep("5 millis")
  }
})

await Effect.runPromise(Effect.provide(program, Layer.provideMerge(views, stores)))
