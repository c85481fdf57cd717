/** What the laws of documents and of indexes write. */
import * as Effect from "effect/Effect"
import type { Checkpoint } from "../Checkpoint.ts"
import * as Position from "../Position.ts"
import type { Index, Json } from "../Projection.ts"
import type { IndexQuery, ViewId } from "../ViewStore.ts"
import type { Views } from "./Harness.ts"
import { LawBroken } from "./Law.ts"

export const at = (position: number): Checkpoint => ({ log: "log", epoch: "1", position: Position.make(position) })
export const view: ViewId = { name: "notes", revision: 1, build: 0 }
export const byRank: Index = { name: "byRank", equal: ["kind"], order: ["rank", "name"] }

export type Documents = { readonly [key: string]: Json }

export const write = (
  views: Views,
  id: ViewId,
  from: number,
  documents: Documents,
  deletes: ReadonlyArray<string> = []
) =>
  views.apply([{
    view: id,
    fence: 0,
    from: at(from),
    to: at(from + 1),
    upserts: new Map(Object.entries(documents)),
    deletes
  }])

/** Every page of a query, by key. */
export const pages = Effect.fnUntraced(function*(views: Views, request: IndexQuery) {
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
