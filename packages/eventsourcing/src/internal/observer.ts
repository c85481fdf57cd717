/** Who is told what becomes of one projection, while it is run. */
import * as Effect from "effect/Effect"

export interface Observer {
  /** Events of a page were folded; the lag, in positions, where the page says where the log ends. */
  readonly folded: (events: number, lag: number | undefined) => Effect.Effect<void>
  /** The view was written: how many documents of it, up to which position, and how many events are put aside by then. */
  readonly written: (documents: number, position: number, parked: number) => Effect.Effect<void>
}

export type Observe = (projection: string) => Observer

const nobody: Observer = { folded: () => Effect.void, written: () => Effect.void }

/** For runs that come to an end: nobody would ask for their metrics. */
export const unobserved: Observe = () => nobody
