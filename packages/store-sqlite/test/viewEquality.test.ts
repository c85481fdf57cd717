import type { Checkpoint } from "@dateline/eventsourcing/Checkpoint"
import * as MemoryViewStore from "@dateline/eventsourcing/MemoryViewStore"
import * as Position from "@dateline/eventsourcing/Position"
import type { Json } from "@dateline/eventsourcing/Projection"
import type { IndexQuery, ViewStore } from "@dateline/eventsourcing/ViewStore"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import * as path from "node:path"
import * as SqliteViewStore from "../src/SqliteViewStore.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

const view = { name: "notes", revision: 1, build: 0 }
const at = (position: number): Checkpoint => ({ log: "log", epoch: "1", position: Position.make(position) })

const scalars: ReadonlyArray<string | number | boolean> = [
  "",
  "a",
  "a\u0000",
  "a\u0000b",
  "ab",
  "é",
  "\ue000",
  "\uffff",
  "😀",
  "10",
  "9",
  true,
  false,
  0,
  1,
  2,
  -1,
  0.5,
  -0.5,
  1e300,
  -1e300,
  5e-324,
  2 ** 53,
  -(2 ** 53)
]
const keys = ["", "a", "a\u0000", "b", "é", "\uffff", "😀", "constructor"]
const indexes = [
  { name: "one", equal: ["kind"], order: ["rank", "title"] },
  { name: "two", equal: [], order: ["rank"] },
  { name: "three", equal: ["kind", "rank"], order: [] }
]

const value = fc.oneof(
  fc.constantFrom<Json>(...scalars),
  fc.constantFrom<Json>(null, [], {}),
  fc.string(),
  fc.double({ noNaN: true, noDefaultInfinity: true })
)
const document = fc.record<Record<string, Json>>(
  { kind: fc.constantFrom("x", 1, true), rank: value, title: value },
  { requiredKeys: [] }
).map((fields): Json => JSON.parse(JSON.stringify(fields)))
const key = fc.constantFrom(...keys)
const change = fc.record({
  upserts: fc.array(fc.tuple(key, document), { maxLength: 6 }),
  deletes: fc.array(key, { maxLength: 2 })
})

const queries = fc.sample(
  fc.record({
    index: fc.constantFrom("one", "two", "three"),
    equal: fc.oneof(
      fc.constant([]),
      fc.constant(["x"]),
      fc.constant([1]),
      fc.tuple(fc.constant("x"), fc.constantFrom(...scalars))
    ),
    limit: fc.integer({ min: 1, max: 4 }),
    direction: fc.constantFrom("ascending" as const, "descending" as const)
  }),
  { numRuns: 60, seed: 1 }
)

const pages = Effect.fnUntraced(function*(views: ViewStore["Service"], query: IndexQuery) {
  const read: Array<unknown> = []
  let cursor: string | undefined
  do {
    const page = yield* views.query(view, cursor === undefined ? query : { ...query, cursor })
    read.push(page)
    cursor = page.next
  } while (cursor !== undefined)
  return read
})

const compare = (changes: ReadonlyArray<typeof change extends fc.Arbitrary<infer A> ? A : never>) =>
  Effect.gen(function*() {
    const sqlite = yield* SqliteViewStore.make({ filename: path.join(yield* temporaryFolder, "newsroom.db") })
    const memory = MemoryViewStore.make()
    for (const views of [sqlite, memory]) {
      yield* views.define(view, indexes)
      for (const [position, { deletes, upserts }] of changes.entries()) {
        yield* views.apply([{
          view,
          fence: 0,
          from: at(position),
          to: at(position + 1),
          upserts: new Map(upserts),
          deletes
        }])
      }
    }
    assert.deepStrictEqual(yield* sqlite.getMany(view, keys), yield* memory.getMany(view, keys))
    for (const query of queries) {
      assert.deepStrictEqual(yield* pages(sqlite, query), yield* pages(memory, query), JSON.stringify(query))
    }
  })

describe("SqliteViewStore", () => {
  it("after any changes every index reads as from the memory store, in every direction and page size", () =>
    fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 8 }), (changes) =>
        Effect.runPromise(Effect.scoped(compare(changes)))),
      { numRuns: 80 }
    ))
})
