import * as Expected from "@dateline/eventsourcing/Expected"
import * as Position from "@dateline/eventsourcing/Position"
import type { Json } from "@dateline/eventsourcing/Projection"
import type { Query } from "@dateline/eventsourcing/Query"
import * as SortKey from "@dateline/eventsourcing/SortKey"
import { Commits } from "@dateline/eventsourcing/testing"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Parameters from "../src/internal/parameters.ts"
import * as QueryIndex from "../src/internal/queryIndex.ts"
import * as ReadEvents from "../src/internal/readEvents.ts"
import { selectEvents } from "../src/internal/selectEvents.ts"
import * as PostgresEventStore from "../src/PostgresEventStore.ts"
import * as PostgresViewStore from "../src/PostgresViewStore.ts"
import { describePostgres, newPlace } from "./support/database.ts"
import { numbers } from "./support/numbers.ts"
import { execute } from "./support/statements.ts"

const rare = { ...Commits.event("rare", ["rare"]), type: "Marked" }

/** 20,000 events in 20 streams, of which every thousandth is marked and has a tag, besides one that all have. */
const writeLog = Effect.fnUntraced(function*(place: { readonly url: string; readonly schema: string }) {
  const driver = yield* PostgresEventStore.make({ ...place, listen: false })
  const common = numbers(999).map((n) => Commits.event(String(n), ["common"]))
  yield* Effect.forEach(numbers(20), (n) =>
    driver.commit(
      Commits.commit(`c${n}`, [{ stream: `note-${n}`, expected: Expected.any, events: [rare, ...common] }])
    ))
  yield* execute(place.url, `ANALYZE "${place.schema}".events`)
  yield* execute(place.url, `ANALYZE "${place.schema}".tags`)
})

const explain = (url: string, sql: string, parameters: ReadonlyArray<unknown>) =>
  Effect.map(
    execute(url, `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF) ${sql}`, parameters),
    (rows) => rows.join("\n")
  )

/** How many rows a step of a plan read. */
const rowsOf = (plan: string, step: RegExp): number =>
  Number(new RegExp(`${step.source}[^\\n]*\\(actual rows=([\\d.]+)`).exec(plan)?.[1])

describePostgres("in a long log and a long list", () => {
  it.live("a page of events reads the events that it answers, wherever it begins", () =>
    Effect.gen(function*() {
      const place = yield* newPlace
      yield* writeLog(place)
      const schema = `"${place.schema}"`
      const planOf = (query: Query | undefined, direction: "forward" | "backward", limit: number) => {
        const { parameters, sql } = selectEvents(schema, 1, query, { direction, low: 3000, high: 19_000, limit })
        return explain(place.url, sql, parameters)
      }
      for (const direction of ["forward", "backward"] as const) {
        const everything = yield* planOf(undefined, direction, 50)
        assert.strictEqual(rowsOf(everything, /Index Scan (?:Backward )?using events_pkey on events e/), 50, everything)
        const tagged = yield* planOf([{ tags: ["rare", "rare"] }], direction, 5)
        assert.strictEqual(rowsOf(tagged, /using tags_pkey on tags t/), 5, tagged)
      }
    }), 30_000)

  it.live("a stream, and a commit by its id, are found without looking at other events", () =>
    Effect.gen(function*() {
      const place = yield* newPlace
      yield* writeLog(place)
      const schema = `"${place.schema}"`
      const log = [Parameters.int(1), Parameters.text("note-7")]
      const tail = yield* explain(place.url, ReadEvents.ofStream(schema, "backward"), [
        ...log,
        Parameters.whole(Number.MAX_SAFE_INTEGER),
        Parameters.int(3)
      ])
      assert.strictEqual(rowsOf(tail, /Index Scan Backward using events_stream_version_key on events o/), 3, tail)
      const found = yield* explain(place.url, ReadEvents.findCommit(schema), [...log, Parameters.text("c7")])
      assert.strictEqual(rowsOf(found, /Index Scan using commits on events e/), 1, found)
    }), 30_000)

  it.live("a page of a view is a range of its index", () =>
    Effect.gen(function*() {
      const place = yield* newPlace
      const views = yield* PostgresViewStore.make(place)
      const view = { name: "notes", revision: 1, build: 0 }
      yield* views.define(view, [{ name: "byTitle", equal: ["section"], order: ["title"] }])
      const documents = new Map(
        numbers(10_000).map((
          n
        ): [string, Json] => [`note-${n}`, { section: "front", title: String(n).padStart(9, "0") }])
      )
      const at = (position: number) => ({ log: "log", epoch: "1", position: Position.make(position) })
      yield* views.apply([{ view, fence: 0, from: at(0), to: at(1), upserts: documents, deletes: [] }])
      yield* execute(place.url, `ANALYZE "${place.schema}".entries`)
      const low = SortKey.encode(["front"])
      const plan = yield* explain(place.url, QueryIndex.statement(`"${place.schema}"`, "ASC"), [
        Parameters.whole(1),
        Parameters.bytes(low),
        Parameters.bytes(SortKey.afterAll(low)),
        Parameters.int(21)
      ])
      // Entries that begin alike are put in order, some tens at a time.
      assert.isAtMost(rowsOf(plan, /Index Scan using entries_in_order on entries e/), 64, plan)
    }), 30_000)
})
