/**
 * Reads a log whose file is damaged: everything before the damage is answered, then a fault says where it is. SQLite
 * fails a page as a whole, wherever in it the damage is, and cannot find the end of a log whose last pages are lost.
 */
import type { Chunk, PageRequest } from "@dateline/eventsourcing/EventStoreDriver"
import * as Position from "@dateline/eventsourcing/Position"
import { DamagedAt, isCorrupt } from "./sqliteError.ts"
import { placesPerLog } from "./storeFormat.ts"

type ReadPage = (request: PageRequest, head?: Position.Position) => Chunk

/** Where the log ends is not known: further on than anything that can be read. */
const somewhere = Position.make(placesPerLog - 1)

const orDamage = <A>(run: () => A): A | undefined => {
  try {
    return run()
  } catch (cause) {
    if (isCorrupt(cause)) return undefined
    throw cause
  }
}

/** Ever smaller pages, until one ends before the damage. */
const beginning = (readPage: ReadPage, request: PageRequest): Chunk | undefined => {
  for (let limit = request.limit; limit >= 1; limit = Math.floor(limit / 2)) {
    const chunk = orDamage(() => readPage({ ...request, limit }, somewhere))
    const last = chunk?.events.at(-1)
    if (chunk && last) return { ...chunk, through: last.position }
  }
  return undefined
}

/** The first position that cannot be read, whatever was asked for. */
const firstUnreadable = (readPage: ReadPage, from: PageRequest): number => {
  let after = from.after ?? Position.start
  for (;;) {
    const chunk = beginning(readPage, { after, limit: 1000, direction: "forward", query: undefined })
    if (chunk === undefined) return after + 1
    after = chunk.through
  }
}

/** Throws {@link DamagedAt} where no more can be read forwards. */
export const beforeDamage = (readPage: ReadPage) => (request: PageRequest): Chunk => {
  try {
    return readPage(request)
  } catch (cause) {
    if (!isCorrupt(cause) || request.direction === "backward") throw cause
    const chunk = beginning(readPage, request)
    if (chunk) return chunk
    throw new DamagedAt(firstUnreadable(readPage, request), cause)
  }
}
