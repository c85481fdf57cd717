import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as MemoryViewStore from "../src/MemoryViewStore.ts"
import * as Position from "../src/Position.ts"
import type { Json } from "../src/Projection.ts"

const view = { name: "notes", revision: 1, build: 0 }
const at = (position: number) => ({ log: "log", epoch: "1", position: Position.make(position) })
const index = { name: "byRank", equal: ["kind"], order: ["rank"] }

const filled = Effect.gen(function*() {
  const views = MemoryViewStore.make()
  yield* views.define(view, [index])
  const documents: ReadonlyArray<readonly [string, Json]> = [
    ["a", { kind: "x", rank: 2 }],
    ["b", { kind: "x", rank: 1 }],
    ["c", { kind: "x", rank: 2 }],
    ["d", { kind: "y", rank: 0 }],
    ["e", { kind: "x" }],
    ["f", { kind: "x", rank: null }]
  ]
  yield* views.apply([{ view, fence: 0, from: at(0), to: at(6), upserts: new Map(documents), deletes: [] }])
  return views
})

describe("the memory view store", () => {
  it.effect("reads in the order of an index, page by page, in both directions", () =>
    Effect.gen(function*() {
      const views = yield* filled
      for (const direction of ["ascending", "descending"] as const) {
        const keys: Array<string> = []
        let cursor: string | undefined
        do {
          const page = yield* views.query(view, {
            index: "byRank",
            equal: ["x"],
            limit: 1,
            direction,
            ...(cursor === undefined ? {} : { cursor })
          })
          keys.push(...page.items.map(({ key }) => key))
          cursor = page.next
        } while (cursor !== undefined)
        expect(keys).toEqual(direction === "ascending" ? ["b", "a", "c"] : ["c", "a", "b"])
      }
    }))

  it.effect("refuses a batch that was computed at another checkpoint, and writes nothing of its neighbours", () =>
    Effect.gen(function*() {
      const views = yield* filled
      const other = { name: "other", revision: 1, build: 0 }
      yield* views.define(other, [])
      const upserts = new Map([["z", {}]])
      const moved = yield* Effect.flip(views.apply([
        { view: other, fence: 0, from: at(0), to: at(9), upserts, deletes: [] },
        { view, fence: 0, from: at(5), to: at(9), upserts, deletes: [] }
      ]))
      expect(moved).toMatchObject({ _tag: "CheckpointMoved", actual: at(6) })
      expect((yield* views.getMany(other, ["z"])).size).toBe(0)
    }))

  it.effect("refuses a cursor of another index, and one that is no cursor", () =>
    Effect.gen(function*() {
      const views = yield* filled
      for (const cursor of ["", "x", "WyJub3RlcyIsMSwiYnlPdGhlciIsMV0", "WyJub3RlcyIsMSwiYnlSYW5rIiwxXQ"]) {
        const error = yield* Effect.flip(views.query(view, { index: "byRank", equal: ["x"], limit: 1, cursor }))
        expect(error._tag).toBe("InvalidCursor")
      }
    }))

  it.effect("hands out documents that cannot be changed from outside", () =>
    Effect.gen(function*() {
      const views = yield* filled
      const first = (yield* views.getMany(view, ["a"])).get("a") as { rank: number }
      first.rank = 99
      expect((yield* views.getMany(view, ["a"])).get("a")).toEqual({ kind: "x", rank: 2 })
    }))

  it.effect("reads from 1 to 1,000 documents, whatever is asked for", () =>
    Effect.gen(function*() {
      const views = yield* filled
      for (const limit of [0, -2, 1.9, Number.NaN]) {
        expect((yield* views.query(view, { index: "byRank", equal: ["x"], limit })).items).toHaveLength(1)
      }
      const many = new Map(Array.from({ length: 1100 }, (_, rank) => [`n${rank}`, { kind: "z", rank }] as const))
      yield* views.apply([{ view, fence: 0, from: at(6), to: at(7), upserts: many, deletes: [] }])
      const page = yield* views.query(view, { index: "byRank", equal: ["z"], limit: 5000 })
      expect(page.items).toHaveLength(1000)
      expect(page.next).toBeDefined()
    }))
})
