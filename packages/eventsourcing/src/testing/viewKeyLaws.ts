/** What every view store must refuse as a key, so that a projection may go from one store to another. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Position from "../Position.ts"
import type { ViewId } from "../ViewStore.ts"
import { type Law, LawBroken, same, viewLaw } from "./Law.ts"

const at = (position: number) => ({ log: "log", epoch: "1", position: Position.make(position) })

const wholeKeys = viewLaw(
  "a key with half of a surrogate pair is refused by a fault, and nothing of its batches is written",
  ({ views }) =>
    Effect.gen(function*() {
      const names: ReadonlyArray<ViewId> = ["one", "two"].map((name) => ({ name, revision: 1, build: 0 }))
      for (const view of names) yield* views.define(view, [])
      const batch = (view: ViewId, key: string) => ({
        view,
        fence: 0,
        from: at(0),
        to: at(1),
        upserts: new Map([[key, 1]]),
        deletes: []
      })
      const refused = yield* Effect.flip(views.apply([batch(names[1]!, "\ud800"), batch(names[0]!, "a")])).pipe(
        Effect.mapError(() => new LawBroken({ detail: "half of a surrogate pair in a key was not refused" }))
      )
      yield* same("the refusal", "StoreFault", refused._tag)
      yield* same("its neighbours", 0, (yield* views.getMany(names[0]!, ["a"])).size)
      for (const view of names) {
        yield* same("the checkpoint", true, Option.isNone(yield* views.checkpoint(view)))
        yield* same("no document has such a key", 0, (yield* views.getMany(view, ["\ud800", "\ufffd"])).size)
      }
    })
)

/** The laws of keys. */
export const viewKeyLaws: ReadonlyArray<Law> = [wholeKeys]
