/**
 * Which events a query selects. What names tags is found in the index of tags alone, the places of each selection in order,
 * merged; everything else by looking at the events of a range in their order.
 */
import type { Direction } from "@dateline/eventsourcing/EventStoreDriver"
import type { Query, Selection } from "@dateline/eventsourcing/Query"
import type Database from "better-sqlite3"
import { prepare } from "./steady.ts"

export interface Range {
  readonly direction: Direction
  /** Places after this one. */
  readonly low: number
  /** Places up to this one. */
  readonly high: number
  readonly limit: number
}

/** How the events of a query are found. */
export interface Plan {
  /**
   * - `everything` in a range is selected.
   * - `kinds`: what is of these kinds is selected, and a long range takes long.
   * - `mixed`: some of it by tags, and a long range takes long as well.
   * - `tags`: all of it by tags.
   */
  readonly by: "everything" | "kinds" | "mixed" | "tags"
  /** The numbers of the kinds of which everything is selected, as a JSON array. */
  readonly kinds: string
  /** The places that come first in a range, at most its limit. */
  readonly find: (range: Range) => ReadonlyArray<number>
}

interface KindRow {
  readonly id: number
  readonly category: string
  readonly type: string
}

const ofKinds = "SELECT place FROM events WHERE place > ? AND place <= ? AND kind IN (SELECT value FROM json_each(?))"
const withTags = `SELECT t.place FROM tags t CROSS JOIN events e ON e.place = t.place
    WHERE t.place > ? AND t.place <= ? AND e.kind IN (SELECT value FROM json_each(?)) AND t.tag = ?
      AND NOT EXISTS (
        SELECT 1 FROM json_each(?) WHERE NOT EXISTS (
          SELECT 1 FROM tags o WHERE o.tag = json_each.value AND o.place = t.place))`

/** The statements, for those who ask SQLite how it runs them. */
export const statements = {
  kindsForward: `${ofKinds} ORDER BY place LIMIT ?`,
  kindsBackward: `${ofKinds} ORDER BY place DESC LIMIT ?`,
  tagsForward: `${withTags} ORDER BY t.place LIMIT ?`,
  tagsBackward: `${withTags} ORDER BY t.place DESC LIMIT ?`
} as const

type Source = (range: Range) => ReadonlyArray<number>

/** The places that come first among all sources. Whatever is found narrows what the next source is asked. */
const merge = (sources: ReadonlyArray<Source>) => (range: Range): ReadonlyArray<number> => {
  const { direction, limit } = range
  const ahead = direction === "forward" ? (a: number, b: number) => a - b : (a: number, b: number) => b - a
  let { high, low } = range
  let places: ReadonlyArray<number> = []
  for (const source of sources) {
    const found = source({ direction, low, high, limit })
    if (found.length === 0) continue
    places = places.length === 0 ? found : [...new Set([...places, ...found])].sort(ahead).slice(0, limit)
    if (places.length < limit) continue
    if (direction === "forward") high = places.at(-1)!
    else low = places.at(-1)! - 1
  }
  return places
}

/** The selections without tags, and those with some. */
const split = (query: Query): readonly [ReadonlyArray<Selection>, ReadonlyArray<Selection>] => [
  query.filter(({ tags = [] }) => tags.length === 0),
  query.filter(({ tags = [] }) => tags.length > 0)
]

/** Plans for the queries of one log. */
export const make = (database: Database.Database, log: number): (query: Query | undefined) => Plan => {
  const places = <Parameters extends Array<unknown>>(sql: string) => prepare<Parameters, number>(database, sql).pluck()
  type OfKinds = [low: number, high: number, kinds: string, limit: number]
  type WithTags = [low: number, high: number, kinds: string, tag: string, others: string, limit: number]
  const byKinds = {
    forward: places<OfKinds>(statements.kindsForward),
    backward: places<OfKinds>(statements.kindsBackward)
  }
  const byTags = {
    forward: places<WithTags>(statements.tagsForward),
    backward: places<WithTags>(statements.tagsBackward)
  }
  const allKinds = prepare<[number], KindRow>(database, "SELECT id, category, type FROM kinds WHERE log = ?")

  const source = (kinds: string, [tag, ...others]: ReadonlyArray<string>): Source =>
    tag === undefined
      ? ({ direction, high, limit, low }) => byKinds[direction].all(low, high, kinds, limit)
      : ({ direction, high, limit, low }) => byTags[direction].all(low, high, kinds, tag, JSON.stringify(others), limit)

  return (query) => {
    const known = allKinds.all(log)
    const kindsOf = ({ categories, types }: Selection) =>
      known.filter(({ category, type }) => (categories?.includes(category) ?? true) && (types?.includes(type) ?? true))
        .map(({ id }) => id)
    const [untagged, tagged] = split(query ?? [{}])
    const ids = [...new Set(untagged.flatMap(kindsOf))]
    const kinds = JSON.stringify(ids)
    const plain = untagged.length > 0 ? [source(kinds, [])] : []
    if (untagged.length > 0 && ids.length === known.length) return { by: "everything", kinds, find: merge(plain) }
    const byTag = tagged.map((selection) => source(JSON.stringify(kindsOf(selection)), selection.tags ?? []))
    const by = tagged.length === 0 ? "kinds" : ids.length === 0 ? "tags" : "mixed"
    return { by, kinds, find: merge([...byTag, ...plain]) }
  }
}
