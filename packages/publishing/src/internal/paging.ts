/** Lists that are read page by page. */
import type * as Views from "@dateline/eventsourcing/Views"
import type { IndexQuery } from "@dateline/eventsourcing/ViewStore"
import * as Effect from "effect/Effect"

export interface Paging {
  /** Most items of the page: 1 to 100; 20 unless told otherwise. What lies outside is brought inside. */
  readonly limit?: number
  /** The `next` of the page before. */
  readonly cursor?: string
}

export interface Listed<Item> {
  readonly items: ReadonlyArray<Item>
  /** The cursor of the next page; absent when nothing follows. */
  readonly next?: string
}

const usualLimit = 20
const mostItems = 100

const limitOf = (limit: number | undefined): number =>
  limit === undefined || Number.isNaN(limit) ? usualLimit : Math.min(mostItems, Math.max(1, Math.trunc(limit)))

/** The query for a page. */
export const pageOf = (
  { cursor, limit }: Paging,
  query: Pick<IndexQuery, "index" | "equal" | "direction">
): IndexQuery => ({ ...query, limit: limitOf(limit), ...(cursor === undefined ? {} : { cursor }) })

/** A page of documents without their keys. */
export const listed = <Document, E, R>(
  page: Effect.Effect<Views.Page<Document>, E, R>
): Effect.Effect<Listed<Document>, E, R> =>
  Effect.map(page, ({ items, next }) => ({
    items: items.map(({ document }) => document),
    ...(next === undefined ? {} : { next })
  }))
