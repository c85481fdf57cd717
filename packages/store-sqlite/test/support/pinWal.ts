/**
 * How large the write-ahead log becomes, and that it becomes small again: `pinWal.ts FILE SECONDS PER_SECOND none|snapshot|subscriber`.
 * Commits at a steady pace while somebody reads one moment of the file, or follows the log from another connection.
 */
import { EventStore } from "@dateline/eventsourcing/EventStore"
import * as Expected from "@dateline/eventsourcing/Expected"
import { KeyVault } from "@dateline/eventsourcing/KeyVault"
import { Commits } from "@dateline/eventsourcing/testing"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import * as fs from "node:fs"
import * as SqliteEventStore from "../../src/SqliteEventStore.ts"
import { Notes } from "../crash/Notes.ts"

const [filename = "", seconds = "60", perSecond = "200", reading = "none"] = process.argv.slice(2)
const megabytes = () => Math.round(fs.statSync(`${filename}-wal`).size / 1024 / 1024)

const hold = Effect.acquireRelease(
  Effect.sync(() => {
    const database = new Database(filename, { readonly: true })
    database.exec("BEGIN; SELECT count(*) FROM events")
    return database
  }),
  (database) => Effect.sync(() => database.close())
)
const follow = Effect.gen(function*() {
  const store = yield* EventStore
  yield* Effect.forkScoped(Stream.runDrain(store.subscribe({ families: [Notes] })))
}).pipe(Effect.provide(EventStore.layer.pipe(
  Layer.provide([SqliteEventStore.layer({ filename, connection: "own" }), KeyVault.layerNone])
)))
const reader = reading === "snapshot" ? hold : reading === "subscriber" ? follow : Effect.void

const measure = Effect.gen(function*() {
  const driver = yield* SqliteEventStore.make({ filename })
  let largest = 0
  const second = Effect.gen(function*() {
    for (let n = 0; n < Number(perSecond); n++) {
      const id = `${process.hrtime.bigint()}`
      yield* driver.commit(Commits.commit(id, [Commits.append(`note-${n % 100}`, Expected.any, "x".repeat(300))]))
    }
    largest = Math.max(largest, megabytes())
  })
  const pace = { schedule: Schedule.fixed("1 second"), times: Number(seconds) - 1 }
  yield* Effect.scoped(Effect.andThen(reader, Effect.repeat(second, pace)))
  const held = megabytes()
  yield* second
  yield* Effect.sleep("2 seconds")
  const commits = (Number(seconds) + 1) * Number(perSecond)
  console.log(
    `${reading}: ${commits} commits, largest ${largest} MB, ${held} MB at the end, ${megabytes()} MB a moment later`
  )
})

await Effect.runPromise(Effect.scoped(measure))
