/** The last event of a query after a position, for commits that depend on there being none. */
import type { Position } from "@dateline/eventsourcing/Position"
import type { Query } from "@dateline/eventsourcing/Query"
import type Database from "better-sqlite3"
import type { LogRow } from "./logs.ts"
import * as SelectPlaces from "./selectPlaces.ts"
import { placesPerLog } from "./storeFormat.ts"

/** Answers its position. */
export const make = (database: Database.Database, log: LogRow) => {
  const planOf = SelectPlaces.make(database, log.id)
  return (query: Query, after: Position): number | undefined => {
    const low = log.base + after
    const [place] = planOf(query).find({ direction: "backward", low, high: log.base + placesPerLog, limit: 1 })
    return place === undefined ? undefined : place - log.base
  }
}
