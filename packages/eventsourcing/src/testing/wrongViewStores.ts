/** View stores that each break one law and keep all the others. Not for use. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as MemoryViewStore from "../MemoryViewStore.ts"
import type { Json } from "../Projection.ts"
import type { ViewBatch, ViewId } from "../ViewStore.ts"
import type { Views } from "./Law.ts"

export interface WrongViewStore {
  /** What it does wrong. */
  readonly name: string
  /** The name of the law that it breaks. */
  readonly breaks: string
  readonly make: () => Views
}

const wrong = (name: string, breaks: string, change: (right: Views) => Partial<Views>): WrongViewStore => ({
  name,
  breaks,
  make: () => {
    const right = MemoryViewStore.make()
    return { ...right, ...change(right) }
  }
})

type Batches = Parameters<Views["apply"]>[0]

const mapBatches = (batches: Batches, change: (batch: ViewBatch) => ViewBatch): Batches => {
  const [first, ...rest] = batches
  return [change(first), ...rest.map(change)]
}

const field = (document: Json, name: string): Json | undefined =>
  typeof document === "object" && document !== null ? (document as { readonly [key: string]: Json })[name] : undefined

export const wrongViewStores: ReadonlyArray<WrongViewStore> = [
  wrong("keeps documents that a batch deletes", "documents and their checkpoint are written together", (right) => ({
    // An index follows because a marked document has no fields; only reading by key shows that it is still there.
    apply: (batches) =>
      right.apply(mapBatches(batches, (batch) => ({
        ...batch,
        upserts: new Map([...batch.upserts, ...batch.deletes.map((key) => [key, "deleted"] as const)]),
        deletes: []
      })))
  })),
  wrong("takes keys that look alike for the same", "a document comes back as it was, under whatever key", (right) => {
    const plain = (key: string) => key.normalize("NFC")
    return {
      apply: (batches) =>
        right.apply(mapBatches(batches, (batch) => ({
          ...batch,
          upserts: new Map([...batch.upserts].map(([key, document]) => [plain(key), document]))
        }))),
      getMany: (view, keys) =>
        Effect.map(
          right.getMany(view, keys.map(plain)),
          (found) =>
            new Map(keys.flatMap((key) => found.has(plain(key)) ? [[key, found.get(plain(key))!] as const] : []))
        )
    }
  }),
  wrong(
    "writes the batches one after another",
    "a batch computed at another checkpoint is refused, with all of its neighbours",
    (right) => ({ apply: (batches) => Effect.forEach(batches, (batch) => right.apply([batch]), { discard: true }) })
  ),
  wrong(
    "checks the checkpoint first and writes later",
    "of writers at the same checkpoint exactly one wins",
    (right) => ({
      apply: Effect.fnUntraced(function*(batches) {
        const now = yield* Effect.forEach(batches, (batch) => right.checkpoint(batch.view))
        const moved = batches.some((batch, place) =>
          JSON.stringify(Option.getOrElse(now[place]!, () => ({ ...batch.from, position: 0 }))) !==
            JSON.stringify(batch.from)
        )
        if (moved) return yield* right.apply(batches)
        yield* Effect.yieldNow
        const later = yield* Effect.forEach(batches, (batch) => right.checkpoint(batch.view))
        const [first, ...rest] = batches.map((batch, place) => ({
          ...batch,
          from: Option.getOrElse(later[place]!, () => batch.from)
        }))
        if (first) yield* right.apply([first, ...rest])
      })
    })
  ),
  wrong(
    "begins a page with the document that ended the last one",
    "an index reads in order, in both directions, and its pages lose and repeat nothing",
    (right) => {
      const ends = new Map<string, { readonly key: string; readonly document: Json }>()
      return {
        query: (view, request) =>
          Effect.map(right.query(view, request), (page) => {
            const end = request.cursor === undefined ? undefined : ends.get(request.cursor)
            const last = page.items.at(-1)
            if (page.next !== undefined && last !== undefined) ends.set(page.next, last)
            return end === undefined ? page : { ...page, items: [end, ...page.items] }
          })
      }
    }
  ),
  wrong(
    "takes a missing field for an empty text",
    "a document that lacks a field of an index is not in it",
    (right) => ({
      apply: (batches) =>
        right.apply(mapBatches(batches, (batch) => ({
          ...batch,
          upserts: new Map([...batch.upserts].map(([key, document]) => {
            const incomplete = field(document, "kind") !== undefined && field(document, "name") === undefined
            return [key, incomplete ? { ...document as object, name: "" } as Json : document]
          }))
        })))
    })
  ),
  wrong(
    "leaves a document where it first was in an index",
    "an index follows its documents when they change and go",
    (right) => {
      const first = new Map<string, Json>()
      const keyOf = (view: ViewId, key: string) => `${view.name} ${view.revision} ${key}`
      return {
        apply: (batches) =>
          Effect.tap(
            right.apply(mapBatches(batches, (batch) => ({
              ...batch,
              upserts: new Map([...batch.upserts].map(([key, document]) => {
                const was = first.get(keyOf(batch.view, key))
                const rank = was === undefined ? undefined : field(was, "rank")
                return [key, rank === undefined ? document : { ...document as object, rank } as Json]
              }))
            }))),
            () =>
              Effect.sync(() => {
                for (const batch of batches) {
                  for (const [key, document] of batch.upserts) {
                    const name = keyOf(batch.view, key)
                    if (!first.has(name)) first.set(name, document)
                  }
                }
              })
          ),
        drop: (view) => Effect.tap(right.drop(view), () => Effect.sync(() => first.clear()))
      }
    }
  ),
  wrong(
    "drops every revision of a view at once",
    "revisions of a view live apart, and dropping one leaves the others",
    (right) => ({
      drop: (view) =>
        Effect.forEach(
          [1, 2, 3],
          (revision) => Effect.andThen(right.drop({ ...view, revision }), right.define({ ...view, revision }, [])),
          { discard: true }
        )
    })
  ),
  wrong(
    "begins anew at a cursor that it does not know",
    "a cursor that the index did not make is refused",
    (right) => ({
      query: (view, { cursor, ...request }) =>
        Effect.catchTag(
          right.query(view, cursor === undefined ? request : { ...request, cursor }),
          "InvalidCursor",
          () => right.query(view, request)
        )
    })
  )
]
