/**
 * The program that is killed: `writeUntilKilled.ts FILE RUN STORE`. Says `try ID` before a commit and `ack ID` once it is answered,
 * each at once and not from a buffer that would die with it.
 */
import { EventStore } from "@dateline/eventsourcing/EventStore"
import type { EventStoreDriver } from "@dateline/eventsourcing/EventStoreDriver"
import { KeyVault } from "@dateline/eventsourcing/KeyVault"
import { Projector } from "@dateline/eventsourcing/Projector"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fs from "node:fs"
import { flushCompileCache } from "node:module"
import * as SqliteEventStore from "../../src/SqliteEventStore.ts"
import * as SqliteViewStore from "../../src/SqliteViewStore.ts"
import * as HastyEventStore from "../crash/HastyEventStore.ts"
import { request, Tallies } from "../crash/Notes.ts"

const [filename = "", run = "", store = ""] = process.argv.slice(2)
const say = (line: string) => fs.writeSync(1, `${line}\n`)
const writers = 12

const write = (writer: number) =>
  Effect.gen(function*() {
    const { commit } = yield* EventStore
    for (let n = 0;; n++) {
      const one = request(Number(run), writer, n)
      say(`try ${one.id}`)
      yield* commit(one)
      say(`ack ${one.id}`)
    }
  })

const writeAll = Effect.forEach(Array(writers).keys(), write, { concurrency: "unbounded", discard: true })
const withDriver = (driver: Layer.Layer<EventStoreDriver, unknown>) =>
  EventStore.layer.pipe(Layer.provide([driver, KeyVault.layerNone]))

// A transaction that is left open would keep views out, so the hasty store writes without them.
const program = store === "hasty"
  ? Effect.provide(writeAll, withDriver(HastyEventStore.layer({ filename })))
  : Effect.provide(
    writeAll,
    Projector.layer({ projections: [Tallies], pageSize: 100, lease: { takeOver: true } }).pipe(
      Layer.provideMerge(
        Layer.merge(withDriver(SqliteEventStore.layer({ filename })), SqliteViewStore.layer({ filename }))
      )
    )
  )

flushCompileCache() // a program that is killed does not come to writing it at its end
await Effect.runPromise(program)
