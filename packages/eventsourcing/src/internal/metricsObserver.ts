/** Tells `effect/Metric` what becomes of a projection. */
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as ProjectionMetrics from "../ProjectionMetrics.ts"
import type { Observer } from "./observer.ts"

export const observe = (projection: string): Observer => {
  const of = <Input, State>(metric: Metric.Metric<Input, State>) => Metric.withAttributes(metric, { projection })
  const [lag, position] = [of(ProjectionMetrics.lag), of(ProjectionMetrics.position)]
  const [events, documents] = [of(ProjectionMetrics.events), of(ProjectionMetrics.documents)]
  const parked = of(ProjectionMetrics.parked)
  return {
    folded: (count, behind) =>
      Effect.andThen(Metric.update(events, count), behind === undefined ? Effect.void : Metric.update(lag, behind)),
    written: (count, reached, aside) =>
      Effect.andThen(
        Metric.update(documents, count),
        Effect.andThen(Metric.update(position, reached), Metric.update(parked, aside))
      )
  }
}
