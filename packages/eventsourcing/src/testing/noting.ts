/** The reactor that laws look at: it writes down what it is told. */
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Reactor from "../Reactor.ts"
import type { Reactors } from "../Reactors.ts"
import { type Followed, Notes } from "./Runtime.ts"

export interface Told {
  /** The stream's name and the version, such as `a1`. */
  readonly event: string
  readonly key: string
  readonly attempt: number
}

/** A reactor that writes down what it is told, and then does what `react` says. */
export const noting = (
  react: (event: string, told: Told) => Effect.Effect<unknown, unknown> = () => Effect.void,
  options: Partial<Reactor.Any<never>> = {}
) => {
  const told: Array<Told> = []
  const reactor = Reactor.make({
    name: "noting",
    families: [Notes],
    start: "beginning",
    retry: Schedule.recurs(2),
    react: ({ stream, version }, { attempt, idempotencyKey }) =>
      Effect.suspend(() => {
        const one = { event: `${stream.slice("note-".length)}${version}`, key: idempotencyKey, attempt }
        told.push(one)
        return react(one.event, one)
      }),
    ...options
  })
  return { told, reactor, events: () => told.map(({ event }) => event) }
}

/** Everything that is in the log by now has been dealt with. */
export const settled = (log: Followed) => (reactors: Reactors["Service"]) =>
  Effect.flatMap(log.store.head, reactors.caughtUp)
