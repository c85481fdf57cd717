import { EventStore } from "@dateline/eventsourcing/EventStore"
import type { EventStoreDriver } from "@dateline/eventsourcing/EventStoreDriver"
import * as Expected from "@dateline/eventsourcing/Expected"
import { KeyVault } from "@dateline/eventsourcing/KeyVault"
import * as Position from "@dateline/eventsourcing/Position"
import { Commits } from "@dateline/eventsourcing/testing"
import { assert, describe, it } from "@effect/vitest"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Stream from "effect/Stream"
import * as fs from "node:fs"
import * as path from "node:path"
import { connect } from "../src/internal/connection.ts"
import { storeFormat } from "../src/internal/storeFormat.ts"
import { look, most } from "../src/internal/walWatch.ts"
import * as SqliteEventStore from "../src/SqliteEventStore.ts"
import { walBytes } from "../src/SqliteMetrics.ts"
import { Notes } from "./crash/Notes.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

type Driver = EventStoreDriver["Service"]

const inFolder = Effect.map(temporaryFolder, (folder) => path.join(folder, "newsroom.db"))
const megabyte = 1024 * 1024
const walOf = (filename: string) => fs.statSync(`${filename}-wal`).size

/** Writes so many megabytes, one in a commit. */
const write = (driver: Driver, from: number, to: number) =>
  Effect.forEach(
    Array.from({ length: to - from }, (_, n) => from + n),
    (n) => driver.commit(Commits.commit(`c${n}`, [Commits.append("note-1", Expected.any, "x".repeat(megabyte))])),
    { discard: true }
  )

describe("the write-ahead log", () => {
  it.live("stays small while nobody reads for long", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const driver = yield* SqliteEventStore.make({ filename, durability: "os" })
      yield* write(driver, 0, 60)
      assert.isAtMost(walOf(filename), 16 * megabyte)
    }))

  it.live("grows while one moment of the file is being read, and is emptied once that is over", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const driver = yield* SqliteEventStore.make({ filename, durability: "os" })
      const { database } = yield* connect({ filename, format: storeFormat })
      yield* write(driver, 0, 1)
      const reader = new Database(filename, { readonly: true })
      reader.exec("BEGIN; SELECT count(*) FROM events")
      yield* write(driver, 1, 50)
      const grown = walOf(filename)
      assert.isAbove(grown, most)
      assert.isAtLeast(look(database), grown, "nothing can be done, and nothing waits")
      assert.strictEqual(database.pragma("busy_timeout", { simple: true }), 100)
      assert.strictEqual(
        (yield* driver.commit(Commits.commit("more", [Commits.append("note-2", Expected.any, "x")])))._tag,
        "Committed"
      )
      reader.close()
      assert.strictEqual(look(database), 0)
      assert.strictEqual(walOf(filename), 0)
    }))

  it.live("is not held by a subscriber that has stopped in the middle of a page", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const driver = SqliteEventStore.layer({ filename, durability: "os" })
      yield* Effect.gen(function*() {
        const [store, log] = [yield* EventStore, yield* SqliteEventStore.make({ filename, connection: "own" })]
        yield* write(log, 0, 3)
        const [read, never] = [yield* Latch.make(), yield* Latch.make()]
        yield* Effect.forkScoped(Stream.runForEach(store.subscribe({ families: [Notes], pageSize: 1 }), () =>
          Effect.andThen(read.open, never.await)))
        yield* read.await
        const { database } = yield* connect({ filename, format: storeFormat, connection: "own" })
        yield* write(log, 3, 50)
        assert.deepStrictEqual(database.pragma("wal_checkpoint(TRUNCATE)"), [{ busy: 0, log: 0, checkpointed: 0 }])
        assert.isAtMost(walOf(filename), 16 * megabyte)
      }).pipe(Effect.provide(Layer.provideMerge(EventStore.layer, Layer.merge(driver, KeyVault.layerNone))))
    }))

  it.live("is measured: a gauge has its size, by file", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const driver = yield* SqliteEventStore.make({ filename })
      yield* write(driver, 0, 2)
      yield* SqliteEventStore.make({ filename }) // whoever opens looks at once
      const { value } = yield* Metric.value(Metric.withAttributes(walBytes, { file: fs.realpathSync(filename) }))
      assert.strictEqual(value, walOf(filename))
      assert.isAbove(walOf(filename), 2 * megabyte)
      assert.strictEqual(yield* driver.head, Position.make(2))
    }))
})
