/** What every view store must do, whatever it is made of. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type { Checkpoint } from "../Checkpoint.ts"
import * as Position from "../Position.ts"
import type { Index, Json } from "../Projection.ts"
import type { IndexQuery, ViewId } from "../ViewStore.ts"
import { type Law, LawBroken, same, viewLaw, type Views } from "./Law.ts"

const at = (position: number): Checkpoint => ({ log: "log", epoch: "1", position: Position.make(position) })
const view: ViewId = { name: "notes", revision: 1, build: 0 }
const byRank: Index = { name: "byRank", equal: ["kind"], order: ["rank", "name"] }

type Documents = { readonly [key: string]: Json }

const write = (views: Views, id: ViewId, from: number, documents: Documents, deletes: ReadonlyArray<string> = []) =>
  views.apply([{
    view: id,
    fence: 0,
    from: at(from),
    to: at(from + 1),
    upserts: new Map(Object.entries(documents)),
    deletes
  }])

/** Every page of a query, by key. */
const pages = Effect.fnUntraced(function*(views: Views, request: IndexQuery) {
  const keys: Array<string> = []
  let cursor: string | undefined
  for (let page = 0; page < 100; page++) {
    const answer = yield* views.query(view, { ...request, ...(cursor === undefined ? {} : { cursor }) })
    keys.push(...answer.items.map(({ key }) => key))
    cursor = answer.next
    if (cursor === undefined) return keys
  }
  return yield* new LawBroken({ detail: "a hundred pages, and no end" })
})

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

const together = viewLaw(
  "documents and their checkpoint are written together",
  ({ connect, views }) =>
    Effect.gen(function*() {
      yield* views.define(view, [])
      yield* same("before", undefined, Option.getOrUndefined(yield* views.checkpoint(view)))
      yield* write(views, view, 0, { a: { n: 1 }, b: { n: 2 } })
      yield* write(views, view, 1, { a: { n: 3 } }, ["b", "never"])
      for (const reader of [views, yield* connect]) {
        yield* same("the checkpoint", at(2), Option.getOrUndefined(yield* reader.checkpoint(view)))
        yield* same("the documents", [["a", { n: 3 }]], [...(yield* reader.getMany(view, ["a", "b", "c"]))])
      }
    })
)

const exact = viewLaw("a document comes back as it was, under whatever key", ({ views }) =>
  Effect.gen(function*() {
    yield* views.define(view, [])
    const document: Json = {
      text: "\u0000'; DROP é e\u0301 \ud83d\ude00",
      list: [1.5, -3, true, null, []],
      deep: { "": {} }
    }
    const keys = ["a", "A", "a ", "'; DROP TABLE", "%", "_", "*", "../x", "é", "e\u0301", "__proto__", "\u{1f600}"]
    const documents = new Map(keys.map((key, place) => [key, { key, place, document }] as const))
    yield* views.apply([{ view, fence: 0, from: at(0), to: at(1), upserts: documents, deletes: [] }])
    const found = yield* views.getMany(view, keys)
    for (const [key, expected] of documents) yield* same(`the document ${key}`, expected, found.get(key))
    yield* same("as many as there are", keys.length, found.size)
  }))

const moved = viewLaw(
  "a batch computed at another checkpoint is refused, with all of its neighbours",
  ({ views }) =>
    Effect.gen(function*() {
      const other: ViewId = { ...view, name: "other" }
      yield* views.define(view, [])
      yield* views.define(other, [])
      yield* write(views, view, 0, { a: 1 })
      const upserts = new Map([["z", 9]])
      const foreign = { ...at(1), log: "another" }
      for (const from of [at(0), at(2), foreign, { ...at(1), epoch: "2" }]) {
        const refused = yield* Effect.exit(views.apply([
          { view: other, fence: 0, from: at(0), to: at(3), upserts, deletes: [] },
          { view, fence: 0, from, to: at(3), upserts, deletes: [] }
        ]))
        const tag = Exit.isFailure(refused) ? Option.getOrUndefined(Exit.findErrorOption(refused))?._tag : "no failure"
        yield* same(`from ${JSON.stringify(from)}`, "CheckpointMoved", tag)
      }
      const present = [...(yield* views.getMany(view, ["z"])), ...(yield* views.getMany(other, ["z"]))]
      yield* same("what was written", [], present)
      yield* same("the neighbour's checkpoint", undefined, Option.getOrUndefined(yield* views.checkpoint(other)))
    })
)

const oneWriter = viewLaw(
  "of writers at the same checkpoint exactly one wins",
  ({ connect, views }) =>
    Effect.gen(function*() {
      yield* views.define(view, [])
      const writers = [views, yield* connect]
      for (let round = 0; round < 5; round++) {
        const exits = yield* Effect.forEach(
          [0, 1, 2, 3],
          (writer) => Effect.exit(write(writers[writer % 2]!, view, round, { [`${round}-${writer}`]: writer })),
          {
            concurrency: "unbounded"
          }
        )
        yield* same("winners", 1, exits.filter(Exit.isSuccess).length)
      }
      const keys = Array.from({ length: 20 }, (_, n) => `${Math.floor(n / 4)}-${n % 4}`)
      yield* same("documents", 5, (yield* views.getMany(view, keys)).size)
    })
)

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

const apart = viewLaw(
  "revisions of a view live apart, and dropping one leaves the others",
  ({ views }) =>
    Effect.gen(function*() {
      const next: ViewId = { ...view, revision: 2 }
      for (const id of [view, next]) {
        yield* views.define(id, [byRank])
        yield* write(views, id, 0, { a: { kind: "x", rank: id.revision, name: "" } })
      }
      yield* views.drop(view)
      yield* views.define(view, [byRank])
      yield* same("the dropped one", [], [...(yield* views.getMany(view, ["a"]))])
      yield* same("its checkpoint", undefined, Option.getOrUndefined(yield* views.checkpoint(view)))
      yield* same("its index", [], yield* pages(views, { index: "byRank", equal: ["x"], limit: 9 }))
      yield* same("the other", { kind: "x", rank: 2, name: "" }, (yield* views.getMany(next, ["a"])).get("a"))
      yield* same("its checkpoint", at(1), Option.getOrUndefined(yield* views.checkpoint(next)))
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

/** The laws of documents and lists. */
export const viewDocumentLaws: ReadonlyArray<Law> = [
  together,
  exact,
  moved,
  oneWriter,
  ordered,
  partial,
  follows,
  apart,
  cursors,
  otherValues,
  longCursors
]
