/** Public readings with few seats: events, and a decider for one reading. */
import type { Decider } from "@dateline/eventsourcing/Decider"
import * as EventFamily from "@dateline/eventsourcing/EventFamily"
import * as Data from "effect/Data"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

// #region family
export const Readings = EventFamily.make({
  category: "reading",
  events: {
    SeatBooked: { seat: Schema.Int, reader: Schema.String },
    ReadingCancelled: { reason: Schema.String }
  },
  // Facets by which events are found again, whatever stream they are in.
  tags: (event) => event._tag === "SeatBooked" ? [`reader:${event.reader}`] : []
})
// #endregion

export type Event = EventFamily.EventOf<typeof Readings>
export type Command = { readonly _tag: "Book"; readonly seat: number; readonly reader: string }

export class SeatTaken extends Data.TaggedError("SeatTaken")<{ readonly seat: number }> {}

// #region decider
export const Reading: Decider<ReadonlySet<number>, Command, Event, SeatTaken> = {
  initial: new Set(),
  decide: ({ reader, seat }, taken) =>
    taken.has(seat)
      ? Result.fail(new SeatTaken({ seat }))
      : Result.succeed([{ _tag: "SeatBooked", seat, reader }]),
  evolve: (taken, { event }) => event._tag === "SeatBooked" ? new Set([...taken, event.seat]) : taken
}
// #endregion
