// A whole program of the kernel, but for how its events are described: it decides, keeps, folds and reads.
import * as CommitId from "@dateline/eventsourcing/CommitId"
import { EventStore } from "@dateline/eventsourcing/EventStore"
import { KeyVault } from "@dateline/eventsourcing/KeyVault"
import * as MemoryEventStore from "@dateline/eventsourcing/MemoryEventStore"
import * as MemoryViewStore from "@dateline/eventsourcing/MemoryViewStore"
import * as Projection from "@dateline/eventsourcing/Projection"
import * as Projector from "@dateline/eventsourcing/Projector"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import * as Transact from "@dateline/eventsourcing/Transact"
import * as Views from "@dateline/eventsourcing/Views"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"

const counter = {
  initial: 0,
  decide: (by) => Result.succeed([{ _tag: "CounterIncreased", by }]),
  evolve: (count, { event }) => count + event.by
}

const stores = EventStore.layer.pipe(
  Layer.provide([MemoryEventStore.layer, KeyVault.layerNone]),
  Layer.merge(MemoryViewStore.layer)
)

export const run = (family) => {
  const total = Projection.make({
    name: "total",
    revision: 1,
    families: [family],
    indexes: [],
    keys: () => ["all"],
    evolve: (sum, { event }) => (sum ?? 0) + event.by
  })

  const increase = Transact.run(counter, family)
  const request = { stream: Result.getOrThrow(StreamId.make("counter", "1")), actor: { role: "reader", id: "1" } }

  const program = Effect.gen(function*() {
    yield* increase({ ...request, commitId: CommitId.make("first"), command: 2 })
    yield* increase({ ...request, commitId: CommitId.make("second"), command: 3 })
    yield* Projector.catchUp({ projections: [total] })
    return Option.getOrThrow(yield* Views.get(total, "all"))
  })
  return Effect.runPromise(Effect.provide(program, stores))
}
