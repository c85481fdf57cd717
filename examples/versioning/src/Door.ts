/** The events of a door, three releases later. */
// #region family
import * as EventFamily from "@dateline/eventsourcing/EventFamily"
import * as Schema from "effect/Schema"

const seconds: EventFamily.Upcaster = {
  changes: "How long it was open, in seconds; older doors were open for as long as nobody measured.",
  upcast: (payload) => ({ ...payload, seconds: 0 })
}

const millis: EventFamily.Upcaster = {
  changes: "Seconds became milliseconds.",
  upcast: ({ seconds, ...payload }) => ({ ...payload, millis: seconds * 1000 })
}

export const Door = EventFamily.make({
  category: "door",
  events: {
    DoorOpened: Schema.Struct({
      by: Schema.String.annotateKey({ description: "Who opened it." })
    }).annotate({ description: "Somebody opened the door." }),
    DoorClosed: Schema.Struct({
      by: Schema.String.annotateKey({ description: "Who closed it." }),
      millis: Schema.Int.annotateKey({ description: "How long it had been open, in milliseconds." })
    }).annotate({ description: "Somebody closed the door." })
  },
  retired: {
    BellRung: Schema.Struct({}).annotate({ description: "There was a bell until the second release." })
  },
  upcasters: { DoorClosed: [seconds, millis] }
})
// #endregion

// #region decider
import type { Decider } from "@dateline/eventsourcing/Decider"
import * as Result from "effect/Result"

export type DoorEvent = EventFamily.EventOf<typeof Door>
export type DoorDraft = EventFamily.DraftOf<typeof Door>

export interface DoorState {
  readonly open: boolean
  /** Callers: those who rang while there was a bell, and those who opened. */
  readonly callers: number
}

export const door: Decider<DoorState, { readonly open: string }, DoorEvent, never, DoorDraft> = {
  initial: { open: false, callers: 0 },
  // `BellRung` could not be decided: it is no draft.
  decide: ({ open }, state) => Result.succeed(state.open ? [] : [{ _tag: "DoorOpened", by: open }]),
  evolve: (state, { event }) => {
    switch (event._tag) {
      case "DoorOpened":
        return { open: true, callers: state.callers + 1 }
      case "DoorClosed":
        return { ...state, open: false }
      case "BellRung":
        return { ...state, callers: state.callers + 1 }
    }
  }
}
// #endregion
