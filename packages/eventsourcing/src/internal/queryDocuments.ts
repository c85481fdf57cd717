/** One page of an index over documents in memory: the meaning of a query, with nothing that makes it fast. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Cursor from "../Cursor.ts"
import type { Index, Json } from "../Projection.ts"
import type { IndexQuery, Page, ViewId } from "../ViewStore.ts"
import { InvalidCursor } from "../ViewStoreError.ts"
import { compareValues, type Scalar } from "./indexOrder.ts"

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

/** The documents of the list, with their places, in order. */
const list = (documents: ReadonlyMap<string, Json>, index: Index, request: IndexQuery) => {
  const sign = request.direction === "descending" ? -1 : 1
  const rows = [...documents].flatMap(([key, document]) => {
    const equal = valuesOf(document, index.equal)
    const order = valuesOf(document, index.order)
    const selected = equal && order && compareValues(equal, request.equal) === 0
    return selected ? [{ key, document, place: [...order, key] }] : []
  })
  return rows.sort((a, b) => sign * compareValues(a.place, b.place))
}

export const queryDocuments = (
  documents: ReadonlyMap<string, Json>,
  view: ViewId,
  index: Index,
  request: IndexQuery
): Effect.Effect<Page, InvalidCursor> => {
  const limit = Math.max(1, Math.min(1000, Math.trunc(request.limit) || 1))
  const sign = request.direction === "descending" ? -1 : 1
  const after = Option.flatMap(
    Option.fromNullishOr(request.cursor),
    (text) => Cursor.parse(text, view, index, request.equal)
  )
  if (request.cursor !== undefined && Option.isNone(after)) {
    return Effect.fail(new InvalidCursor({ cursor: request.cursor }))
  }
  const rows = list(documents, index, request)
  const rest = Option.match(after, {
    onNone: () => rows,
    onSome: (place) => rows.filter((row) => sign * compareValues(row.place, place) > 0)
  })
  const items = rest.slice(0, limit)
  const last = rest.length > limit ? items.at(-1) : undefined
  return Effect.succeed({
    items: items.map(({ document, key }) => ({ key, document: structuredClone(document) })),
    ...(last === undefined ? {} : { next: Cursor.format(view, index, request.equal, last.place) })
  })
}
