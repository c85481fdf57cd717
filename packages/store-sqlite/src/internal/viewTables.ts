/** The rows that a view is made of: what it is called, its indexes, its checkpoint, its documents and their entries. */
import type { Checkpoint } from "@dateline/eventsourcing/Checkpoint"
import * as Position from "@dateline/eventsourcing/Position"
import type { Index, Json } from "@dateline/eventsourcing/Projection"
import type { ViewId } from "@dateline/eventsourcing/ViewStore"
import type Database from "better-sqlite3"
import * as SortKey from "./sortKey.ts"

export interface StoredIndex extends Index {
  readonly id: number
}

export interface StoredView {
  readonly id: number
  readonly indexes: ReadonlyArray<StoredIndex>
  readonly checkpoint: Checkpoint | undefined
}

interface ViewRow {
  readonly id: number
  readonly log: string | null
  readonly epoch: string | null
  readonly position: number | null
}

interface IndexRow {
  readonly id: number
  readonly name: string
  readonly equalFields: string
  readonly orderFields: string
}

const scalar = (document: Json, field: string): SortKey.Scalar | undefined => {
  if (typeof document !== "object" || document === null || !Object.hasOwn(document, field)) return undefined
  const value = (document as { readonly [key: string]: Json | undefined })[field] // an object, as was just asked
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined
}

/** The values of fields, in order; nothing when one is absent or null, because such a document is not in the index. */
export const valuesOf = (document: Json, fields: ReadonlyArray<string>): ReadonlyArray<SortKey.Scalar> | undefined => {
  const values: Array<SortKey.Scalar> = []
  for (const field of fields) {
    const value = scalar(document, field)
    if (value === undefined) return undefined
    values.push(value)
  }
  return values
}

/** Where a document stands in an index. */
export const sortKeyOf = (index: Index, key: string, document: Json): Uint8Array | undefined => {
  const values = valuesOf(document, [...index.equal, ...index.order])
  return values && SortKey.encode([...values, key])
}

const checkpointOf = ({ epoch, log, position }: ViewRow): Checkpoint | undefined =>
  log === null || epoch === null || position === null ? undefined : { log, epoch, position: Position.make(position) }

const fields = (text: string): ReadonlyArray<string> => JSON.parse(text) // written by this package

/** Removes what belongs to a number: a view's or an index's. */
interface Removal {
  readonly run: (id: number) => unknown
}

export const make = (database: Database.Database) => {
  const findView = database.prepare<[string, number], ViewRow>(
    "SELECT id, log, epoch, position FROM views WHERE name = ? AND revision = ?"
  )
  const findIndexes = database.prepare<[number], IndexRow>(`
    SELECT id, name, equal_fields AS equalFields, order_fields AS orderFields FROM view_indexes WHERE view = ?`)
  const addView = database.prepare<[string, number]>("INSERT INTO views (name, revision) VALUES (?, ?)")
  const setCheckpoint = database.prepare<[string, string, number, number]>(
    "UPDATE views SET log = ?, epoch = ?, position = ? WHERE id = ?"
  )
  const addIndex = database.prepare<[number, string, string, string]>(
    "INSERT INTO view_indexes (view, name, equal_fields, order_fields) VALUES (?, ?, ?, ?)"
  )
  const removal = (sql: string): Removal => database.prepare<[number]>(sql)
  return {
    /** The view as it is stored; it is asked for each time, because another process may have dropped or redefined it. */
    find: ({ name, revision }: ViewId): StoredView | undefined => {
      const view = findView.get(name, revision)
      if (view === undefined) return undefined
      const indexes = findIndexes.all(view.id).map(({ equalFields, id, name, orderFields }): StoredIndex => ({
        id,
        name,
        equal: fields(equalFields),
        order: fields(orderFields)
      }))
      return { id: view.id, indexes, checkpoint: checkpointOf(view) }
    },
    addView: ({ name, revision }: ViewId): number => Number(addView.run(name, revision).lastInsertRowid),
    setCheckpoint: (view: number, { epoch, log, position }: Checkpoint): void => {
      setCheckpoint.run(log, epoch, position, view)
    },
    addIndex: (view: number, { equal, name, order }: Index): StoredIndex => {
      const id = Number(addIndex.run(view, name, JSON.stringify(equal), JSON.stringify(order)).lastInsertRowid)
      return { id, name, equal, order }
    },
    removeIndex: removal("DELETE FROM view_indexes WHERE id = ?"),
    removeEntries: removal("DELETE FROM entries WHERE view_index = ?"),
    removeDocuments: removal("DELETE FROM documents WHERE view = ?"),
    removeView: removal("DELETE FROM views WHERE id = ?")
  }
}
