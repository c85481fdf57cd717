/**
 * The whole model of one kind of stream: how commands become events, and how events become state. Pure: no clock, no
 * randomness, no reading; ids arrive in the command, time and actor in the envelope of the recorded event.
 */
import type * as Result from "effect/Result"
import type { Recorded } from "./Recorded.ts"
import type { Snapshot } from "./Snapshot.ts"

/** `Draft`: what it may decide, of all that it may have to fold; events that were retired are not among them. */
export interface Decider<
  State,
  Command,
  Event extends { readonly _tag: string },
  Rejection,
  Draft extends Event = Event
> {
  /** The state of a stream without events. */
  readonly initial: State
  /**
   * What should happen. Already true: no events. Forbidden: a rejection. Never throws.
   */
  readonly decide: (command: Command, state: State) => Result.Result<ReadonlyArray<Draft>, Rejection>
  /** What happened. Total: it knows no rules and refuses nothing, because the past cannot be refused. */
  readonly evolve: (state: State, event: Recorded<Event>) => State
  /**
   * Whether the stream has ended. Its state can be read for ever and `decide` still answers for it, but what would append
   * to it is refused with `StreamEnded`. Without it, streams never end. It is a rule for commands (`Transact`): the event
   * store knows no deciders, so whoever commits events by hand keeps to it or does not.
   */
  readonly isTerminal?: (state: State) => boolean
  /** How folded states are kept, for streams that grow long. Without it, no snapshot is made. */
  readonly snapshot?: Snapshot<State>
}

/** The state after all these events. */
export const fold = <State, Event extends { readonly _tag: string }>(
  decider: Pick<Decider<State, never, Event, unknown>, "initial" | "evolve">,
  events: Iterable<Recorded<Event>>
): State => {
  let state = decider.initial
  for (const event of events) state = decider.evolve(state, event)
  return state
}
