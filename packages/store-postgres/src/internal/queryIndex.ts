/** One page of an index: a single range of entries, in order or against it. */
import * as Cursor from "@dateline/eventsourcing/Cursor"
import * as SortKey from "@dateline/eventsourcing/SortKey"
import type { IndexQuery, Page, ViewId } from "@dateline/eventsourcing/ViewStore"
import {
  type DamagedDocument,
  InvalidCursor,
  UnknownIndex,
  type UnknownView
} from "@dateline/eventsourcing/ViewStoreError"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { SqlError } from "effect/sql/SqlError"
import type { Connection } from "./connection.ts"
import { parseDocument } from "./documents.ts"
import * as Parameters from "./parameters.ts"
import { original } from "./text.ts"
import { beginning } from "./viewsFormat.ts"
import { findIndexes, findView, type StoredIndex } from "./viewTables.ts"

/** What the port allows, whatever is asked for. */
const mostItems = 1000
const pageSize = (limit: number): number => Math.max(1, Math.min(mostItems, Math.trunc(limit) || 1))

/** A row without a document when the index is there and nothing of it is in the range; no row when the index has gone. */
export const statement = (schema: string, order: "ASC" | "DESC"): string => `
  SELECT p.key, p.document FROM ${schema}.view_indexes i
  LEFT JOIN LATERAL (
    SELECT d.key, d.document, e.sort FROM ${schema}.entries e JOIN ${schema}.documents d ON d.id = e.document
    WHERE e.view_index = $1
      AND ${beginning("e.sort")} >= ${beginning("$2::bytea")} AND ${beginning("e.sort")} <= ${beginning("$3::bytea")}
      AND e.sort > $2 AND e.sort < $3
    ORDER BY ${beginning("e.sort")} ${order}, e.sort ${order} LIMIT $4
  ) p ON true
  WHERE i.id = $1 ORDER BY p.sort ${order}`

/** Where the page begins and ends; the cursor takes the place of the end at which reading begins. */
const bounds = (query: IndexQuery, cursor: Cursor.Place | undefined): readonly [Uint8Array, Uint8Array] => {
  const prefix = SortKey.encode(query.equal)
  const place = cursor && SortKey.encode([...query.equal, ...cursor])
  return query.direction === "descending"
    ? [prefix, place ?? SortKey.afterAll(prefix)]
    : [place ?? prefix, SortKey.afterAll(prefix)]
}

const cursorOf = (view: ViewId, index: StoredIndex, { cursor, equal }: IndexQuery) => {
  if (cursor === undefined) return Effect.succeed(undefined)
  const place = Cursor.parse(cursor, view, index, equal)
  return Option.isSome(place) ? Effect.succeed(place.value) : Effect.fail(new InvalidCursor({ cursor }))
}

type Failure = SqlError | UnknownView | UnknownIndex | InvalidCursor | DamagedDocument

export const queryIndex = Effect.fnUntraced(function*(
  { run, schema }: Connection,
  view: ViewId,
  query: IndexQuery
): Effect.fn.Return<Page, Failure> {
  for (;;) {
    const { id } = yield* findView(run, schema, view)
    const index = (yield* findIndexes(run, schema, id)).find(({ name }) => name === query.index)
    if (index === undefined) return yield* new UnknownIndex({ view, index: query.index })
    const cursor = yield* cursorOf(view, index, query)
    // Fewer values than the index has would select more than was meant; as no document has as few, none is selected.
    if (query.equal.length !== index.equal.length) return { items: [] }
    const [low, high] = bounds(query, cursor)
    const limit = pageSize(query.limit)
    const order = query.direction === "descending" ? "DESC" : "ASC"
    const rows = yield* run(statement(schema, order), [
      Parameters.whole(index.id),
      Parameters.bytes(low),
      Parameters.bytes(high),
      Parameters.int(limit + 1)
    ])
    // Another program has changed the view's indexes since: they are asked for again.
    if (rows.length === 0) continue
    const items: Array<Page["items"][number]> = []
    for (const [key, text] of rows.slice(0, limit)) {
      if (typeof key !== "string" || typeof text !== "string") continue
      items.push({ key: original(key), document: yield* parseDocument(view, key, original(text)) })
    }
    const last = rows.length > limit ? items.at(-1) : undefined
    if (last === undefined) return { items }
    const place = [...SortKey.valuesOf(last.document, index.order) ?? [], last.key]
    return { items, next: Cursor.format(view, index, query.equal, place) }
  }
})
