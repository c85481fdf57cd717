/** What a projection makes of a log, without any store. */
import type { Any, DocumentOf } from "@dateline/eventsourcing/Projection"
import type { Recorded } from "@dateline/eventsourcing/Recorded"
import * as Sealed from "@dateline/eventsourcing/Sealed"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import { unsealed } from "../domain/samples.ts"

/** The event as the kernel gives it to a projection, with what it opens opened: for the samples' own boxes. */
export const opened = (
  { opens = [] }: Any,
  recorded: Recorded<unknown>,
  forgotten: ReadonlySet<string> = new Set()
): Recorded<unknown> => {
  const open = (value: unknown): unknown => {
    const isOpen = typeof value === "object" && value !== null && "box" in value && "purpose" in value &&
      opens.includes(String(value.purpose))
    if (!isOpen) return value
    const sealed = value as unknown as Sealed.Sealed // as its fields say
    return forgotten.has(sealed.subject) ? Sealed.erased : unsealed(sealed)
  }
  const fields = Object.entries(recorded.event as object) // every event is a record of fields
  return { ...recorded, event: Object.fromEntries(fields.map(([name, value]) => [name, open(value)])) }
}

/** `forgotten`: subjects whose keys are gone by the time that the log is read. */
export const documents = <P extends Any>(
  projection: P,
  log: ReadonlyArray<Recorded<unknown>>,
  forgotten: ReadonlySet<string> = new Set()
): ReadonlyMap<string, DocumentOf<P>> => {
  const found = new Map<string, DocumentOf<P>>()
  const categories = new Set(projection.families.map(({ category }) => category))
  for (const stored of log) {
    if (!categories.has(StreamId.category(stored.stream))) continue
    const recorded = opened(projection, stored, forgotten)
    for (const key of projection.keys(recorded)) {
      const document: DocumentOf<P> | undefined = projection.evolve(found.get(key), recorded, key)
      if (document === undefined) found.delete(key)
      else found.set(key, document)
    }
  }
  return found
}
