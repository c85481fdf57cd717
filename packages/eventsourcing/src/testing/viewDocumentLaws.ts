/** What every view store must do with documents, whatever it is made of. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type { Json } from "../Projection.ts"
import type { ViewId } from "../ViewStore.ts"
import { type Law, same, viewLaw } from "./Law.ts"
import { at, byRank, pages, view, write } from "./viewSteps.ts"

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

/** The laws of documents. */
export const viewDocumentLaws: ReadonlyArray<Law> = [together, exact, moved, oneWriter, apart]
