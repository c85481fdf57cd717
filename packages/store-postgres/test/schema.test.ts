import * as Expected from "@dateline/eventsourcing/Expected"
import * as Position from "@dateline/eventsourcing/Position"
import { Commits } from "@dateline/eventsourcing/testing"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import { startServerWith } from "../../../scripts/postgres/Server.ts"
import * as PostgresEventStore from "../src/PostgresEventStore.ts"
import * as PostgresRestore from "../src/PostgresRestore.ts"
import * as PostgresViewStore from "../src/PostgresViewStore.ts"
import { describePostgres, newPlace } from "./support/database.ts"
import { numbers } from "./support/numbers.ts"
import { openProxy } from "./support/proxy.ts"
import { execute } from "./support/statements.ts"

interface Place {
  readonly url: string
  readonly schema: string
}

const note = (id: string) => Commits.commit(id, [Commits.append("note-1", Expected.any, id)])

const columns = `
  SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = to_regnamespace($1) AND a.attnum > 0
  ORDER BY c.relname, a.attnum`

/** Every table, index and sequence of a schema with its columns, every function, and what it says of its age. */
const contentsOf = Effect.fnUntraced(function*({ schema, url }: Place) {
  const name = `"${schema}"`
  return [
    yield* execute(url, columns, [name]),
    yield* execute(url, "SELECT proname FROM pg_proc WHERE pronamespace = to_regnamespace($1) ORDER BY 1", [name]),
    yield* execute(url, `SELECT part, version FROM ${name}.formats ORDER BY part`)
  ]
})

const open = (place: Place) =>
  Effect.scoped(Effect.andThen(PostgresEventStore.make({ ...place, listen: false }), PostgresViewStore.make(place)))

describePostgres("a schema", () => {
  it.live("is completed by the next start, wherever the one before was interrupted", () =>
    Effect.gen(function*() {
      const undisturbed = yield* newPlace
      yield* open(undisturbed)
      const wanted = yield* contentsOf(undisturbed)
      let cuts = 0
      for (let ended = false; !ended; cuts++) {
        const place = yield* newPlace
        const proxy = yield* openProxy(place.url)
        proxy.cutAfter(cuts)
        ended = Exit.isSuccess(yield* Effect.exit(open({ ...place, url: proxy.url })))
        yield* open(place)
        assert.deepStrictEqual(yield* contentsOf(place), wanted, `cut at question ${cuts}`)
      }
      assert.isAtLeast(cuts, 30, "it was cut between all of its statements")
    }), 60_000)

  it.live("is made once by programs that start at the same time", () =>
    Effect.gen(function*() {
      const [undisturbed, place] = [yield* newPlace, yield* newPlace]
      yield* open(undisturbed)
      const drivers = yield* Effect.forEach(numbers(12), () => PostgresEventStore.make({ ...place, listen: false }), {
        concurrency: "unbounded"
      })
      yield* Effect.forEach(numbers(12), () => Effect.scoped(PostgresViewStore.make(place)), {
        concurrency: "unbounded"
      })
      assert.strictEqual(new Set(drivers.map(({ log }) => log.id)).size, 1)
      assert.deepStrictEqual(yield* contentsOf(place), yield* contentsOf(undisturbed))
    }), 30_000)

  it.live("that a newer version made is refused, in one sentence", () =>
    Effect.gen(function*() {
      const place = yield* newPlace
      yield* open(place)
      yield* execute(place.url, `UPDATE "${place.schema}".formats SET version = version + 1`)
      const fault = yield* Effect.flip(Effect.scoped(PostgresEventStore.make(place)))
      assert.include(
        fault.message,
        "a newer Dateline made the events in this schema (their format is 2, this program knows up to 1)"
      )
      assert.isFalse(fault.retryable)
      const refused = yield* Effect.flip(Effect.scoped(PostgresViewStore.make(place)))
      assert.include(refused.message, "a newer Dateline made the views in this schema")
    }))

  it.live("of a server that a power cut would destroy is refused", (context) =>
    Effect.gen(function*() {
      const server = yield* Effect.acquireRelease(
        Effect.promise(() => startServerWith("fsync=off")),
        (one) => Effect.promise(async () => one?.close())
      )
      if (server === undefined) return context.skip("npm has no server for this machine")
      const fault = yield* Effect.flip(Effect.scoped(PostgresEventStore.make({ url: server.url })))
      assert.include(fault.message, "the server runs with fsync=off")
    }), 30_000)

  it.live("that was restored is another log to whoever followed it, and its own views go on with it", () =>
    Effect.gen(function*() {
      const place = yield* newPlace
      const before = yield* PostgresEventStore.make(place)
      yield* before.commit(note("one"))
      const views = yield* PostgresViewStore.make(place)
      const view = { name: "notes", revision: 1, build: 0 }
      const [from, to] = [0, 1].map((position) => ({
        log: before.log.id,
        epoch: before.log.epoch,
        position: Position.make(position)
      }))
      yield* views.define(view, [])
      yield* views.apply([{ view, fence: 0, from: from!, to: to!, upserts: new Map([["a", 1]]), deletes: [] }])
      yield* PostgresRestore.beginEpoch(place)
      const after = yield* PostgresEventStore.make(place)
      assert.strictEqual(after.log.id, before.log.id)
      assert.notStrictEqual(after.log.epoch, before.log.epoch)
      const checkpoint = Option.getOrThrow(yield* views.checkpoint(view))
      assert.deepStrictEqual(checkpoint, { log: after.log.id, epoch: after.log.epoch, position: Position.make(1) })
    }))
})
