import type { Direction, EventStoreDriver, Outcome } from "@dateline/eventsourcing/EventStoreDriver"
import type { Expected } from "@dateline/eventsourcing/Expected"
import * as MemoryEventStore from "@dateline/eventsourcing/MemoryEventStore"
import * as Position from "@dateline/eventsourcing/Position"
import type { Query, Selection } from "@dateline/eventsourcing/Query"
import { Commits } from "@dateline/eventsourcing/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import fc from "fast-check"
import * as path from "node:path"
import * as SqliteEventStore from "../src/SqliteEventStore.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

type Driver = EventStoreDriver["Service"]

const streams = ["note-1", "note-2", "other-1", "other-é'; DROP TABLE events", "third-1"]
const tags = ["a", "b", "%", "a\u0000"]

const stream = fc.constantFrom(...streams)
const expected = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Expected>({ _tag: "Any" }) },
  { weight: 1, arbitrary: fc.constantFrom<Expected>({ _tag: "NoStream" }, { _tag: "Exists" }) },
  { weight: 1, arbitrary: fc.nat(3).map((version) => ({ _tag: "Exactly", version }) as Expected) }
)
const event = fc.record({
  type: fc.constantFrom("Noted", "Marked", "Closed"),
  schemaVersion: fc.integer({ min: 1, max: 3 }),
  payload: fc.string({ unit: "binary" }).map((text) => JSON.stringify({ text })),
  tags: fc.array(fc.constantFrom(...tags), { maxLength: 3 })
})
const append = fc.record({
  stream,
  expected,
  events: fc.array(event, { minLength: 1, maxLength: 3 }) as fc.Arbitrary<
    [typeof event extends fc.Arbitrary<infer A> ? A : never]
  >
})
const defined = <A extends object>(record: A): Partial<A> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Partial<A>

const subset = <A>(values: ReadonlyArray<A>) => fc.option(fc.subarray([...values]), { nil: undefined })
const selection = fc.record({
  categories: subset(["note", "other", "third", "unknown"]),
  types: subset(["Noted", "Marked", "Closed"]),
  tags: subset([...tags, "unknown"])
}).map((selected) => defined(selected) as Selection)
const query = fc.tuple(selection, fc.array(selection, { maxLength: 2 })).map(([first, rest]): Query => [first, ...rest])

const guard = fc.oneof(
  fc.record({ _tag: fc.constant("StreamAt" as const), stream, expected }),
  fc.record({ _tag: fc.constant("NothingSince" as const), query, after: fc.nat(60).map(Position.make) })
)
const commit = fc.tuple(
  fc.nat(30),
  fc.uniqueArray(append, { minLength: 1, maxLength: 3, selector: ({ stream }) => stream }),
  fc.array(guard, { maxLength: 1 })
).map(([id, [first, ...rest], guards]) => Commits.commit(`c${id}`, [first!, ...rest], guards))

const reading = fc.record({
  query: fc.option(query, { nil: undefined }),
  after: fc.option(fc.nat(40), { nil: undefined }),
  direction: fc.constantFrom<Direction>("forward", "backward"),
  pageSize: fc.integer({ min: 1, max: 7 })
})

const readAll = (
  driver: Driver,
  { after, direction, pageSize, query }: typeof reading extends fc.Arbitrary<infer A> ? A : never
) =>
  Stream.runCollect(driver.readAll({
    ...(query === undefined ? {} : { query }),
    direction,
    pageSize,
    ...(after === undefined ? {} : { after: Position.make(after) })
  }))

/** Bytes by value, whatever class holds them. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, inner) => inner instanceof Uint8Array || inner?.type === "Buffer" ? "bytes" : inner)
  )

const sameAnswers = Effect.fnUntraced(function*(
  commits: ReadonlyArray<typeof commit extends fc.Arbitrary<infer A> ? A : never>,
  readings: ReadonlyArray<typeof reading extends fc.Arbitrary<infer A> ? A : never>
) {
  const sqlite = yield* SqliteEventStore.make({ filename: path.join(yield* temporaryFolder, "newsroom.db") })
  const memory = yield* MemoryEventStore.make()
  const outcomes = (driver: Driver) =>
    Effect.forEach(commits, (one) => driver.commit(one), { concurrency: "unbounded" })
  const [left, right]: ReadonlyArray<ReadonlyArray<Outcome>> = yield* Effect.all([outcomes(sqlite), outcomes(memory)])
  assert.deepStrictEqual(plain(left), plain(right))
  const [again, andAgain] = yield* Effect.all([outcomes(sqlite), outcomes(memory)])
  assert.deepStrictEqual(plain(again), plain(andAgain), "the same commits again")
  const head = yield* sqlite.head
  assert.strictEqual(head, yield* memory.head)
  for (const one of readings) {
    // Backwards from beyond the head is asked for by nobody: a reader has its positions from the log.
    if (one.direction === "backward" && (one.after ?? 0) > head + 1) continue
    assert.deepStrictEqual(plain(yield* readAll(sqlite, one)), plain(yield* readAll(memory, one)), JSON.stringify(one))
  }
  for (const name of [...streams, "unknown-1"]) {
    for (const direction of ["forward", "backward"] as const) {
      for (const [after, limit] of [[0, 100], [2, 2], [1, 1]] as const) {
        const read = (driver: Driver) => driver.readStream(name, after, limit, direction)
        assert.deepStrictEqual(plain(yield* read(sqlite)), plain(yield* read(memory)))
      }
    }
  }
})

describe("SqliteEventStore", () => {
  it("answers any commits made at once, and any readings after them, as the memory store does", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(commit, { maxLength: 20 }),
        fc.array(reading, { minLength: 15, maxLength: 15 }),
        (commits, readings) => Effect.runPromise(Effect.scoped(sameAnswers(commits, readings)))
      ),
      { numRuns: 80 }
    ))
})
