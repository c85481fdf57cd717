/** The last position of a log, which is where its last event stands. */
import * as Position from "@dateline/eventsourcing/Position"
import type Database from "better-sqlite3"
import type { LogRow } from "./logs.ts"
import { prepare } from "./steady.ts"
import { placesPerLog } from "./storeFormat.ts"

/** One step down the right edge of a tree; for those who ask SQLite how it is run. */
export const statement = "SELECT place FROM events WHERE place > ? AND place <= ? ORDER BY place DESC LIMIT 1"

export const make = (database: Database.Database, { base }: LogRow): () => Position.Position => {
  const last = prepare<[number, number], number>(database, statement).pluck()
  return () => Position.make((last.get(base, base + placesPerLog) ?? base) - base)
}
