/** The rows that a view is made of: what it is called, its indexes, its checkpoint, its documents and their entries. */
import type { Checkpoint } from "@dateline/eventsourcing/Checkpoint"
import * as Position from "@dateline/eventsourcing/Position"
import type { Index } from "@dateline/eventsourcing/Projection"
import type { ViewId } from "@dateline/eventsourcing/ViewStore"
import type Database from "better-sqlite3"
import { prepare } from "./steady.ts"

export interface StoredIndex extends Index {
  readonly id: number
}

export interface StoredView {
  readonly id: number
  readonly name: ViewId
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

const checkpointOf = ({ epoch, log, position }: ViewRow): Checkpoint | undefined =>
  log === null || epoch === null || position === null ? undefined : { log, epoch, position: Position.make(position) }

const fields = (text: string): ReadonlyArray<string> => JSON.parse(text) // written by this package

/** Removes what belongs to a number: a view's or an index's. */
interface Removal {
  readonly run: (id: number) => unknown
}

export const make = (database: Database.Database) => {
  const findView = prepare<[string, number, number], ViewRow>(
    database,
    "SELECT id, log, epoch, position FROM views WHERE name = ? AND revision = ? AND build = ?"
  )
  const findBuilds = prepare<[string], ViewId>(database, "SELECT name, revision, build FROM views WHERE name = ?")
  const findLive = prepare<[string], ViewId>(
    database,
    `
    SELECT v.name, v.revision, v.build FROM live_views l JOIN views v ON v.id = l.view WHERE l.name = ?`
  )
  const setLive = prepare<[string, number]>(database, "REPLACE INTO live_views (name, view) VALUES (?, ?)")
  const removeLive = prepare<[string, number]>(database, "DELETE FROM live_views WHERE name = ? AND view = ?")
  const findIndexes = prepare<[number], IndexRow>(
    database,
    `
    SELECT id, name, equal_fields AS equalFields, order_fields AS orderFields FROM view_indexes WHERE view = ?`
  )
  const addView = prepare<[string, number, number]>(
    database,
    "INSERT INTO views (name, revision, build) VALUES (?, ?, ?)"
  )
  const setCheckpoint = prepare<[string, string, number, number]>(
    database,
    "UPDATE views SET log = ?, epoch = ?, position = ? WHERE id = ?"
  )
  const addIndex = prepare<[number, string, string, string]>(
    database,
    "INSERT INTO view_indexes (view, name, equal_fields, order_fields) VALUES (?, ?, ?, ?)"
  )
  const removal = (sql: string): Removal => prepare<[number]>(database, sql)
  return {
    /** The view as it is stored; it is asked for each time, because another process may have dropped or redefined it. */
    find: (name: ViewId): StoredView | undefined => {
      const view = findView.get(name.name, name.revision, name.build)
      if (view === undefined) return undefined
      const indexes = findIndexes.all(view.id).map(({ equalFields, id, name, orderFields }): StoredIndex => ({
        id,
        name,
        equal: fields(equalFields),
        order: fields(orderFields)
      }))
      return { id: view.id, name, indexes, checkpoint: checkpointOf(view) }
    },
    addView: ({ build, name, revision }: ViewId): number => Number(addView.run(name, revision, build).lastInsertRowid),
    builds: (name: string): ReadonlyArray<ViewId> => findBuilds.all(name),
    live: (name: string): ViewId | undefined => findLive.get(name),
    setLive: (name: string, view: number): void => {
      setLive.run(name, view)
    },
    removeLive: (name: string, view: number): void => {
      removeLive.run(name, view)
    },
    setCheckpoint: (view: number, { epoch, log, position }: Checkpoint): void => {
      setCheckpoint.run(log, epoch, position, view)
    },
    addIndex: (view: number, { equal, name, order }: Index): StoredIndex => {
      const id = Number(addIndex.run(view, name, JSON.stringify(equal), JSON.stringify(order)).lastInsertRowid)
      return { id, name, equal, order }
    },
    removeIndex: removal("DELETE FROM view_indexes WHERE id = ?"),
    removeEntries: removal("DELETE FROM entries WHERE view_index = ?"),
    removeView: removal("DELETE FROM views WHERE id = ?")
  }
}
