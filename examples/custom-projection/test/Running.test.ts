import * as CommitIds from "@dateline/eventsourcing/CommitIds"
import { EventStore } from "@dateline/eventsourcing/EventStore"
import { catchUp, Projector } from "@dateline/eventsourcing/Projector"
import * as Stores from "@dateline/eventsourcing/Stores"
import * as Views from "@dateline/eventsourcing/Views"
import * as Articles from "@dateline/publishing/Articles"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { projection } from "../src/MostCorrected.ts"
import { buildAnew, measured, running, takeIn } from "../src/Running.ts"

const publish = Effect.gen(function*() {
  const act = Effect.map(
    CommitIds.next,
    (commitId) => ({ commitId, actor: { role: "chief-editor", id: "leila" } as const })
  )
  const story = { language: "en", section: "economy", headline: "Harbour to grow", body: ["…"] } as const
  const { id } = yield* Articles.draft({ ...(yield* act), ...story })
  const { position } = yield* Articles.publish({ ...(yield* act), id })
  return { id, position }
})

const stores = Layer.fresh(EventStore.layer.pipe(Layer.provideMerge(Stores.layerOf(Stores.memory()))))

describe("a view of one's own", () => {
  it.effect("runs beside the newsroom's, is built anew beside itself, and has nothing put aside", () =>
    Effect.gen(function*() {
      const { id, position } = yield* publish
      yield* Effect.flatMap(Projector, (projector) => projector.caughtUp(position))
      yield* buildAnew
      expect((yield* Views.getMany(projection, [id])).get(id)).toMatchObject({ headline: "Harbour to grow" })
      expect(yield* takeIn).toEqual({ replayed: 0, left: 0, why: undefined })
    }).pipe(Effect.provide(Layer.provideMerge(running, stores))))

  it.effect("of a new revision is read as it was until it is built", () =>
    Effect.gen(function*() {
      const { id } = yield* publish
      yield* catchUp({ projections: [projection] })
      const letters = Effect.map(Views.getMany(measured, [id]), (found) => found.get(id)?.letters)
      expect(yield* letters).toBe(0)
      yield* catchUp({ projections: [measured] })
      expect(yield* letters).toBe("Harbour to grow".length)
    }).pipe(Effect.provide(stores)))
})
