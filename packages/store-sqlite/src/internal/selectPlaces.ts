/**
 * Which events a filter selects, found in indexes alone: the places of each wanted kind or tag in order, merged. A rare
 * type is found at once in a long log, and a common one costs no more than the page that is asked for.
 */
import type { Direction, Filter } from "@dateline/eventsourcing/EventStoreDriver"
import type Database from "better-sqlite3"

export interface PlaceRequest {
  readonly filter: Filter
  readonly direction: Direction
  /** Places after this one. */
  readonly low: number
  /** Places up to this one. */
  readonly high: number
  readonly limit: number
}

interface KindRow {
  readonly id: number
  readonly category: string
  readonly type: string
}

/** The statements, for those who ask SQLite how it runs them. */
export const statements = {
  kindForward: "SELECT place FROM events WHERE kind = ? AND place > ? AND place <= ? ORDER BY place LIMIT ?",
  kindBackward: "SELECT place FROM events WHERE kind = ? AND place > ? AND place <= ? ORDER BY place DESC LIMIT ?",
  tagForward: `SELECT t.place FROM tags t CROSS JOIN events e ON e.place = t.place
    WHERE t.tag = ? AND t.place > ? AND t.place <= ? AND e.kind IN (SELECT value FROM json_each(?))
    ORDER BY t.place LIMIT ?`,
  tagBackward: `SELECT t.place FROM tags t CROSS JOIN events e ON e.place = t.place
    WHERE t.tag = ? AND t.place > ? AND t.place <= ? AND e.kind IN (SELECT value FROM json_each(?))
    ORDER BY t.place DESC LIMIT ?`
} as const

type Source = (low: number, high: number) => ReadonlyArray<number>

/** The `limit` places that come first among all sources. Whatever is found narrows what the next source is asked. */
const merge = (sources: ReadonlyArray<Source>, request: PlaceRequest): ReadonlyArray<number> => {
  const { direction, limit } = request
  const ahead = direction === "forward" ? (a: number, b: number) => a - b : (a: number, b: number) => b - a
  let { high, low } = request
  let places: ReadonlyArray<number> = []
  for (const source of sources) {
    const found = source(low, high)
    if (found.length === 0) continue
    places = places.length === 0 ? found : [...new Set([...places, ...found])].sort(ahead).slice(0, limit)
    if (places.length < limit) continue
    if (direction === "forward") high = places.at(-1)!
    else low = places.at(-1)! - 1
  }
  return places
}

/** The places that a filter selects, at most `limit`; nothing when it selects every event. */
export const make = (database: Database.Database, log: number) => {
  type Bounds = [number, number, number, number]
  const byKind = {
    forward: database.prepare<Bounds, number>(statements.kindForward).pluck(),
    backward: database.prepare<Bounds, number>(statements.kindBackward).pluck()
  }
  const byTag = {
    forward: database.prepare<[string, number, number, string, number], number>(statements.tagForward).pluck(),
    backward: database.prepare<[string, number, number, string, number], number>(statements.tagBackward).pluck()
  }
  const allKinds = database.prepare<[number], KindRow>("SELECT id, category, type FROM kinds WHERE log = ?")

  return (request: PlaceRequest): ReadonlyArray<number> | undefined => {
    const { direction, filter, limit } = request
    const categories = filter.categories && new Set(filter.categories)
    const types = filter.types && new Set(filter.types)
    const kinds = allKinds.all(log)
    const wanted = kinds.filter(({ category, type }) =>
      (categories?.has(category) ?? true) && (types?.has(type) ?? true)
    )
    if (filter.tags !== undefined) {
      const ids = JSON.stringify(wanted.map(({ id }) => id))
      const sources = filter.tags.map((tag): Source => (low, high) => byTag[direction].all(tag, low, high, ids, limit))
      return merge(sources, request)
    }
    if (wanted.length === kinds.length) return undefined
    return merge(wanted.map(({ id }): Source => (low, high) => byKind[direction].all(id, low, high, limit)), request)
  }
}
