/** The state of a stream as the log has it now, for what a command depends on beside its own stream. */
import type { Decider } from "@dateline/eventsourcing/Decider"
import type { EventFamily } from "@dateline/eventsourcing/EventFamily"
import { EventStore } from "@dateline/eventsourcing/EventStore"
import type { CorruptEvent, StoreFault } from "@dateline/eventsourcing/StoreError"
import type { StreamId } from "@dateline/eventsourcing/StreamId"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

export interface Loaded<State> {
  readonly state: State
  /** The version of the stream's last event; 0 without events. */
  readonly version: number
}

export const load = <State, Event extends { readonly _tag: string }>(
  decider: Pick<Decider<State, never, Event, unknown>, "initial" | "evolve">,
  family: EventFamily<string, Event>,
  stream: StreamId
): Effect.Effect<Loaded<State>, StoreFault | CorruptEvent, EventStore> =>
  Effect.flatMap(EventStore, (store) =>
    Stream.runFold(
      store.readStream(family, stream),
      (): Loaded<State> => ({ state: decider.initial, version: 0 }),
      (at, event) => ({ state: decider.evolve(at.state, event), version: event.version })
    ))
