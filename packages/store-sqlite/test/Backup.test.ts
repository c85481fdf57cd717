import { EventStore } from "@dateline/eventsourcing/EventStore"
import type { EventStoreDriver } from "@dateline/eventsourcing/EventStoreDriver"
import * as Expected from "@dateline/eventsourcing/Expected"
import * as KeyVault from "@dateline/eventsourcing/KeyVault"
import * as Position from "@dateline/eventsourcing/Position"
import * as Projector from "@dateline/eventsourcing/Projector"
import { Commits } from "@dateline/eventsourcing/testing"
import { verifyLog } from "@dateline/eventsourcing/Verify"
import * as Views from "@dateline/eventsourcing/Views"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as fs from "node:fs"
import * as path from "node:path"
import * as Backup from "../src/Backup.ts"
import * as Integrity from "../src/Integrity.ts"
import * as SqliteEventStore from "../src/SqliteEventStore.ts"
import * as SqliteKeyVault from "../src/SqliteKeyVault.ts"
import * as SqliteViewStore from "../src/SqliteViewStore.ts"
import { request, Tallies } from "./crash/Notes.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

type Driver = EventStoreDriver["Service"]

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n + 1)
const note = (id: string, length = 10) =>
  Commits.commit(id, [Commits.append("note-1", Expected.any, `text of ${id} ${"x".repeat(length)}`)])

const names = Effect.map(temporaryFolder, (folder) => ({
  folder,
  filename: path.join(folder, "newsroom.db"),
  to: path.join(folder, "copy.db")
}))

/** A log of so many events, closed. */
const logOf = Effect.fnUntraced(function*(filename: string, count: number, length = 10) {
  const driver = yield* SqliteEventStore.make({ filename, durability: "os" })
  yield* Effect.forEach(numbers(count), (n) => driver.commit(note(`c${n}`, length)), { concurrency: "unbounded" })
  return driver.log
}, Effect.scoped)

const toRead = (filename: string) => SqliteEventStore.make({ filename, access: "read", connection: "own" })
const idsOf = (driver: Driver) =>
  Effect.map(Commits.all(driver), (events) => events.map(({ commit }) => `${commit.id}`))

describe("Backup.ofLog", () => {
  it.live(
    "copies one moment of a log that this program and another connection go on writing",
    () =>
      Effect.gen(function*() {
        const { filename, to } = yield* names
        yield* logOf(filename, 1000, 20_000)
        const driver = yield* SqliteEventStore.make({ filename })
        const elsewhere = yield* SqliteEventStore.make({ filename, connection: "own" })
        const copying = yield* Effect.forkChild(Backup.ofLog({ filename, to }), { startImmediately: true })
        let written = 0
        while (copying.pollUnsafe() === undefined) {
          yield* (written % 2 === 0 ? driver : elsewhere).commit(note(`later ${++written}`))
          yield* Effect.promise(() => new Promise((resolve) => void setImmediate(resolve)))
        }
        yield* Fiber.join(copying)
        assert.isAtLeast(written, 4)
        const copy = yield* toRead(to)
        // Whole commits up to one moment after the copying was begun: nothing of it is new, and nothing old is missing.
        const copied = yield* idsOf(copy)
        assert.deepStrictEqual(copied, (yield* idsOf(driver)).slice(0, copied.length))
        assert.isTrue(copied.length >= 1000 && copied.length < 1000 + written)
        assert.strictEqual((yield* verifyLog(copy)).commits, copied.length)
        assert.deepStrictEqual(yield* Integrity.check(to), [])
        assert.strictEqual(copy.log.id, driver.log.id)
      }),
    30_000
  )

  it.live("makes one file, for its owner only, that is read where nothing else can be written", () =>
    Effect.gen(function*() {
      const { filename, folder, to } = yield* names
      yield* logOf(filename, 3)
      yield* Backup.ofLog({ filename, to })
      assert.strictEqual(fs.statSync(to).mode & 0o777, 0o600)
      assert.deepStrictEqual(yield* Effect.scoped(Effect.flatMap(toRead(to), idsOf)), ["c1", "c2", "c3"])
      assert.deepStrictEqual(fs.readdirSync(folder).filter((file) => file.startsWith("copy")), ["copy.db"])
    }))

  it.live("overwrites nothing, and leaves nothing of a copy that failed or was interrupted", () =>
    Effect.gen(function*() {
      const { filename, folder, to } = yield* names
      const copies = () => fs.readdirSync(folder).filter((file) => file.startsWith("copy"))
      const missing = yield* Effect.flip(Backup.ofLog({ filename, to }))
      assert.include(missing.message, "there is no such file")
      assert.deepStrictEqual(copies(), [])
      yield* logOf(filename, 3000, 1000)
      const copying = yield* Effect.forkChild(Backup.ofLog({ filename, to }), { startImmediately: true })
      yield* Fiber.interrupt(copying)
      assert.deepStrictEqual(copies(), [])
      fs.writeFileSync(to, "mine")
      const refusal = yield* Effect.flip(Backup.ofLog({ filename, to }))
      assert.include(refusal.message, "there is a file already")
      assert.strictEqual(fs.readFileSync(to, "utf8"), "mine")
    }))

  it.live("refuses a file that is damaged, wherever the damage is", () =>
    Effect.gen(function*() {
      const { filename, folder, to } = yield* names
      yield* logOf(filename, 300, 200)
      const bytes = fs.readFileSync(filename)
      const page = Math.floor(bytes.indexOf("text of c200 ") / 8192) * 8192
      fs.writeFileSync(filename, bytes.fill(0xff, page, page + 64))
      const fault = yield* Effect.flip(Backup.ofLog({ filename, to }))
      assert.match(fault.message, /malformed|page/i)
      assert.deepStrictEqual(fs.readdirSync(folder).filter((file) => file.startsWith("copy")), [])
    }))

  it.live("copies no view that it is told to leave out, not even its bytes", () =>
    Effect.gen(function*() {
      const { filename, to } = yield* names
      yield* logOf(filename, 1)
      const views = yield* SqliteViewStore.make({ filename })
      const log = { log: "inbox", epoch: "1", position: Position.start }
      for (const name of ["threads", "inbox"]) {
        const view = { name, revision: 1, build: 0 }
        yield* views.define(view, [])
        const upserts = new Map([["key", `what ${name} shows`]])
        const fence = 0
        yield* views.apply([{
          view,
          fence,
          from: log,
          to: { ...log, position: Position.make(1) },
          upserts,
          deletes: []
        }])
      }
      yield* Backup.ofLog({ filename, to, withoutViews: ["threads", "of no such name"] })
      const bytes = fs.readFileSync(to, "latin1")
      assert.deepStrictEqual([bytes.includes("what threads shows"), bytes.includes("what inbox shows")], [false, true])
    }))
})

describe("a copy that is opened to be written", () => {
  const follow = Effect.fnUntraced(function*(filename: string, run: number, commits: number) {
    const stores = Layer.mergeAll(
      SqliteEventStore.layer({ filename }),
      SqliteViewStore.layer({ filename }),
      KeyVault.KeyVault.layerNone
    )
    return yield* Effect.gen(function*() {
      const store = yield* EventStore
      for (let n = 0; n < commits; n++) yield* store.commit(request(run, 1, n))
      yield* Projector.catchUp({ projections: [Tallies] })
      const { log } = store
      const tally = yield* Views.get(Tallies, "w1")
      return { log, count: Option.match(tally, { onNone: () => 0, onSome: ({ count }) => count }) }
    }).pipe(Effect.provide(Layer.provideMerge(EventStore.layer, stores)))
  })

  it.live("goes on in an epoch that no other has had, with the views that it brought along", () =>
    Effect.gen(function*() {
      const { filename, folder, to } = yield* names
      const before = yield* follow(filename, 1, 6)
      yield* Backup.ofLog({ filename, to })
      const again = path.join(folder, "again.db")
      fs.copyFileSync(to, again)
      assert.strictEqual((yield* Effect.scoped(toRead(to))).log.epoch, "copy")
      const [one, two] = [yield* follow(to, 2, 6), yield* follow(again, 2, 6)]
      assert.deepStrictEqual([one.log.id, two.log.id], [before.log.id, before.log.id])
      assert.strictEqual(new Set([before.log.epoch, one.log.epoch, two.log.epoch, "copy"]).size, 4)
      assert.strictEqual(one.count, 2 * before.count)
      assert.strictEqual((yield* follow(to, 3, 0)).log.epoch, one.log.epoch)
    }))

  it.live("refuses those who followed the log, at once, though it has come to their position again", () =>
    Effect.gen(function*() {
      const { filename, to } = yield* names
      yield* logOf(filename, 3)
      yield* Backup.ofLog({ filename, to })
      const driver = yield* SqliteEventStore.make({ filename })
      yield* driver.commit(note("lost"))
      const copy = yield* SqliteEventStore.make({ filename: to })
      yield* copy.commit(note("another"))
      const store = yield* Effect.provide(
        EventStore,
        EventStore.layer.pipe(
          Layer.provide([KeyVault.KeyVault.layerNone, SqliteEventStore.layer({ filename: to })])
        )
      )
      const checkpoint = { log: driver.log.id, epoch: driver.log.epoch, position: Position.make(4) }
      assert.strictEqual(yield* store.head, 4)
      const refusal = yield* Effect.flip(Stream.runHead(store.subscribe({ after: checkpoint, families: [] })))
      assert.strictEqual(refusal._tag, "CheckpointFromElsewhere")
    }))
})

describe("Backup.restoreLog", () => {
  it.live("puts any whole copy in place, keeps what was there with its companions, and begins a new epoch", () =>
    Effect.gen(function*() {
      const { filename, folder, to } = yield* names
      const { epoch, id } = yield* logOf(filename, 3)
      fs.copyFileSync(filename, to) // nobody had it open: a copy by other means
      yield* logOf(filename, 5)
      fs.writeFileSync(`${filename}-wal`, "of the file that was there")
      const { replaced } = yield* Backup.restoreLog({ from: to, filename })
      assert.strictEqual(replaced, `${filename}.replaced-1`)
      assert.strictEqual(fs.readFileSync(`${replaced}-wal`, "utf8"), "of the file that was there")
      const driver = yield* SqliteEventStore.make({ filename })
      assert.deepStrictEqual([yield* idsOf(driver), driver.log.id], [["c1", "c2", "c3"], id])
      assert.notStrictEqual(driver.log.epoch, epoch)
      assert.isFalse(fs.existsSync(path.join(folder, "newsroom.db.restored")))
    }))

  it.live("leaves the log alone when the copy is not whole", () =>
    Effect.gen(function*() {
      const { filename, folder, to } = yield* names
      yield* logOf(filename, 300)
      fs.writeFileSync(to, fs.readFileSync(filename).subarray(0, 5 * 8192))
      const logs = () => fs.readdirSync(folder).filter((file) => file.startsWith("newsroom"))
      assert.strictEqual((yield* Effect.flip(Backup.restoreLog({ from: to, filename })))._tag, "StoreFault")
      assert.deepStrictEqual(logs(), ["newsroom.db"])
      assert.strictEqual((yield* idsOf(yield* toRead(filename))).length, 300)
    }))
})

describe("copies of keys and of the ledger of erasures", () => {
  it.live("open what was sealed, and keep forgotten who was forgotten before the ledger was copied", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const [filename, ledger] = [path.join(folder, "keys.db"), path.join(folder, "erasures.db")]
      const masterKey = new Uint8Array(32).fill(7)
      const keysCopy = path.join(folder, "keys.copy")
      const ledgerCopy = path.join(folder, "erasures.copy")
      const vault = yield* SqliteKeyVault.make({ filename, ledger, masterKey })
      yield* Backup.ofKeys({ filename, to: keysCopy })
      yield* vault.forget("subject-1")
      yield* Backup.ofErasures({ filename: ledger, to: ledgerCopy })
      const restored = yield* SqliteKeyVault.make({ filename: keysCopy, ledger: ledgerCopy, masterKey })
      assert.strictEqual(restored.id, vault.id)
      assert.deepStrictEqual(
        [yield* restored.isForgotten("subject-1"), yield* restored.isForgotten("subject-2")],
        [true, false]
      )
    }))
})
