/** Writes documents and, with each of them, its entries in the view's indexes. */
import type { Json } from "@dateline/eventsourcing/Projection"
import * as SortKey from "@dateline/eventsourcing/SortKey"
import type { ViewId } from "@dateline/eventsourcing/ViewStore"
import { DamagedDocument } from "@dateline/eventsourcing/ViewStoreError"
import type Database from "better-sqlite3"
import { prepare } from "./steady.ts"
import type { StoredIndex, StoredView } from "./viewTables.ts"

interface DocumentRow {
  readonly id: number
  readonly document: string
}

interface KeyedRow extends DocumentRow {
  readonly key: string
}

/** A document as it was written. Throws {@link DamagedDocument} when something has happened to the file since. */
export const parseDocument = (view: ViewId, key: string, text: string): Json => {
  try {
    return JSON.parse(text)
  } catch {
    throw new DamagedDocument({ view, key })
  }
}

/** Documents that are put into a new index at once. */
const rebuildPage = 500

export const make = (database: Database.Database) => {
  const find = prepare<[number, string], DocumentRow>(
    database,
    "SELECT id, document FROM documents WHERE view = ? AND key = ?"
  )
  const add = prepare<[number, string, string]>(
    database,
    "INSERT INTO documents (view, key, document) VALUES (?, ?, ?)"
  )
  const set = prepare<[string, number]>(database, "UPDATE documents SET document = ? WHERE id = ?")
  const remove = prepare<[number]>(database, "DELETE FROM documents WHERE id = ?")
  // In the table's own order the whole rebuild is one pass over it; the index by view would sort again for each page.
  const page = prepare<[number, number, number], KeyedRow>(
    database,
    "SELECT id, key, document FROM documents NOT INDEXED WHERE view = ? AND id > ? ORDER BY id LIMIT ?"
  )
  const addEntry = prepare<[number, Uint8Array, number]>(
    database,
    "INSERT INTO entries (view_index, sort, document) VALUES (?, ?, ?)"
  )
  const removeEntry = prepare<[number, Uint8Array]>(database, "DELETE FROM entries WHERE view_index = ? AND sort = ?")

  /** Only the entries that changed are written: most updates of a document leave it where it stands. */
  const moveEntries = (
    indexes: ReadonlyArray<StoredIndex>,
    { id, key }: { readonly id: number; readonly key: string },
    before: Json | undefined,
    after: Json | undefined
  ): void => {
    for (const index of indexes) {
      const old = before === undefined ? undefined : SortKey.ofDocument(index, key, before)
      const now = after === undefined ? undefined : SortKey.ofDocument(index, key, after)
      if (old && now && Buffer.compare(old, now) === 0) continue
      if (old) removeEntry.run(index.id, old)
      if (now) addEntry.run(index.id, now, id)
    }
  }

  return {
    get: (view: StoredView, key: string): Json | undefined => {
      const row = find.get(view.id, key)
      return row && parseDocument(view.name, key, row.document)
    },
    upsert: ({ id: view, indexes, name }: StoredView, key: string, document: Json): void => {
      const text = JSON.stringify(document)
      const row = find.get(view, key)
      if (row?.document === text) return
      const id = row?.id ?? Number(add.run(view, key, text).lastInsertRowid)
      if (row) set.run(text, id)
      if (indexes.length === 0) return
      moveEntries(indexes, { id, key }, row && parseDocument(name, key, row.document), document)
    },
    remove: ({ id: view, indexes, name }: StoredView, key: string): void => {
      const row = find.get(view, key)
      if (row === undefined) return
      const before = indexes.length === 0 ? undefined : parseDocument(name, key, row.document)
      moveEntries(indexes, { id: row.id, key }, before, undefined)
      remove.run(row.id)
    },
    /** Puts every document of the view into a new index. */
    fill: ({ id: view, name }: StoredView, index: StoredIndex): void => {
      let rows: ReadonlyArray<KeyedRow> = []
      do {
        rows = page.all(view, rows.at(-1)?.id ?? 0, rebuildPage)
        for (const row of rows) moveEntries([index], row, undefined, parseDocument(name, row.key, row.document))
      } while (rows.length === rebuildPage)
    }
  }
}
