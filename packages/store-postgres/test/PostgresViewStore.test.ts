import * as Position from "@dateline/eventsourcing/Position"
import type { Index, Json } from "@dateline/eventsourcing/Projection"
import type { ViewId, ViewStore } from "@dateline/eventsourcing/ViewStore"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as PostgresViewStore from "../src/PostgresViewStore.ts"
import { describePostgres, newPlace } from "./support/database.ts"
import { numbers } from "./support/numbers.ts"

type Views = ViewStore["Service"]

const notes: ViewId = { name: "notes", revision: 1, build: 0 }
const byTitle: Index = { name: "byTitle", equal: ["section"], order: ["title"] }
const at = (position: number) => ({ log: "log", epoch: "1", position: Position.make(position) })

const batch = (view: ViewId, from: number, documents: ReadonlyMap<string, Json>) => ({
  view,
  fence: 0,
  from: at(from),
  to: at(from + 1),
  upserts: documents,
  deletes: []
})

/** All keys of a section in order, page by page. */
const keysOf = Effect.fnUntraced(function*(views: Views, direction: "ascending" | "descending", limit: number) {
  const keys: Array<string> = []
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const page = yield* views.query(notes, {
      index: "byTitle",
      equal: ["front"],
      limit,
      direction,
      ...(cursor === undefined ? {} : { cursor })
    })
    keys.push(...page.items.map(({ key }) => key))
    cursor = page.next
  }
  return keys
})

describePostgres("PostgresViewStore", () => {
  it.live("keeps keys and values in order that are longer than what an index of PostgreSQL can hold", () =>
    Effect.gen(function*() {
      const views = yield* PostgresViewStore.make(yield* newPlace)
      yield* views.define(notes, [byTitle])
      const endings = ["c", "a", "d", "b"]
      const long = (ending: string) => `${"x".repeat(6000)}${ending}`
      const documents = new Map(
        endings.flatMap((ending): Array<[string, Json]> => [
          [long(ending), { section: "front", title: long(ending) }],
          [ending, { section: "front", title: ending }]
        ])
      )
      yield* views.apply([batch(notes, 0, documents)])
      const wanted = ["a", "b", "c", "d", ...["a", "b", "c", "d"].map(long)]
      for (const limit of [1, 3, 100]) {
        assert.deepStrictEqual(yield* keysOf(views, "ascending", limit), wanted)
        assert.deepStrictEqual(yield* keysOf(views, "descending", limit), wanted.toReversed())
      }
      assert.strictEqual((yield* views.getMany(notes, [...documents.keys()])).size, 8)
    }))

  it.live("writers of the same views never wait for each other in a circle", () =>
    Effect.gen(function*() {
      const place = yield* newPlace
      const [one, two] = [yield* PostgresViewStore.make(place), yield* PostgresViewStore.make(place)]
      const others: ViewId = { ...notes, name: "others" }
      for (const view of [notes, others]) yield* one.define(view, [])
      const write = (views: Views, order: ReadonlyArray<ViewId>) => (n: number) => {
        const [first, second] = order.map((view) => batch(view, n, new Map([["a", n]])))
        return Effect.exit(views.apply([first!, second!]))
      }
      for (const n of numbers(30)) {
        yield* Effect.all([write(one, [notes, others])(n - 1), write(two, [others, notes])(n - 1)], {
          concurrency: "unbounded"
        })
        for (const view of [notes, others]) {
          const { position } = Option.getOrThrow(yield* one.checkpoint(view))
          assert.strictEqual(position, n, "one of the two wrote both views")
        }
      }
    }))
})
