/** The laws of stores, checked against the kernel's memory stores on the platform that runs this. */
import * as MemoryEventStore from "@dateline/eventsourcing/MemoryEventStore"
import * as MemoryViewStore from "@dateline/eventsourcing/MemoryViewStore"
import { checkLaws, type Harness, laws, type Verdict } from "@dateline/eventsourcing/testing"
import * as Effect from "effect/Effect"

const harness: Harness = {
  open: Effect.map(MemoryEventStore.make(), (driver) => ({ driver, connect: Effect.succeed(driver) })),
  views: Effect.sync(() => {
    const views = MemoryViewStore.make()
    return { views, connect: Effect.succeed(views) }
  })
}

/** One verdict for each law of event stores, of queries, of view stores and of what follows a log. */
export const verdicts: Effect.Effect<ReadonlyArray<Verdict>> = checkLaws(
  [...laws.core, ...laws.queries, ...laws.subscriptions, ...laws.views, ...laws.followers],
  harness
)
