import type { Direction, EventStoreDriver } from "@dateline/eventsourcing/EventStoreDriver"
import * as Expected from "@dateline/eventsourcing/Expected"
import type { Query } from "@dateline/eventsourcing/Query"
import { Commits } from "@dateline/eventsourcing/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { spawn } from "node:child_process"
import { once } from "node:events"
import * as path from "node:path"
import { connect } from "../src/internal/connection.ts"
import { storeFormat } from "../src/internal/storeFormat.ts"
import * as SqliteEventStore from "../src/SqliteEventStore.ts"
import * as SqliteViewStore from "../src/SqliteViewStore.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

type Driver = EventStoreDriver["Service"]

const inFolder = Effect.map(temporaryFolder, (folder) => path.join(folder, "newsroom.db"))
const note = (id: string, text = id, stream = "note-1") =>
  Commits.commit(id, [Commits.append(stream, Expected.any, text)])

const written = (driver: Driver, ids: ReadonlyArray<string>) =>
  Effect.forEach(ids, (id) => Effect.exit(driver.commit(note(id))), { concurrency: "unbounded" })

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n + 1)

describe("SqliteEventStore", () => {
  it.live("programs that write the same file at once lose nothing, and number everything without a gap", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const driver = yield* SqliteEventStore.make({ filename })
      const [programs, commits] = [3, 150]
      const children = numbers(programs).map((n) =>
        spawn(
          process.execPath,
          [
            "--conditions=source",
            path.join(import.meta.dirname, "support/writeNotes.ts"),
            filename,
            `p${n}`,
            String(commits)
          ],
          { stdio: ["ignore", "ignore", "inherit"] }
        )
      )
      const exits = yield* Effect.promise(() => Promise.all(children.map((child) => once(child, "exit"))))
      assert.deepStrictEqual(exits.map(([code]) => code), [0, 0, 0])
      const events = yield* Commits.all(driver)
      assert.deepStrictEqual(events.map(({ position }) => position), numbers(programs * commits * 2))
      const shared = events.filter(({ stream }) => stream === "note-shared")
      assert.deepStrictEqual(shared.map(({ version }) => version), numbers(programs * commits))
      const ids = numbers(programs).flatMap((n) => numbers(commits).map((commit) => `p${n} ${commit}`))
      assert.deepStrictEqual(shared.map(({ commit }) => commit.id).toSorted(), ids.toSorted())
    }))

  it.live("a listener is told of commits that another connection made", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const driver = yield* SqliteEventStore.make({ filename })
      const elsewhere = yield* SqliteEventStore.make({ filename, connection: "own" })
      const told = yield* Effect.forkChild(Stream.runHead(driver.changed), { startImmediately: true })
      yield* elsewhere.commit(note("one"))
      assert.isTrue(Option.isSome(yield* Fiber.join(told)))
    }))

  it.live("views that are written to the same file are no news of the log", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const driver = yield* SqliteEventStore.make({ filename })
      const views = yield* SqliteViewStore.make({ filename, connection: "own" })
      const hints: Array<string> = []
      const listen = Stream.runForEach(driver.changed, () => Effect.sync(() => hints.push("hint")))
      const listener = yield* Effect.forkChild(listen, { startImmediately: true })
      yield* views.define({ name: "notes", revision: 1, build: 0 }, [])
      yield* Effect.sleep("60 millis")
      assert.deepStrictEqual(hints, [])
      yield* Fiber.interrupt(listener)
    }))

  it.effect("a commit waits for the disk, also after views that did not were written on the same connection", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const [safe, views] = yield* Effect.all([SqliteEventStore.make({ filename }), SqliteViewStore.make({ filename })])
      const fast = yield* SqliteEventStore.make({ filename, durability: "os" })
      const { database } = yield* connect({ filename, format: storeFormat })
      const level = () => database.pragma("synchronous", { simple: true })
      yield* views.define({ name: "notes", revision: 1, build: 0 }, [])
      assert.strictEqual(level(), 1)
      yield* safe.commit(note("one"))
      assert.strictEqual(level(), 2)
      yield* fast.commit(note("two"))
      assert.strictEqual(level(), 1)
      yield* safe.commit(note("three"))
      assert.strictEqual(level(), 2)
    }))

  it.effect("a full disk is a fault that may pass; nothing of its batch is there, and later commits go on", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const driver = yield* SqliteEventStore.make({ filename })
      const { database } = yield* connect({ filename, format: storeFormat })
      yield* driver.commit(note("first"))
      const pages = database.pragma("page_count", { simple: true })
      database.pragma(`max_page_count = ${String(pages)}`)
      const batch = [note("small"), note("large", "x".repeat(1_000_000)), note("new stream", "y", "note-2")]
      const faults = yield* Effect.forEach(batch, (one) => Effect.flip(driver.commit(one)), {
        concurrency: "unbounded"
      })
      for (const fault of faults) {
        assert.strictEqual(fault._tag, "StoreFault")
        assert.isTrue(fault._tag === "StoreFault" && fault.retryable)
      }
      assert.strictEqual((yield* Commits.all(driver)).length, 1)
      // A stream that was given its number in a transaction that was undone has none.
      const heavy = { ...note("heavy", "z", "note-3"), metadata: JSON.stringify({ text: "x".repeat(1_000_000) }) }
      assert.strictEqual((yield* Effect.flip(driver.commit(heavy)))._tag, "StoreFault")
      database.pragma("max_page_count = 4294967294")
      yield* driver.commit(note("elsewhere", "y", "note-4"))
      assert.strictEqual((yield* driver.commit(heavy))._tag, "Committed")
      assert.strictEqual((yield* Commits.ofStream(driver, "note-4")).length, 1)
      assert.strictEqual((yield* Commits.ofStream(driver, "note-3"))[0]?.stream, "note-3")
      for (const one of batch) assert.strictEqual((yield* driver.commit(one))._tag, "Committed")
      const events = yield* Commits.all(driver)
      const places = events.map(({ position, stream, version }) => `${position} ${stream}@${version}`)
      assert.deepStrictEqual(places, [
        "1 note-1@1",
        "2 note-4@1",
        "3 note-3@1",
        "4 note-1@2",
        "5 note-1@3",
        "6 note-2@1"
      ])
    }))

  it.effect("a writer that finds the file locked for long is refused, and may try again", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const driver = yield* SqliteEventStore.make({ filename })
      const { database } = yield* connect({ filename, format: storeFormat, connection: "own" })
      database.exec("BEGIN IMMEDIATE")
      const fault = yield* Effect.flip(driver.commit(note("one")))
      assert.isTrue(fault._tag === "StoreFault" && fault.retryable)
      database.exec("ROLLBACK")
      assert.strictEqual((yield* driver.commit(note("one")))._tag, "Committed")
    }), 20_000)

  it.effect("rare events are found in a long log, in both directions, page by page", () =>
    Effect.gen(function*() {
      const driver = yield* SqliteEventStore.make({ filename: yield* inFolder, durability: "os" })
      const common = numbers(9000).map((n) => Commits.event(String(n)))
      const rare = { ...Commits.event("rare", ["rare"]), type: "Marked" }
      yield* Effect.forEach(numbers(10), (n) =>
        driver.commit(Commits.commit(`c${n}`, [{
          stream: `note-${n}`,
          expected: Expected.any,
          events: n === 1 || n === 9 ? [rare, ...common] : [Commits.event("0"), ...common]
        }])))
      const found = (query: Query, direction: Direction) =>
        Effect.map(
          Stream.runCollect(driver.readAll({ query, direction, pageSize: 1 })),
          (chunks): ReadonlyArray<unknown> => [
            chunks.flatMap(({ events }) => events.map((event) => event.position)),
            chunks.at(-1)?.through
          ]
        )
      const [first, second] = [1, 8 * 9001 + 1]
      for (
        const query of [[{ types: ["Marked"] }], [{ tags: ["rare"] }], [{ tags: ["no"] }, {
          types: ["Marked"]
        }]] as const
      ) {
        assert.deepStrictEqual(yield* found(query, "forward"), [[first, second], 90_010])
        assert.deepStrictEqual(yield* found(query, "backward"), [[second, first], 0])
      }
      assert.deepStrictEqual(yield* found([{ types: ["None"] }], "forward"), [[], 90_010])
    }))

  it.effect("several logs in one file know nothing of each other", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const [one, two] = yield* Effect.all([
        SqliteEventStore.make({ filename, log: "one" }),
        SqliteEventStore.make({ filename, log: "two" })
      ])
      assert.notStrictEqual(one.log.id, two.log.id)
      yield* written(one, ["a", "b"])
      yield* written(two, ["a", "c", "d"])
      const ids = (driver: Driver) =>
        Effect.map(Commits.all(driver), (events) => events.map(({ commit, position }) => `${position} ${commit.id}`))
      assert.deepStrictEqual(yield* ids(one), ["1 a", "2 b"])
      assert.deepStrictEqual(yield* ids(two), ["1 a", "2 c", "3 d"])
      const backward = yield* Stream.runCollect(two.readAll({ direction: "backward", query: [{ types: ["Noted"] }] }))
      assert.deepStrictEqual(backward.flatMap(({ events }) => events.map(({ position }) => position)), [3, 2, 1])
      assert.deepStrictEqual([yield* one.head, yield* two.head], [2, 3])
    }))

  it.effect("text that SQLite would change is refused, and a commit beside it is not", () =>
    Effect.gen(function*() {
      const driver = yield* SqliteEventStore.make({ filename: yield* inFolder })
      const broken = note("broken")
      const tagged = { ...Commits.event("x", ["\ud800"]), type: "Noted" }
      const [refused, made] = yield* Effect.all([
        Effect.flip(
          driver.commit({ ...broken, appends: [{ stream: "note-1", expected: Expected.any, events: [tagged] }] })
        ),
        driver.commit(note("whole"))
      ], { concurrency: "unbounded" })
      assert.include(refused.message, "a tag contains half of a surrogate pair")
      assert.strictEqual(made._tag, "Committed")
    }))
})
