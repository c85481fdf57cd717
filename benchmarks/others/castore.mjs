/** Castore, with its adapter in memory. A writer says which version comes next, so that each counts its own stream. */
import { EventStore, EventType } from "@castore/core"
import { InMemoryEventStorageAdapter } from "@castore/event-storage-adapter-in-memory"
import { noteOf } from "./work.mjs"

export const memory = async () => {
  const notes = new EventStore({
    eventStoreId: "NOTES",
    eventTypes: [new EventType({ type: "NOTE_ADDED" })],
    reducer: (aggregate, event) => ({
      aggregateId: event.aggregateId,
      version: event.version,
      sum: (aggregate?.sum ?? 0) + event.payload.number
    }),
    eventStorageAdapter: new InMemoryEventStorageAdapter()
  })
  const versions = new Map()
  return {
    append: (stream, number) => {
      const version = (versions.get(stream) ?? 0) + 1
      versions.set(stream, version)
      return notes.pushEvent({ aggregateId: stream, version, type: "NOTE_ADDED", payload: noteOf(number) })
    },
    sum: async (stream) => (await notes.getAggregate(stream)).aggregate.sum,
    close: async () => {}
  }
}
