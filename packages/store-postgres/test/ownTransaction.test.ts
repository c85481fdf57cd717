import * as Expected from "@dateline/eventsourcing/Expected"
import { Commits } from "@dateline/eventsourcing/testing"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import * as PostgresEventStore from "../src/PostgresEventStore.ts"
import { describePostgres, newPlace } from "./support/database.ts"

const note = (id: string, version: number) =>
  Commits.commit(id, [Commits.append("note-1", Expected.exactly(version), id)])

/** A program's own client and table, a store on the client, and another program's store. */
const opened = Effect.gen(function*() {
  const place = yield* newPlace
  const other = yield* PostgresEventStore.make({ ...place, lockTimeout: "50 millis" })
  const client = yield* Effect.provide(PgClient.make({ url: Redacted.make(place.url) }), Reactivity.layer)
  const table = client(`${place.schema}.orders`)
  yield* client`CREATE TABLE ${table} (id text PRIMARY KEY)`
  const driver = yield* PostgresEventStore.make({ client, schema: place.schema })
  const order = (id: string) => client`INSERT INTO ${table} (id) VALUES (${id})`
  const orders = Effect.map(
    client<{ id: string }>`SELECT id FROM ${table} ORDER BY id`,
    (rows) => rows.map(({ id }) => id)
  )
  const events = Effect.map(
    Commits.all(other),
    (found) => found.map(({ commit, position, version }) => `${position} ${commit.id} @${version}`)
  )
  return { client, driver, events, order, orders, other, schema: place.schema }
})

describePostgres("in a transaction of the program's own", () => {
  it.live("events and rows are there together, or neither is, and the events are seen inside before", () =>
    Effect.gen(function*() {
      const { client, driver, events, order, orders } = yield* opened
      const both = (id: string, version: number) => Effect.andThen(order(id), driver.commit(note(id, version)))
      const undone = Effect.gen(function*() {
        yield* both("undone", 0)
        assert.strictEqual((yield* driver.readStream("note-1", 0, 10, "forward")).length, 1)
        assert.strictEqual(yield* driver.head, 1)
        return yield* Effect.fail("undo")
      })
      assert.strictEqual(yield* Effect.flip(client.withTransaction(undone)), "undo")
      assert.deepStrictEqual([yield* orders, yield* events], [[], []])
      yield* client.withTransaction(Effect.andThen(both("a", 0), both("b", 1)))
      assert.deepStrictEqual([yield* orders, yield* events], [["a", "b"], ["1 a @1", "2 b @2"]])
    }))

  it.live("a conflict is an answer, and the transaction goes on", () =>
    Effect.gen(function*() {
      const { client, driver, events, order, orders } = yield* opened
      yield* client.withTransaction(Effect.gen(function*() {
        assert.strictEqual((yield* driver.commit(note("wrong", 7)))._tag, "Conflict")
        yield* order("a")
        assert.strictEqual((yield* driver.commit(note("right", 0)))._tag, "Committed")
        assert.strictEqual((yield* driver.commit(note("right", 0)))._tag, "Repeated")
      }))
      assert.deepStrictEqual([yield* orders, yield* events], [["a"], ["1 right @1"]])
    }))

  it.live("others wait for it, no longer than they were told, and come after it in every order", () =>
    Effect.gen(function*() {
      const { client, driver, events, other } = yield* opened
      const [written, goOn] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
      const slow = Effect.gen(function*() {
        yield* driver.commit(note("first", 0))
        yield* Deferred.succeed(written, undefined)
        yield* Deferred.await(goOn)
        yield* driver.commit(note("second", 1))
      })
      const told = yield* Effect.forkChild(Stream.runHead(other.changed), { startImmediately: true })
      const running = yield* Effect.forkChild(client.withTransaction(slow), { startImmediately: true })
      yield* Deferred.await(written)
      const fault = yield* Effect.flip(other.commit(note("impatient", 0)))
      assert.isTrue(fault._tag === "StoreFault" && fault.retryable)
      assert.include(fault.message, "another transaction holds the log")
      assert.deepStrictEqual(yield* events, [])
      yield* Deferred.succeed(goOn, undefined)
      yield* Fiber.join(running)
      yield* Fiber.join(told)
      assert.strictEqual((yield* other.commit(note("third", 2)))._tag, "Committed")
      assert.deepStrictEqual(yield* events, ["1 first @1", "2 second @2", "3 third @3"])
    }))

  it.live("a store that was opened in one, and is used after it, is no part of it", () =>
    Effect.gen(function*() {
      const { client, events, schema } = yield* opened
      const driver = yield* client.withTransaction(PostgresEventStore.make({ client, schema, listen: false }))
      assert.strictEqual((yield* driver.commit(note("after", 0)))._tag, "Committed")
      assert.deepStrictEqual(yield* events, ["1 after @1"])
    }), 20_000)
})
