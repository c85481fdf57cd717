/** What is wrong with a file after its program was killed. */
import { EventStore } from "@dateline/eventsourcing/EventStore"
import { EventStoreDriver } from "@dateline/eventsourcing/EventStoreDriver"
import { KeyVault } from "@dateline/eventsourcing/KeyVault"
import * as Projector from "@dateline/eventsourcing/Projector"
import type { Recorded } from "@dateline/eventsourcing/Recorded"
import { Commits } from "@dateline/eventsourcing/testing"
import { verifyLog } from "@dateline/eventsourcing/Verify"
import * as Views from "@dateline/eventsourcing/Views"
import { ViewStore } from "@dateline/eventsourcing/ViewStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as SqliteEventStore from "../../src/SqliteEventStore.ts"
import * as SqliteViewStore from "../../src/SqliteViewStore.ts"
import { Notes, sizeOf, Tallies, type Tally } from "./Notes.ts"

const logComplaints = Effect.fnUntraced(function*(acknowledged: ReadonlySet<string>) {
  const driver = yield* EventStoreDriver
  const damage = yield* Effect.match(verifyLog(driver), {
    onFailure: (error) => [error.message],
    onSuccess: () => []
  })
  const events = yield* Effect.orDie(Commits.all(driver))
  const stored = new Map(events.map(({ commit }) => [commit.id as string, commit.size]))
  return [
    ...damage,
    ...events.filter(({ position }, place) => position !== place + 1).map(({ position }) =>
      `position ${position} is not dense`
    ),
    ...[...stored].filter(([id, size]) => size !== sizeOf(id)).map(([id, size]) => `commit ${id} has ${size} events`),
    ...[...acknowledged].filter((id) => !stored.has(id)).map((id) => `commit ${id} was acknowledged and is not there`)
  ]
})

const foldUpTo = (events: ReadonlyArray<Recorded<any>>, position: number): ReadonlyMap<string, Tally> => {
  const tallies = new Map<string, Tally>()
  for (const event of events) {
    if (event.position > position) break
    for (const key of Tallies.keys(event)) tallies.set(key, Tallies.evolve(tallies.get(key), event, key)!)
  }
  return tallies
}

/** All documents of the view, read through its index. */
const documents = Effect.gen(function*() {
  const found = new Map<string, Tally>()
  let cursor: string | undefined
  do {
    const page: Views.Page<Tally> = yield* Views.query(Tallies, {
      index: "byCount",
      equal: [],
      limit: 1000,
      ...(cursor === undefined ? {} : { cursor })
    })
    for (const { document, key } of page.items) found.set(key, document)
    cursor = page.next
  } while (cursor !== undefined)
  return found
}).pipe(Effect.catchTag("ViewNotReady", () => Effect.succeed(new Map<string, Tally>())))

const byKey = (tallies: ReadonlyMap<string, Tally>) =>
  JSON.stringify([...tallies].toSorted(([a], [b]) => a < b ? -1 : 1))

const viewComplaints = Effect.gen(function*() {
  const store = yield* EventStore
  const views = yield* ViewStore
  const pages = yield* Stream.runCollect(store.readAll({ families: [Notes] }))
  const events = pages.flatMap((page) => page.events)
  const live = yield* views.live(Tallies.name)
  const checkpoint = Option.isNone(live) ? Option.none() : yield* views.checkpoint(live.value)
  const position = Option.match(checkpoint, { onNone: () => 0, onSome: (one) => one.position })
  const complaints: Array<string> = []
  if (position > (yield* store.head)) complaints.push(`the view is at ${position}, beyond the log`)
  if (byKey(yield* documents) !== byKey(foldUpTo(events, position))) {
    complaints.push(`the view is not the fold of the events up to its checkpoint, ${position}`)
  }
  yield* Projector.catchUp({ projections: [Tallies], lease: { takeOver: true } })
  if (byKey(yield* documents) !== byKey(foldUpTo(events, Infinity))) {
    complaints.push("the view that went on from its checkpoint is not the fold from zero")
  }
  return { complaints, position }
})

/** Opens the file as the next program would, and compares it with what the killed one was told; says where it found the view. */
export const inspect = (filename: string, acknowledged: ReadonlySet<string>) => {
  const drivers = Layer.mergeAll(
    SqliteEventStore.layer({ filename }),
    SqliteViewStore.layer({ filename }),
    KeyVault.layerNone
  )
  return Effect.gen(function*() {
    const log = yield* logComplaints(acknowledged)
    // A log that cannot be trusted says nothing about views.
    if (log.length > 0) return { complaints: log, viewPosition: 0 }
    const { complaints, position } = yield* viewComplaints
    return { complaints, viewPosition: position }
  }).pipe(Effect.provide(Layer.provideMerge(EventStore.layer, drivers)))
}
