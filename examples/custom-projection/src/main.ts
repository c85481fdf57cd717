/** A view and a page of one's own, beside those of the newsroom: `node --conditions=source src/main.ts`. */
import * as CommitIds from "@dateline/eventsourcing/CommitIds"
import { EventStore } from "@dateline/eventsourcing/EventStore"
import { Projector } from "@dateline/eventsourcing/Projector"
import * as Stores from "@dateline/eventsourcing/Stores"
import * as Articles from "@dateline/publishing/Articles"
import * as Projections from "@dateline/publishing/Projections"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as MostCorrected from "./MostCorrected.ts"
import { page } from "./MostCorrectedPage.ts"

// #region layer
const newsroom = Projector.layer({ projections: [...Projections.all, MostCorrected.projection] }).pipe(
  Layer.provideMerge(EventStore.layer),
  Layer.provideMerge(Stores.layerOf(Stores.memory()))
)
// #endregion

const actor = { role: "chief-editor", id: "leila" } as const
const act = Effect.map(CommitIds.next, (commitId) => ({ commitId, actor }))

const publish = Effect.fnUntraced(function*(headline: string, byline: ReadonlyArray<string>) {
  const draft = { language: "en", section: "economy", headline, byline, body: ["…"] } as const
  const { id } = yield* Articles.draft({ ...(yield* act), ...draft })
  yield* Articles.publish({ ...(yield* act), id })
  return id
})

const correct = Effect.fnUntraced(function*(id: string, notice: string) {
  return yield* Articles.correct({ ...(yield* act), id, notice })
})

const program = Effect.gen(function*() {
  const budget = yield* publish("Budget <surplus> doubles", ["Amina", "Karim"])
  const harbour = yield* publish("Harbour to grow", ["Youssef"])
  yield* publish("Nothing to correct here", ["Salma"])
  yield* correct(budget, "It grew by half & did not double.")
  yield* correct(harbour, "In 2027, not 2026.")
  yield* correct(budget, "It is a deficit.")
  const { position } = yield* Articles.retract({ ...(yield* act), id: budget, notice: "There was no budget." })
  const projector = yield* Projector
  yield* projector.caughtUp(position)
  process.stdout.write(yield* page)
})

await Effect.runPromise(Effect.provide(program, newsroom))
