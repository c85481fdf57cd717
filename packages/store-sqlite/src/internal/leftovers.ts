/** Removes what dropped views have left, a little at a time: a writer of events never waits for all of it. */
import type Database from "better-sqlite3"
import type { StoredView } from "./viewTables.ts"

interface Leftover {
  readonly view: number
  /** The index whose entries are left; 0 for the documents. */
  readonly index: number
}

/** Rows that one transaction removes. */
const most = 500

export const make = (database: Database.Database) => {
  const add = database.prepare<[number, number]>("REPLACE INTO leftovers (view, view_index) VALUES (?, ?)")
  const first = database.prepare<[], Leftover>("SELECT view, view_index AS 'index' FROM leftovers LIMIT 1")
  const done = database.prepare<[number, number]>("DELETE FROM leftovers WHERE view = ? AND view_index = ?")
  const removeDocuments = database.prepare<[number, number]>(
    "DELETE FROM documents WHERE id IN (SELECT id FROM documents WHERE view = ? LIMIT ?)"
  )
  const removeEntries = database.prepare<[{ index: number; most: number }]>(`
    DELETE FROM entries WHERE view_index = @index AND sort IN
      (SELECT sort FROM entries WHERE view_index = @index LIMIT @most)`)
  return {
    /** Names everything that the view has, so that it is removed sooner or later. */
    add: ({ id, indexes }: StoredView): void => {
      add.run(id, 0)
      for (const index of indexes) add.run(id, index.id)
    },
    any: (): boolean => first.get() !== undefined,
    /** Removes some of it, inside a transaction of the caller's. */
    removeSome: (): void => {
      const left = first.get()
      if (left === undefined) return
      const { changes } = left.index === 0
        ? removeDocuments.run(left.view, most)
        : removeEntries.run({ index: left.index, most })
      if (changes < most) done.run(left.view, left.index)
    }
  }
}
