/** One page of an index: a single range of entries, in order or against it. */
import * as Cursor from "@dateline/eventsourcing/Cursor"
import type { Json } from "@dateline/eventsourcing/Projection"
import { type IndexQuery, InvalidCursor, type Page, type ViewId } from "@dateline/eventsourcing/ViewStore"
import type Database from "better-sqlite3"
import * as Option from "effect/Option"
import * as SortKey from "./sortKey.ts"
import { type StoredIndex, valuesOf } from "./viewTables.ts"

interface Row {
  readonly key: string
  readonly document: string
}

/** What the port allows, whatever is asked for. */
const mostItems = 1000
const pageSize = (limit: number): number => Math.max(1, Math.min(mostItems, Math.trunc(limit) || 1))

const select = `
  SELECT d.key, d.document FROM entries e CROSS JOIN documents d ON d.id = e.document
  WHERE e.view_index = ? AND e.sort > ? AND e.sort < ?`

/** The statements, for those who ask SQLite how it runs them. */
export const statements = {
  ascending: `${select} ORDER BY e.sort LIMIT ?`,
  descending: `${select} ORDER BY e.sort DESC LIMIT ?`
} as const

/** Where the page begins and ends; the cursor takes the place of the end at which reading begins. */
const bounds = (index: StoredIndex, query: IndexQuery, cursor: Cursor.Place | undefined) => {
  const prefix = SortKey.encode(query.equal)
  const place = cursor && SortKey.encode([...query.equal, ...cursor])
  return query.direction === "descending"
    ? [index.id, prefix, place ?? SortKey.afterAll(prefix)] as const
    : [index.id, place ?? prefix, SortKey.afterAll(prefix)] as const
}

const parseCursor = (text: string, view: ViewId, index: StoredIndex): Cursor.Place | undefined => {
  const place = Option.getOrUndefined(Cursor.parse(text, view, index.name))
  return place?.length === index.order.length + 1 ? place : undefined
}

export const make = (database: Database.Database) => {
  type Parameters = [number, Uint8Array, Uint8Array, number]
  const ascending = database.prepare<Parameters, Row>(statements.ascending)
  const descending = database.prepare<Parameters, Row>(statements.descending)

  return (view: ViewId, index: StoredIndex, query: IndexQuery): Page | InvalidCursor => {
    const cursor = query.cursor === undefined ? undefined : parseCursor(query.cursor, view, index)
    if (query.cursor !== undefined && cursor === undefined) return new InvalidCursor({ cursor: query.cursor })
    // Fewer values than the index has would select more than was meant; as no document has as few, none is selected.
    if (query.equal.length !== index.equal.length) return { items: [] }
    const statement = query.direction === "descending" ? descending : ascending
    const limit = pageSize(query.limit)
    const rows = statement.all(...bounds(index, query, cursor), limit + 1)
    const items = rows.slice(0, limit).map(({ document, key }) => ({
      key,
      document: JSON.parse(document) as Json
    }))
    const last = rows.length > limit ? items.at(-1) : undefined
    if (last === undefined) return { items }
    const place = [...valuesOf(last.document, index.order) ?? [], last.key]
    return { items, next: Cursor.format(view, index.name, place) }
  }
}
