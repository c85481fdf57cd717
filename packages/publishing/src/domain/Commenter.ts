/** A commenter: nothing but a random subject, under which personal data is sealed until it is forgotten. */
import type { Decider } from "@dateline/eventsourcing/Decider"
import * as Result from "effect/Result"
import type { CommenterEvent } from "./CommenterEvents.ts"

export interface CommenterState {
  readonly _tag: "Known" | "Forgotten"
}

export interface Forget {
  readonly _tag: "Forget"
}

/** The model of `commenter-{subject}` streams. Nothing is refused: forgetting again changes nothing. */
export const decider: Decider<CommenterState, Forget, CommenterEvent, never> = {
  initial: { _tag: "Known" },
  decide: (_command, state) => Result.succeed(state._tag === "Forgotten" ? [] : [{ _tag: "SubjectForgotten" }]),
  evolve: () => ({ _tag: "Forgotten" })
}
