/** One page of an index: a single range of entries, in order or against it. */
import * as Cursor from "@dateline/eventsourcing/Cursor"
import * as SortKey from "@dateline/eventsourcing/SortKey"
import type { IndexQuery, Page, ViewId } from "@dateline/eventsourcing/ViewStore"
import { InvalidCursor } from "@dateline/eventsourcing/ViewStoreError"
import type Database from "better-sqlite3"
import * as Option from "effect/Option"
import { parseDocument } from "./documents.ts"
import { prepare } from "./steady.ts"
import type { StoredIndex } from "./viewTables.ts"

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

export const make = (database: Database.Database) => {
  type Parameters = [number, Uint8Array, Uint8Array, number]
  const ascending = prepare<Parameters, Row>(database, statements.ascending)
  const descending = prepare<Parameters, Row>(database, statements.descending)

  /** Throws {@link InvalidCursor}. */
  return (view: ViewId, index: StoredIndex, query: IndexQuery): Page => {
    const cursor = query.cursor === undefined
      ? undefined
      : Option.getOrUndefined(Cursor.parse(query.cursor, view, index, query.equal))
    if (query.cursor !== undefined && cursor === undefined) throw new InvalidCursor({ cursor: query.cursor })
    // Fewer values than the index has would select more than was meant; as no document has as few, none is selected.
    if (query.equal.length !== index.equal.length) return { items: [] }
    const statement = query.direction === "descending" ? descending : ascending
    const limit = pageSize(query.limit)
    const rows = statement.all(...bounds(index, query, cursor), limit + 1)
    const items = rows.slice(0, limit).map(({ document, key }) => ({
      key,
      document: parseDocument(view, key, document)
    }))
    const last = rows.length > limit ? items.at(-1) : undefined
    if (last === undefined) return { items }
    const place = [...SortKey.valuesOf(last.document, index.order) ?? [], last.key]
    return { items, next: Cursor.format(view, index, query.equal, place) }
  }
}
