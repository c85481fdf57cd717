/** What a projection makes of a log, without any store. */
import type { Any, DocumentOf } from "@dateline/eventsourcing/Projection"
import type { Recorded } from "@dateline/eventsourcing/Recorded"
import * as StreamId from "@dateline/eventsourcing/StreamId"

export const documents = <P extends Any>(
  projection: P,
  log: ReadonlyArray<Recorded<unknown>>
): ReadonlyMap<string, DocumentOf<P>> => {
  const found = new Map<string, DocumentOf<P>>()
  const categories = new Set(projection.families.map(({ category }) => category))
  for (const recorded of log) {
    if (!categories.has(StreamId.category(recorded.stream))) continue
    for (const key of projection.keys(recorded)) {
      const document: DocumentOf<P> | undefined = projection.evolve(found.get(key), recorded, key)
      if (document === undefined) found.delete(key)
      else found.set(key, document)
    }
  }
  return found
}
