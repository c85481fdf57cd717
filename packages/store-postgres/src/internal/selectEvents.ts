/**
 * The statement that finds a query's events. What names tags is found in the index of tags, everything else by
 * looking at the events of a range in their order.
 */
import type { Direction } from "@dateline/eventsourcing/EventStoreDriver"
import type { Query, Selection } from "@dateline/eventsourcing/Query"
import * as Parameters from "./parameters.ts"
import { taggedEvents, tagKey } from "./selectFunctions.ts"

export interface Range {
  readonly direction: Direction
  /** Places after this one. */
  readonly low: number
  /** Places up to this one. */
  readonly high: number
  readonly limit: number
}

export interface Statement {
  readonly sql: string
  readonly parameters: ReadonlyArray<unknown>
}

/** Whether some events are found by looking at all of a range: a long one takes long. */
export const isSearch = (query: Query | undefined): boolean =>
  query?.some(({ categories, tags = [], types }) => tags.length === 0 && (categories ?? types) !== undefined) ?? false

const ofKinds = (schema: string, { categories, types }: Selection, add: (value: unknown) => string): string => {
  if (categories === undefined && types === undefined) return ""
  const conditions = [
    ...(categories ? [`k.category = ANY (${add(Parameters.texts(categories))})`] : []),
    ...(types ? [`k.type = ANY (${add(Parameters.texts(types))})`] : [])
  ]
  return ` AND e.kind = ANY (ARRAY(SELECT k.id FROM ${schema}.kinds k WHERE k.log = $1 AND ${
    conditions.join(" AND ")
  }))`
}

/** Without this the server may look through all events of a kind for the first few of them. */
const page = (place: string, order: string): string => `ORDER BY ${place} ${order} LIMIT $4`

const select = (schema: string, selection: Selection, order: string, add: (value: unknown) => string): string => {
  const { tags = [] } = selection
  const [tag] = tags
  const kinds = ofKinds(schema, selection, add)
  if (tag === undefined) {
    return `SELECT e.* FROM ${schema}.events e WHERE e.place > $2 AND e.place <= $3${kinds} ${page("e.place", order)}`
  }
  return `SELECT e.* FROM ${taggedEvents(schema)}
    WHERE t.key = ${tagKey(add(Parameters.text(tag)))} AND t.place > $2 AND t.place <= $3
      AND e.tags @> ${add(Parameters.texts(tags))}${kinds} ${page("t.place", order)}`
}

/** Selects the events that come first in a range, in its direction. */
export const selectEvents = (schema: string, log: number, query: Query | undefined, range: Range): Statement => {
  const { direction, high, limit, low } = range
  const parameters: Array<unknown> = [
    Parameters.int(log),
    Parameters.whole(low),
    Parameters.whole(high),
    Parameters.int(limit)
  ]
  const add = (value: unknown): string => `$${parameters.push(value)}`
  const order = direction === "forward" ? "ASC" : "DESC"
  const parts = (query ?? [{}]).map((selection) => `(${select(schema, selection, order, add)})`)
  const sql = parts.length === 1
    ? parts[0]!
    : `SELECT DISTINCT ON (e.place) e.* FROM (${parts.join(" UNION ALL ")}) e ${page("e.place", order)}`
  return { sql, parameters }
}
