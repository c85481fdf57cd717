/** How a projection is run, changed, built anew and mended. */
import * as ParkedEvents from "@dateline/eventsourcing/ParkedEvents"
import * as Poison from "@dateline/eventsourcing/Poison"
import * as Projection from "@dateline/eventsourcing/Projection"
import * as Projector from "@dateline/eventsourcing/Projector"
import * as Projections from "@dateline/publishing/Projections"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { type Corrected, projection } from "./MostCorrected.ts"

// #region policy
/** The newsroom's own views stop at what they cannot take in; ours goes on without it. */
export const running = Projector.Projector.layer({
  projections: [...Projections.all, projection],
  poison: ({ name }) =>
    name === projection.name
      ? Poison.retry(Schedule.exponential("1 second").pipe(Schedule.upTo({ times: 5 })), Poison.park)
      : Poison.stop
})
// #endregion

// #region revision
/** The same view with the number of letters; until it is built, readers see the documents of revision 1, with none. */
export interface Measured extends Corrected {
  readonly letters: number
}

export const measured: Projection.Projection<Measured, Parameters<typeof projection.evolve>[1]["event"]> = {
  ...projection,
  revision: 2,
  earlier: { 1: (document) => ({ ...Projection.unchanged<Corrected>(document), letters: 0 }) },
  evolve: (document, event, key) => {
    const next = projection.evolve(document, event, key)
    return next && { ...next, letters: next.headline.length }
  }
}
// #endregion

// #region rebuild
export const buildAnew = Projector.rebuild({
  projections: [projection],
  onProgress: ({ head, position }) => Effect.logInfo(`${position} of ${head}`)
})
// #endregion

// #region parked
/** Takes in again what was put aside, once the fold is mended. */
export const takeIn = Effect.gen(function*() {
  for (const { position, reason, type } of yield* ParkedEvents.list(projection)) {
    yield* Effect.logInfo(`${type} at position ${position}: ${reason}`)
  }
  const { failure, left, replayed } = yield* ParkedEvents.replay(projection)
  return { replayed, left, why: failure?.message }
})
// #endregion
