/**
 * Given / when / then for deciders, without a test runner: each step returns a value or throws an error that says what
 * was expected and what came. Events are wrapped in plain envelopes, one commit each, one second apart.
 */
import * as Result from "effect/Result"
import * as CommitId from "../CommitId.ts"
import { type Decider, fold } from "../Decider.ts"
import * as Position from "../Position.ts"
import type { Actor, Recorded } from "../Recorded.ts"
import * as StreamId from "../StreamId.ts"
import * as Version from "../Version.ts"
import { text } from "./portable.ts"

/** When the first event of a specification was recorded: 2026-01-01T00:00:00Z, in milliseconds since the Unix epoch. */
export const epoch = 1_767_225_600_000

/** Puts events in envelopes, as a log would hold them. */
export const recorded = <Event>(
  events: ReadonlyArray<Event>,
  options: { readonly stream?: string; readonly actor?: Actor; readonly after?: number } = {}
): ReadonlyArray<Recorded<Event>> =>
  events.map((event, place) => {
    const number = (options.after ?? 0) + place + 1
    return {
      event,
      stream: Result.getOrThrow(StreamId.parse(options.stream ?? "spec-1")),
      version: Version.make(number),
      position: Position.make(number),
      commitId: CommitId.make(`commit-${number}`),
      index: 0,
      recordedAt: epoch + (number - 1) * 1000,
      metadata: { actor: options.actor ?? { role: "tester", id: "specification" } }
    }
  })

/** What a specification found to be otherwise. */
export class SpecificationBroken extends Error {
  readonly _tag = "SpecificationBroken"
}

const show = (value: unknown): string => text(value, 2)

const same = (expected: unknown, actual: unknown, what: string): void => {
  if (text(expected) !== text(actual)) {
    throw new SpecificationBroken(`${what}\nexpected: ${show(expected)}\nactual:   ${show(actual)}`)
  }
}

export interface Then<State, Event, Rejection> {
  /** The decision, for checks of one's own. */
  readonly decision: Result.Result<ReadonlyArray<Event>, Rejection>
  /** The command leads to exactly these events. */
  readonly then: (...expected: ReadonlyArray<Event>) => void
  /** The command leads to no events: it was already true. */
  readonly thenNothing: () => void
  /** The command is rejected with an error of this tag, and with these fields where given. */
  readonly thenRejected: (tag: string, fields?: { readonly [field: string]: unknown }) => void
  /** The state after the command's events, for checks of one's own. */
  readonly state: () => State
}

/** Begins a specification with what has happened. */
export const given = <State, Command, Event extends { readonly _tag: string }, Rejection>(
  decider: Decider<State, Command, Event, Rejection>,
  ...history: ReadonlyArray<Event>
): { readonly when: (command: Command) => Then<State, Event, Rejection>; readonly state: State } => {
  const before = fold(decider, recorded(history))
  return {
    state: before,
    when: (command) => {
      const decision = decider.decide(command, before)
      const led = (expected: ReadonlyArray<Event>): void =>
        Result.isSuccess(decision)
          ? same(expected, decision.success, "the command led to other events")
          : same(expected, decision.failure, "the command was rejected")
      return {
        decision,
        then: (...expected) => led(expected),
        thenNothing: () => led([]),
        thenRejected: (tag, fields = {}) => {
          if (Result.isSuccess(decision)) {
            throw new SpecificationBroken(
              `the command was not rejected with ${tag}; it led to ${show(decision.success)}`
            )
          }
          const rejection = decision.failure as { readonly [field: string]: unknown }
          same(tag, rejection["_tag"], "the command was rejected for another reason")
          for (const [field, value] of Object.entries(fields)) same(value, rejection[field], `the rejection's ${field}`)
        },
        state: () => {
          const events = recorded(Result.getOrThrow(decision), { after: history.length })
          return events.reduce((state, event) => decider.evolve(state, event), before)
        }
      }
    }
  }
}
