/** Folds a page of events into one projection's documents, each document loaded once and written once. */
import * as Effect from "effect/Effect"
import type { Any as AnyProjection, Json } from "../Projection.ts"
import type { Recorded } from "../Recorded.ts"
import type { StoreFault } from "../StoreError.ts"
import { idOf } from "../Views.ts"
import type { ViewStore } from "../ViewStore.ts"
import type { UnknownView } from "../ViewStoreError.ts"

export interface Changes {
  readonly upserts: ReadonlyMap<string, Json>
  readonly deletes: ReadonlyArray<string>
}

const none: Changes = { upserts: new Map(), deletes: [] }

export const foldPage = Effect.fnUntraced(function*(
  views: ViewStore["Service"],
  projection: AnyProjection,
  events: ReadonlyArray<Recorded<unknown>>
): Effect.fn.Return<Changes, StoreFault | UnknownView> {
  const categories = new Set(projection.families.map((family) => family.category))
  const steps: Array<{ readonly key: string; readonly event: Recorded<unknown> }> = []
  for (const event of events) {
    if (!categories.has(event.stream.slice(0, event.stream.indexOf("-")))) continue
    for (const key of new Set(projection.keys(event))) steps.push({ key, event })
  }
  if (steps.length === 0) return none
  const before = yield* views.getMany(idOf(projection), [...new Set(steps.map(({ key }) => key))])
  const documents = new Map<string, Json | undefined>(before)
  for (const { event, key } of steps) documents.set(key, projection.evolve(documents.get(key), event, key))

  const upserts = new Map<string, Json>()
  const deletes: Array<string> = []
  for (const [key, document] of documents) {
    // A fold that has nothing to change returns the document that it was given.
    if (document === before.get(key)) continue
    if (document === undefined) deletes.push(key)
    else upserts.set(key, document)
  }
  return { upserts, deletes }
})
