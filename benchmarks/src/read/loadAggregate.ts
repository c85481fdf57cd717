/** Loading an aggregate of 100,000 events that has a snapshot, beside one that is no longer than the first one's tail. */
import type { Decider } from "@dateline/eventsourcing/Decider"
import { EventStore } from "@dateline/eventsourcing/EventStore"
import * as Snapshot from "@dateline/eventsourcing/Snapshot"
import * as Snapshots from "@dateline/eventsourcing/Snapshots"
import * as Transact from "@dateline/eventsourcing/Transact"
import * as SqliteViewStore from "@dateline/store-sqlite/SqliteViewStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Schema from "effect/Schema"
import { join } from "node:path"
import { type Contest, timedEach } from "../Contest.ts"
import { fill, streamOf, withStore } from "../ours.ts"
import { type NoteAdded, Notes } from "../work.ts"

const total = 100_000
/** Events after the snapshot. */
const tail = 90
const loads = 500

interface Totals {
  readonly notes: number
  readonly sum: number
}

const folding: Pick<Decider<Totals, never, NoteAdded, never>, "initial" | "evolve" | "snapshot"> = {
  initial: { notes: 0, sum: 0 },
  evolve: ({ notes, sum }, { event }) => ({ notes: notes + 1, sum: sum + event.number }),
  snapshot: Snapshot.make({ revision: 1, state: Schema.Struct({ notes: Schema.Int, sum: Schema.Int }) })
}

/** Loads the stream once, which makes the snapshot; then it grows by its tail, and is loaded again and again. */
const contestant = (name: string, before: number) => ({
  name,
  run: (folder: string) =>
    withStore({ filename: join(folder, "ours.db") }, async (store) => {
      const views = SqliteViewStore.layer({ filename: join(folder, "ours.db") })
      const layer = Layer.merge(Layer.succeed(EventStore, store), Snapshots.layer.pipe(Layer.provide(views)))
      const runtime = ManagedRuntime.make(layer)
      const load = Effect.map(Transact.stateOf(folding, Notes)(streamOf("note-long")), ({ version }) => {
        if (version !== before + tail) throw new Error(`the stream is at ${version}, not at ${before + tail}`)
      })
      await runtime.runPromise(fill(store, "note-long", before))
      await runtime.runPromise(Transact.stateOf(folding, Notes)(streamOf("note-long")))
      await runtime.runPromise(fill(store, "note-long", tail, { from: before }))
      const measured = await timedEach(loads, () => runtime.runPromise(load))
      await runtime.dispose()
      return measured
    })
})

export const loadAggregate: Contest = {
  name: `load an aggregate of 100,000 events, ${tail} of them after its snapshot`,
  unit: "loads",
  durability: "reading only",
  contestants: [
    contestant("100,000 events and a snapshot", total - tail),
    contestant(`a stream of ${tail} events, without one`, 0)
  ],
  floors: [{ to: `a stream of ${tail} events, without one`, by: "p50", atLeast: 0.6 }]
}
