/** What every view store must do with lists: orders, pages and cursors. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type { Index } from "../Projection.ts"
import type { IndexQuery } from "../ViewStore.ts"
import { type Law, same, viewLaw } from "./Law.ts"
import { byRank, type Documents, pages, view, write } from "./viewSteps.ts"

const ranked: Documents = {
  a: { kind: "x", rank: 2, name: "b" },
  b: { kind: "x", rank: 10, name: "a" },
  c: { kind: "x", rank: -1, name: "z" },
  d: { kind: "x", rank: 2, name: "a" },
  e: { kind: "x", rank: 2, name: "a" },
  f: { kind: "xx", rank: 0, name: "a" },
  g: { kind: "x", rank: 2, name: "\u{1f600}" },
  h: { kind: "x", rank: 2, name: "\uffee" },
  i: { kind: "x", rank: 2, name: "é" },
  j: { kind: "x", rank: 2, name: "" }
}
const inOrder = ["c", "j", "d", "e", "a", "i", "h", "g", "b"]

const ordered = viewLaw(
  "an index reads in order, in both directions, and its pages lose and repeat nothing",
  ({ views }) =>
    Effect.gen(function*() {
      yield* views.define(view, [byRank])
      yield* write(views, view, 0, ranked)
      const request: IndexQuery = { index: "byRank", equal: ["x"], limit: 100 }
      for (const limit of [1, 2, 3, 100]) {
        yield* same(`ascending by ${limit}`, inOrder, yield* pages(views, { ...request, limit }))
        const descending = yield* pages(views, { ...request, limit, direction: "descending" })
        yield* same(`descending by ${limit}`, inOrder.toReversed(), descending)
      }
      yield* same("another value", ["f"], yield* pages(views, { ...request, equal: ["xx"] }))
      yield* same("no such value", [], yield* pages(views, { ...request, equal: ["X"] }))
    })
)

const partial = viewLaw(
  "a document that lacks a field of an index is not in it",
  ({ views }) =>
    Effect.gen(function*() {
      yield* views.define(view, [byRank])
      yield* write(views, view, 0, {
        in: { kind: "x", rank: 1, name: "n" },
        absent: { kind: "x", rank: 1 },
        null: { kind: "x", rank: null, name: "n" },
        text: "no fields at all"
      })
      yield* same("the index", ["in"], yield* pages(views, { index: "byRank", equal: ["x"], limit: 9 }))
    })
)

const follows = viewLaw(
  "an index follows its documents when they change and go",
  ({ views }) =>
    Effect.gen(function*() {
      yield* views.define(view, [byRank])
      const request: IndexQuery = { index: "byRank", equal: ["x"], limit: 9 }
      yield* write(views, view, 0, { a: { kind: "x", rank: 1, name: "" }, b: { kind: "x", rank: 2, name: "" } })
      yield* write(views, view, 1, { a: { kind: "x", rank: 3, name: "" } })
      yield* same("after a change", ["b", "a"], yield* pages(views, request))
      yield* write(views, view, 2, { a: { kind: "y", rank: 3, name: "" } }, ["b"])
      yield* same("after leaving", [], yield* pages(views, request))
      yield* same("and arriving", ["a"], yield* pages(views, { ...request, equal: ["y"] }))
    })
)

const cursors = viewLaw("a cursor that the index did not make is refused", ({ views }) =>
  Effect.gen(function*() {
    const byName: Index = { name: "byName", equal: ["kind"], order: ["name"] }
    yield* views.define(view, [byRank, byName])
    yield* write(views, view, 0, ranked)
    const request: IndexQuery = { index: "byRank", equal: ["x"], limit: 1 }
    const foreign = (yield* views.query(view, { ...request, index: "byName" })).next ?? ""
    const own = (yield* views.query(view, request)).next ?? ""
    for (const cursor of [foreign, "", "x", "null", `${own.slice(0, 8)}!`, "A".repeat(10_000)]) {
      const answer = yield* Effect.exit(views.query(view, { ...request, cursor }))
      const tag = Exit.isFailure(answer) ? Option.getOrUndefined(Exit.findErrorOption(answer))?._tag : "no failure"
      yield* same(`the answer to the cursor ${cursor.slice(0, 20)}`, "InvalidCursor", tag)
    }
  }))

const otherValues = viewLaw(
  "a cursor of the same index with other values is refused",
  ({ views }) =>
    Effect.gen(function*() {
      yield* views.define(view, [byRank])
      yield* write(views, view, 0, { ...ranked, k: { kind: "xx", rank: 1, name: "b" } })
      const request: IndexQuery = { index: "byRank", equal: ["x"], limit: 1 }
      const { next } = yield* views.query(view, { ...request, equal: ["xx"] })
      const answer = yield* Effect.exit(views.query(view, { ...request, cursor: next ?? "" }))
      const tag = Exit.isFailure(answer) ? Option.getOrUndefined(Exit.findErrorOption(answer))?._tag : "no failure"
      yield* same("the answer", "InvalidCursor", tag)
    })
)

const longCursors = viewLaw(
  "a cursor that a page gave is taken, however long the values are that it holds",
  ({ views }) =>
    Effect.gen(function*() {
      yield* views.define(view, [byRank])
      const name = "long ".repeat(2000)
      yield* write(views, view, 0, { a: { kind: "x", rank: 1, name }, b: { kind: "x", rank: 2, name } })
      const request: IndexQuery = { index: "byRank", equal: ["x"], limit: 1 }
      const { next } = yield* views.query(view, request)
      const rest = yield* views.query(view, { ...request, cursor: next ?? "" })
      yield* same("what follows it", "b", rest.items.at(-1)?.key)
    })
)

/** The laws of indexes and their cursors. */
export const viewIndexLaws: ReadonlyArray<Law> = [ordered, partial, follows, cursors, otherValues, longCursors]
