/**
 * What projectors tell of themselves, as metrics of `effect/Metric`. Each has the attribute `projection`, the
 * projection's name; read one with `Metric.value(Metric.withAttributes(lag, { projection: "threads" }))`, or let an
 * exporter read all.
 */
import * as Metric from "effect/Metric"

/** `dateline_projection_lag`: how many positions the view is behind the head of the log, when a page was last written. */
export const lag = Metric.gauge("dateline_projection_lag", {
  description: "Positions between the view and the head of the log"
})

/** `dateline_projection_position`: the last position that the view knows of. */
export const position = Metric.gauge("dateline_projection_position", {
  description: "Last position that the view knows of"
})

/** `dateline_projection_events_total`: events that were folded. Its rate is the throughput. */
export const events = Metric.counter("dateline_projection_events_total", {
  description: "Events folded into the view",
  incremental: true
})

/** `dateline_projection_documents_total`: documents that were written or deleted, each once for a page of events. */
export const documents = Metric.counter("dateline_projection_documents_total", {
  description: "Documents written or deleted",
  incremental: true
})

/** `dateline_projection_parked`: events, counted once for each document, that are put aside and wait for a replay. */
export const parked = Metric.gauge("dateline_projection_parked", {
  description: "Events put aside because the projection could not take them in"
})
