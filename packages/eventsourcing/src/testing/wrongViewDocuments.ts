/** View stores that each break one law about documents and lists, and keep all the others. Not for use. */
import * as Effect from "effect/Effect"
import * as Base64Url from "effect/encoding/Base64Url"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { Json } from "../Projection.ts"
import type { ViewId } from "../ViewStore.ts"
import { InvalidCursor } from "../ViewStoreError.ts"
import { mapBatches, wrong, type WrongViewStore } from "./wrongViewStore.ts"

const field = (document: Json, name: string): Json | undefined =>
  typeof document === "object" && document !== null ? (document as { readonly [key: string]: Json })[name] : undefined

/** What a cursor says, if it says anything: view, revision, index, values, place. */
const partsOf = (cursor: string): Array<unknown> | undefined => {
  try {
    const parts: unknown = JSON.parse(Result.getOrThrow(Base64Url.decodeString(cursor)))
    return Array.isArray(parts) ? parts : undefined
  } catch {
    return undefined
  }
}

/** The cursor as if it had been made with these values. */
const withValues = (cursor: string, equal: ReadonlyArray<string | number | boolean>): string =>
  Base64Url.encode(JSON.stringify(partsOf(cursor)?.with(3, equal) ?? cursor))

/** One for each law of documents and lists. */
export const wrongViewDocuments: ReadonlyArray<WrongViewStore> = [
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
        Effect.gen(function*() {
          for (const id of yield* right.builds(view.name)) {
            if (id.revision !== view.revision) yield* Effect.andThen(right.drop(id), right.define(id, []))
          }
          yield* right.drop(view)
        })
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
          (refused) => partsOf(refused.cursor)?.[2] === request.index ? refused : right.query(view, request)
        )
    })
  ),
  wrong(
    "asks a cursor only for its index",
    "a cursor of the same index with other values is refused",
    (right) => ({
      query: (view, request) =>
        request.cursor === undefined
          ? right.query(view, request)
          : right.query(view, { ...request, cursor: withValues(request.cursor, request.equal) })
    })
  ),
  wrong(
    "takes long cursors for none of its own",
    "a cursor that a page gave is taken, however long the values are that it holds",
    (right) => ({
      query: (view, request) =>
        (request.cursor ?? "").length > 4096
          ? Effect.fail(new InvalidCursor({ cursor: request.cursor! }))
          : right.query(view, request)
    })
  )
]
