/** Views that end with the program: the reference that every other view store is compared with. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { Checkpoint } from "./Checkpoint.ts"
import * as Cursor from "./Cursor.ts"
import { compareValues, type Scalar } from "./internal/indexOrder.ts"
import * as Position from "./Position.ts"
import type { Index, Json } from "./Projection.ts"
import { StoreFault } from "./StoreError.ts"
import {
  CheckpointMoved,
  type IndexQuery,
  InvalidCursor,
  type Page,
  type ViewBatch,
  type ViewId,
  ViewStore
} from "./ViewStore.ts"

interface View {
  indexes: ReadonlyArray<Index>
  checkpoint: Checkpoint | undefined
  readonly documents: Map<string, Json>
}

const idText = (view: ViewId): string => `${view.name} ${view.revision}`

const scalar = (document: Json, field: string): Scalar | undefined => {
  const value = typeof document === "object" && document !== null
    ? (document as { [key: string]: Json })[field]
    : undefined
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined
}

/** The values of the fields; nothing when one is missing, because such a document is not in the index. */
const valuesOf = (document: Json, fields: ReadonlyArray<string>): ReadonlyArray<Scalar> | undefined => {
  const values = fields.map((field) => scalar(document, field))
  return values.every((value) => value !== undefined) ? values : undefined
}

const copy = (document: Json): Json => structuredClone(document)

const sameCheckpoint = (a: Checkpoint, b: Checkpoint): boolean =>
  a.log === b.log && a.epoch === b.epoch && a.position === b.position

const placeOf = (text: string, id: ViewId, index: Index) =>
  Option.filter(Cursor.parse(text, id, index.name), (place) => place.length === index.order.length + 1)

const runQuery = (view: View, id: ViewId, index: Index, request: IndexQuery) => {
  const limit = Math.max(1, Math.min(1000, Math.trunc(request.limit) || 1))
  const sign = request.direction === "descending" ? -1 : 1
  const rows = [...view.documents].flatMap(([key, document]) => {
    const equal = valuesOf(document, index.equal)
    const order = valuesOf(document, index.order)
    const selected = equal && order && compareValues(equal, request.equal) === 0
    return selected ? [{ key, document, sort: [...order, key] }] : []
  })
  rows.sort((a, b) => sign * compareValues(a.sort, b.sort))
  const after = Option.flatMap(Option.fromNullishOr(request.cursor), (text) => placeOf(text, id, index))
  if (request.cursor !== undefined && Option.isNone(after)) {
    return Effect.fail(new InvalidCursor({ cursor: request.cursor }))
  }
  const rest = Option.match(after, {
    onNone: () => rows,
    onSome: (place) => rows.filter((row) => sign * compareValues(row.sort, place) > 0)
  })
  const items = rest.slice(0, limit)
  const last = rest.length > limit ? items.at(-1) : undefined
  return Effect.succeed({
    items: items.map(({ document, key }) => ({ key, document: copy(document) })),
    ...(last === undefined ? {} : { next: Cursor.format(id, index.name, last.sort) })
  })
}

/** A new, empty view store. */
export const make = (): ViewStore["Service"] => {
  const views = new Map<string, View>()
  const viewOf = (id: ViewId): Effect.Effect<View, StoreFault> => {
    const view = views.get(idText(id))
    const cause = `the view ${id.name} (revision ${id.revision}) was never defined`
    return view ? Effect.succeed(view) : Effect.fail(new StoreFault({ operation: "view", cause, retryable: false }))
  }

  const check = Effect.fnUntraced(function*(batch: ViewBatch) {
    const view = yield* viewOf(batch.view)
    const actual = view.checkpoint ?? { ...batch.from, position: Position.start }
    if (!sameCheckpoint(actual, batch.from)) {
      return yield* new CheckpointMoved({ view: batch.view, expected: batch.from, actual })
    }
    return () => {
      view.checkpoint = batch.to
      for (const key of batch.deletes) view.documents.delete(key)
      for (const [key, document] of batch.upserts) view.documents.set(key, copy(document))
    }
  })

  return ViewStore.of({
    define: (id, indexes) =>
      Effect.sync(() => {
        const view = views.get(idText(id))
        if (view) view.indexes = indexes
        else views.set(idText(id), { indexes, checkpoint: undefined, documents: new Map() })
      }),
    getMany: (id, keys) =>
      Effect.map(
        viewOf(id),
        ({ documents }) =>
          new Map(keys.flatMap((key) => documents.has(key) ? [[key, copy(documents.get(key)!)] as const] : []))
      ),
    query: (id, request) =>
      Effect.flatMap(viewOf(id), (view): Effect.Effect<Page, StoreFault | InvalidCursor> => {
        const index = view.indexes.find(({ name }) => name === request.index)
        const cause = `the view ${id.name} has no index "${request.index}"`
        return index === undefined
          ? Effect.fail(new StoreFault({ operation: "query", cause, retryable: false }))
          : runQuery(view, id, index, request)
      }),
    apply: (batches) =>
      Effect.map(Effect.forEach(batches, check), (writes) => {
        for (const write of writes) write()
      }),
    checkpoint: (id) => Effect.map(viewOf(id), (view) => Option.fromNullishOr(view.checkpoint)),
    drop: (id) => Effect.sync(() => void views.delete(idText(id)))
  })
}

/** A new, empty view store for the program that is given it. */
export const layer: Layer.Layer<ViewStore> = Layer.sync(ViewStore, make)
