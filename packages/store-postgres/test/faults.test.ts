import type { EventStoreDriver } from "@dateline/eventsourcing/EventStoreDriver"
import * as Expected from "@dateline/eventsourcing/Expected"
import { Commits } from "@dateline/eventsourcing/testing"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as PostgresEventStore from "../src/PostgresEventStore.ts"
import { describePostgres, newPlace, ownServer } from "./support/database.ts"
import { numbers } from "./support/numbers.ts"
import { openProxy } from "./support/proxy.ts"
import { execute } from "./support/statements.ts"

type Driver = EventStoreDriver["Service"]

const [writers, each] = [32, 40]

/** Many fibers append to streams that they share, each with commit ids of its own; answers the ids that were acknowledged. */
const load = Effect.fnUntraced(function*(driver: Driver) {
  const acknowledged: Array<string> = []
  const write = (writer: number) =>
    Effect.forEach(numbers(each), (n) => {
      const id = `${writer}-${n}`
      const commit = Commits.commit(id, [
        Commits.append("note-shared", Expected.any, id),
        Commits.append(`note-${writer}`, Expected.exactly(2 * n - 2), id, id)
      ])
      return driver.commit(commit).pipe(
        Effect.tap(({ _tag }) => {
          assert.include(["Committed", "Repeated"], _tag, "nobody conflicts with himself")
          acknowledged.push(id)
          return Effect.void
        })
      )
    }, { discard: true })
  yield* Effect.forEach(numbers(writers), write, { concurrency: "unbounded", discard: true })
  return acknowledged
})

/** What the log holds of the load, against what was acknowledged. */
const count = Effect.fnUntraced(function*(driver: Driver, acknowledged: ReadonlyArray<string>) {
  const events = yield* Commits.all(driver)
  assert.deepStrictEqual(events.map(({ position }) => position), numbers(events.length), "positions without a gap")
  const stored = events.filter(({ stream }) => stream === "note-shared").map(({ commit }) => commit.id as string)
  assert.strictEqual(events.length, stored.length * 3, "whole commits")
  const known = new Set(stored)
  return {
    acknowledged: acknowledged.length,
    stored: stored.length,
    lost: acknowledged.filter((id) => !known.has(id)).length,
    repeated: stored.length - known.size
  }
})

/** Accidents that must happen while the load runs: it must neither end nor fail before them. */
const during = <E>(loading: Fiber.Fiber<unknown, unknown>, accidents: Effect.Effect<void, E>) =>
  Effect.raceFirst(accidents, Effect.andThen(Fiber.join(loading), Effect.fail("the load ended before the accidents")))

const everything = { acknowledged: writers * each, stored: writers * each, lost: 0, repeated: 0 }

describePostgres("while many fibers append", () => {
  it.live(
    "the server ends their connections again and again: nothing is lost, nothing is there twice",
    () =>
      Effect.gen(function*() {
        const place = yield* newPlace
        const driver = yield* PostgresEventStore.make({ ...place, applicationName: place.schema })
        const loading = yield* Effect.forkChild(load(driver))
        const end = execute(
          place.url,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 AND query LIKE '%commit_batch%' AND state = 'active'",
          [place.schema]
        )
        let hits = 0
        const often = Effect.repeat(Effect.tap(end, (rows) => Effect.sync(() => hits += rows.length)), {
          until: () => hits >= 8
        })
        yield* during(loading, Effect.asVoid(often))
        assert.deepStrictEqual(yield* count(driver, yield* Fiber.join(loading)), everything)
      }),
    60_000
  )

  it.live(
    "answers are lost after the commit was made: nothing is lost, nothing is there twice",
    () =>
      Effect.gen(function*() {
        const place = yield* newPlace
        const proxy = yield* openProxy(place.url)
        const driver = yield* PostgresEventStore.make({ ...place, url: proxy.url, listen: false })
        const loading = yield* Effect.forkChild(load(driver))
        const lose = (n: number) =>
          Effect.andThen(
            Effect.sync(proxy.loseNextAnswer),
            Effect.repeat(Effect.sync(proxy.lost), { until: (lost) => lost === n })
          )
        yield* during(loading, Effect.forEach(numbers(6), lose, { discard: true }))
        assert.deepStrictEqual(yield* count(driver, yield* Fiber.join(loading)), everything)
        assert.strictEqual(proxy.lost(), 6)
      }),
    60_000
  )

  it.live(
    "the whole server crashes and comes back: what was acknowledged is there, and the writers go on",
    (context) =>
      Effect.gen(function*() {
        const server = ownServer()
        if (server === undefined) return context.skip("another's server is not to be crashed")
        const driver = yield* PostgresEventStore.make(yield* newPlace)
        const loading = yield* Effect.forkChild(load(driver))
        const crashAt = (position: number) =>
          Effect.gen(function*() {
            yield* Effect.repeat(driver.head, { until: (head) => head >= position })
            yield* Effect.promise(server.crash)
            yield* Effect.promise(server.start)
          })
        yield* during(loading, Effect.forEach([300, 1500], crashAt, { discard: true }))
        assert.deepStrictEqual(yield* count(driver, yield* Fiber.join(loading)), everything)
      }),
    60_000
  )

  it.live("a server that cannot be reached is a fault that may pass, and nothing is claimed of the commit", () =>
    Effect.gen(function*() {
      const fault = yield* Effect.flip(
        PostgresEventStore.make({ url: "postgres://nobody@127.0.0.1:1/nothing", connectTimeout: "1 second" })
      )
      assert.isTrue(fault._tag === "StoreFault" && fault.retryable)
    }))
})
