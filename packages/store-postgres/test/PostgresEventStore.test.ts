import type { Direction, EventStoreDriver } from "@dateline/eventsourcing/EventStoreDriver"
import * as Expected from "@dateline/eventsourcing/Expected"
import type { Query } from "@dateline/eventsourcing/Query"
import { Commits } from "@dateline/eventsourcing/testing"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { spawn } from "node:child_process"
import { once } from "node:events"
import * as path from "node:path"
import * as PostgresEventStore from "../src/PostgresEventStore.ts"
import { describePostgres, newPlace } from "./support/database.ts"
import { holdCommits } from "./support/hold.ts"
import { numbers } from "./support/numbers.ts"
import { execute, openSession } from "./support/statements.ts"

type Driver = EventStoreDriver["Service"]

const note = (id: string, text = id, stream = "note-1") =>
  Commits.commit(id, [Commits.append(stream, Expected.any, text)])

const places = (driver: Driver) =>
  Effect.map(Commits.all(driver), (events) => events.map(({ commit, position }) => `${position} ${commit.id}`))

describePostgres("PostgresEventStore", () => {
  it.live(
    "four programs of 64 fibers that append at once lose nothing, and number everything without a gap",
    () =>
      Effect.gen(function*() {
        const place = yield* newPlace
        const [programs, commits] = [4, 500]
        const program = path.join(import.meta.dirname, "support/writeNotes.ts")
        // The first to come makes the tables, and the others come at the same time.
        const children = numbers(programs).map((n) =>
          spawn(
            process.execPath,
            ["--conditions=source", program, place.url, place.schema, `p${n}`, String(commits)],
            { stdio: ["ignore", "ignore", "inherit"] }
          )
        )
        const exits = yield* Effect.promise(() => Promise.all(children.map((child) => once(child, "exit"))))
        assert.deepStrictEqual(exits.map(([code]) => code), [0, 0, 0, 0])
        const events = yield* Commits.all(yield* PostgresEventStore.make(place))
        assert.deepStrictEqual(events.map(({ position }) => position), numbers(programs * commits * 2))
        const shared = events.filter(({ stream }) => stream === "note-shared")
        assert.deepStrictEqual(shared.map(({ version }) => version), numbers(programs * commits))
        const ids = numbers(programs).flatMap((n) => numbers(commits).map((commit) => `p${n}-${commit}`))
        assert.deepStrictEqual(shared.map(({ commit }) => commit.id).toSorted(), ids.toSorted())
      }),
    60_000
  )

  it.live(
    "a commit that is slow to end is not passed by: what comes later has a later position, and waits for it",
    () =>
      Effect.gen(function*() {
        const place = yield* newPlace
        const [slow, reader] = [yield* PostgresEventStore.make(place), yield* PostgresEventStore.make(place)]
        const fast = yield* PostgresEventStore.make({ ...place, applicationName: "fast" })
        yield* slow.commit(note("before"))
        const { reached, release } = yield* holdCommits(place)
        const held = yield* Effect.forkChild(slow.commit(note("slow", "x", "note-slow")), { startImmediately: true })
        yield* reached
        const other = yield* Effect.forkChild(fast.commit(note("fast", "y", "note-fast")), { startImmediately: true })
        const waiting = execute(
          place.url,
          "SELECT FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock'",
          ["fast"]
        )
        yield* Effect.repeat(waiting, { until: (rows) => rows.length > 0 })
        // A sequence would show the reader "3 fast" now, and "2 slow" never.
        assert.deepStrictEqual(yield* places(reader), ["1 before"])
        assert.strictEqual(yield* reader.head, 1)
        yield* release
        yield* Fiber.join(held)
        yield* Fiber.join(other)
        assert.deepStrictEqual(yield* places(reader), ["1 before", "2 slow", "3 fast"])
      }),
    30_000
  )

  it.live("a commit that finds another version leaves its connection as it was", () =>
    Effect.gen(function*() {
      const place = yield* newPlace
      const driver = yield* PostgresEventStore.make({
        ...place,
        applicationName: place.schema,
        maxConnections: 1,
        listen: false
      })
      yield* driver.commit(note("one"))
      const backend = "SELECT pid, backend_start FROM pg_stat_activity WHERE application_name = $1"
      const before = yield* execute(place.url, backend, [place.schema])
      assert.strictEqual(before.length, 1)
      for (const n of numbers(200)) {
        const wrong = Commits.commit(`wrong-${n}`, [Commits.append("note-1", Expected.noStream, "x")])
        assert.strictEqual((yield* driver.commit(wrong))._tag, "Conflict")
      }
      assert.strictEqual((yield* driver.commit(note("two")))._tag, "Committed")
      assert.deepStrictEqual(yield* execute(place.url, backend, [place.schema]), before)
    }))

  it.live("a log that another transaction holds for too long is a fault that may pass, in words that say so", () =>
    Effect.gen(function*() {
      const place = yield* newPlace
      const driver = yield* PostgresEventStore.make({ ...place, lockTimeout: "50 millis" })
      const session = yield* openSession(place.url)
      yield* session("BEGIN")
      yield* session(`SELECT head FROM "${place.schema}".logs FOR UPDATE`)
      const fault = yield* Effect.flip(driver.commit(note("one")))
      assert.isTrue(fault._tag === "StoreFault" && fault.retryable)
      assert.include(fault.message, "another transaction holds the log, the view or the keys, and did not end in time")
      yield* session("ROLLBACK")
      assert.strictEqual((yield* driver.commit(note("one")))._tag, "Committed")
    }))

  it.live("a listener is told of commits that another connection made, also after its own connection was lost", () =>
    Effect.gen(function*() {
      const place = yield* newPlace
      const driver = yield* PostgresEventStore.make({ ...place, applicationName: "listener" })
      const elsewhere = yield* PostgresEventStore.make(place)
      const cut =
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND application_name = 'listener'`
      for (const round of ["first", "second"]) {
        const told = yield* Effect.forkChild(Stream.runHead(driver.changed), { startImmediately: true })
        yield* elsewhere.commit(note(round))
        yield* Fiber.join(told)
        yield* execute(place.url, cut)
      }
    }))

  it.live("rare events are found in a long log, in both directions, page by page", () =>
    Effect.gen(function*() {
      const driver = yield* PostgresEventStore.make(yield* newPlace)
      const common = numbers(9000).map((n) => Commits.event(String(n)))
      const rare = { ...Commits.event("rare", ["rare"]), type: "Marked" }
      yield* Effect.forEach(numbers(12), (n) =>
        driver.commit(Commits.commit(`c${n}`, [{
          stream: `note-${n}`,
          expected: Expected.any,
          events: n === 1 || n === 11 ? [rare, ...common] : [Commits.event("0"), ...common]
        }])))
      const found = (query: Query, direction: Direction) =>
        Effect.map(
          Stream.runCollect(driver.readAll({ query, direction, pageSize: 1 })),
          (chunks): ReadonlyArray<unknown> => [
            chunks.flatMap(({ events }) => events.map((event) => event.position)),
            chunks.at(-1)?.through
          ]
        )
      const [first, second, last] = [1, 10 * 9001 + 1, 12 * 9001]
      for (
        const query of [[{ types: ["Marked"] }], [{ tags: ["rare"] }], [{ tags: ["no"] }, {
          types: ["Marked"]
        }], [{ tags: ["rare"], types: ["Marked"] }, { tags: ["rare"] }]] as const
      ) {
        assert.deepStrictEqual(yield* found(query, "forward"), [[first, second], last])
        assert.deepStrictEqual(yield* found(query, "backward"), [[second, first], 0])
      }
      assert.deepStrictEqual(yield* found([{ types: ["None"] }], "forward"), [[], last])
    }), 60_000)

  it.live("several logs in one schema know nothing of each other", () =>
    Effect.gen(function*() {
      const place = yield* newPlace
      const one = yield* PostgresEventStore.make({ ...place, log: "one" })
      const two = yield* PostgresEventStore.make({ ...place, log: "two" })
      assert.notStrictEqual(one.log.id, two.log.id)
      for (const id of ["a", "b"]) yield* one.commit(note(id))
      for (const id of ["a", "c", "d"]) yield* two.commit(note(id))
      assert.deepStrictEqual(yield* places(one), ["1 a", "2 b"])
      assert.deepStrictEqual(yield* places(two), ["1 a", "2 c", "3 d"])
      const backward = yield* Stream.runCollect(two.readAll({ direction: "backward", query: [{ types: ["Noted"] }] }))
      assert.deepStrictEqual(backward.flatMap(({ events }) => events.map(({ position }) => position)), [3, 2, 1])
      assert.deepStrictEqual([yield* one.head, yield* two.head], [2, 3])
    }))

  it.live("a store works with a client that the program has already", () =>
    Effect.gen(function*() {
      const { schema, url } = yield* newPlace
      const client = yield* Effect.provide(PgClient.make({ url: Redacted.make(url) }), Reactivity.layer)
      const driver = yield* PostgresEventStore.make({ client, schema })
      yield* driver.commit(note("one"))
      assert.deepStrictEqual(yield* places(driver), ["1 one"])
      assert.deepStrictEqual(yield* client`SELECT 1 AS still`, [{ still: 1 }])
    }))
})
