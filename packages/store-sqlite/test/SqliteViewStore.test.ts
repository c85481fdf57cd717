import type { Checkpoint } from "@dateline/eventsourcing/Checkpoint"
import * as Position from "@dateline/eventsourcing/Position"
import type { Json } from "@dateline/eventsourcing/Projection"
import type { IndexQuery, ViewStore } from "@dateline/eventsourcing/ViewStore"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as path from "node:path"
import * as SqliteViewStore from "../src/SqliteViewStore.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

type Views = ViewStore["Service"]

const view = { name: "notes", revision: 1, build: 0 }
const at = (position: number): Checkpoint => ({ log: "log", epoch: "1", position: Position.make(position) })
const byRank = { name: "byRank", equal: ["kind"], order: ["rank"] }
const inFolder = Effect.map(temporaryFolder, (folder) => path.join(folder, "newsroom.db"))
const opened = Effect.flatMap(inFolder, (filename) => SqliteViewStore.make({ filename }))

const put = (
  views: Views,
  from: number,
  to: number,
  upserts: Record<string, Json>,
  deletes: ReadonlyArray<string> = []
) => views.apply([{ view, fence: 0, from: at(from), to: at(to), upserts: new Map(Object.entries(upserts)), deletes }])

/** The keys of all pages, with the number of pages. */
const keysOf = Effect.fnUntraced(function*(views: Views, query: IndexQuery) {
  const keys: Array<string> = []
  let cursor: string | undefined
  let pages = 0
  do {
    const page = yield* views.query(view, cursor === undefined ? query : { ...query, cursor })
    keys.push(...page.items.map(({ key }) => key))
    cursor = page.next
    pages++
  } while (cursor !== undefined)
  return { keys, pages }
})

describe("SqliteViewStore", () => {
  it.effect("documents, entries and checkpoint are there after a restart", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      yield* Effect.scoped(Effect.gen(function*() {
        const views = yield* SqliteViewStore.make({ filename })
        yield* views.define(view, [byRank])
        assert.isTrue(Option.isNone(yield* views.checkpoint(view)))
        yield* put(views, 0, 3, { a: { kind: "x", rank: 1 } })
      }))
      const views = yield* SqliteViewStore.make({ filename })
      yield* views.define(view, [byRank])
      assert.deepStrictEqual(Option.getOrThrow(yield* views.checkpoint(view)), at(3))
      assert.deepStrictEqual(yield* views.getMany(view, ["a", "b"]), new Map([["a", { kind: "x", rank: 1 }]]))
      assert.deepStrictEqual((yield* keysOf(views, { index: "byRank", equal: ["x"], limit: 9 })).keys, ["a"])
    }))

  it.effect("a batch from another checkpoint is refused, and nothing of its neighbours is written", () =>
    Effect.gen(function*() {
      const views = yield* opened
      const other = { name: "other", revision: 1, build: 0 }
      yield* views.define(view, [])
      yield* views.define(other, [])
      yield* put(views, 0, 6, { a: {} })
      const upserts = new Map([["z", {}]])
      const moved = yield* Effect.flip(views.apply([
        { view: other, fence: 0, from: at(0), to: at(9), upserts, deletes: [] },
        { view, fence: 0, from: at(5), to: at(9), upserts, deletes: [] }
      ]))
      assert.strictEqual(moved._tag, "CheckpointMoved")
      assert.strictEqual((yield* views.getMany(other, ["z"])).size, 0)
      assert.isTrue(Option.isNone(yield* views.checkpoint(other)))
      const elsewhere = { ...at(6), epoch: "2" }
      const restored = yield* Effect.flip(
        views.apply([{ view, fence: 0, from: elsewhere, to: at(9), upserts, deletes: [] }])
      )
      assert.strictEqual(restored._tag, "CheckpointMoved")
    }))

  it.effect("of two connections that write from the same checkpoint, the second is refused", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const one = yield* SqliteViewStore.make({ filename })
      const two = yield* SqliteViewStore.make({ filename, connection: "own" })
      yield* one.define(view, [])
      yield* put(one, 0, 1, { a: { by: "one" } })
      assert.strictEqual((yield* Effect.flip(put(two, 0, 1, { a: { by: "two" } })))._tag, "CheckpointMoved")
      assert.deepStrictEqual((yield* two.getMany(view, ["a"])).get("a"), { by: "one" })
    }))

  it.effect("a half surrogate in a key is refused, and nothing of its batch is written", () =>
    Effect.gen(function*() {
      const views = yield* opened
      yield* views.define(view, [])
      const refused = yield* Effect.flip(put(views, 0, 1, { a: {}, "\ud800": {} }))
      assert.isTrue(refused._tag === "StoreFault" && !refused.retryable)
      assert.include(refused.message, "a key of the view notes contains half of a surrogate pair")
      assert.strictEqual((yield* views.getMany(view, ["a", "\ud800", "\ufffd"])).size, 0)
      assert.isTrue(Option.isNone(yield* views.checkpoint(view)))
    }))

  it.effect("to delete a half surrogate, under which nothing is kept, deletes nothing", () =>
    Effect.gen(function*() {
      const views = yield* opened
      yield* views.define(view, [])
      yield* put(views, 0, 1, { "\ufffd": {} })
      yield* put(views, 1, 2, {}, ["\ud800"])
      assert.strictEqual((yield* views.getMany(view, ["\ufffd"])).size, 1)
    }))

  it.effect("a page has from 1 to 1,000 documents, whatever is asked for", () =>
    Effect.gen(function*() {
      const views = yield* opened
      yield* views.define(view, [byRank])
      const many = Object.fromEntries(Array.from({ length: 1100 }, (_, rank) => [`k${rank}`, { kind: "x", rank }]))
      yield* put(views, 0, 1, many)
      const lengths = yield* Effect.forEach(
        [0, -2, Number.NaN, 1, 2.5, 1000, 1001, Number.POSITIVE_INFINITY],
        (limit) =>
          Effect.map(views.query(view, { index: "byRank", equal: ["x"], limit }), ({ items, next }) => {
            assert.isString(next, String(limit))
            return items.length
          })
      )
      assert.deepStrictEqual(lengths, [1, 1, 1, 1, 2, 1000, 1000, 1000])
    }))

  it.effect("an index that is declared anew is filled with what is there, and a changed one is rebuilt", () =>
    Effect.gen(function*() {
      const views = yield* opened
      yield* views.define(view, [])
      const documents = Object.fromEntries(Array.from({ length: 1203 }, (_, n) => [`k${n}`, { kind: "x", rank: -n }]))
      yield* put(views, 0, 1, documents)
      yield* views.define(view, [byRank])
      const { keys, pages } = yield* keysOf(views, { index: "byRank", equal: ["x"], limit: 1000 })
      assert.deepStrictEqual([keys.length, keys[0], pages], [1203, "k1202", 2])
      yield* views.define(view, [{ ...byRank, equal: [] }])
      assert.strictEqual((yield* keysOf(views, { index: "byRank", equal: [], limit: 1000 })).keys.length, 1203)
      yield* views.define(view, [])
      const gone = yield* Effect.flip(views.query(view, { index: "byRank", equal: [], limit: 1 }))
      assert.strictEqual(gone._tag, "UnknownIndex")
    }))

  it.effect("a dropped view is empty, has no checkpoint, and leaves the other revision alone", () =>
    Effect.gen(function*() {
      const views = yield* opened
      const next = { ...view, revision: 2 }
      yield* views.define(view, [byRank])
      yield* views.define(next, [byRank])
      const upserts = new Map([["a", { kind: "x", rank: 1 }]])
      yield* views.apply(
        [view, next].map((one) => ({ view: one, fence: 0, from: at(0), to: at(1), upserts, deletes: [] })) as never
      )
      yield* views.drop(view)
      assert.strictEqual((yield* Effect.flip(views.getMany(view, ["a"])))._tag, "UnknownView")
      yield* views.define(view, [byRank])
      assert.isTrue(Option.isNone(yield* views.checkpoint(view)))
      assert.deepStrictEqual((yield* keysOf(views, { index: "byRank", equal: ["x"], limit: 9 })).keys, [])
      assert.strictEqual((yield* views.getMany(next, ["a"])).size, 1)
      assert.strictEqual((yield* views.query(next, { index: "byRank", equal: ["x"], limit: 1 })).items.length, 1)
    }))

  it.effect("a cursor of another index, of another view, and a text that is none are refused", () =>
    Effect.gen(function*() {
      const views = yield* opened
      const other = { name: "other", revision: 1, build: 0 }
      const reverse = { ...byRank, name: "reverse" }
      yield* views.define(view, [byRank, reverse])
      yield* views.define(other, [byRank])
      yield* put(views, 0, 1, { a: { kind: "x", rank: 1 }, b: { kind: "x", rank: 2 } })
      const { next } = yield* views.query(view, { index: "byRank", equal: ["x"], limit: 1 })
      assert.isString(next)
      const refusals = [
        views.query(view, { index: "reverse", equal: ["x"], limit: 1, cursor: next! }),
        views.query(other, { index: "byRank", equal: ["x"], limit: 1, cursor: next! }),
        ...["", "x", `${next}x`, "W10", "bnVsbA"].map((cursor) =>
          views.query(view, { index: "byRank", equal: ["x"], limit: 1, cursor })
        )
      ]
      for (const refusal of refusals) assert.strictEqual((yield* Effect.flip(refusal))._tag, "InvalidCursor")
    }))
})
