/** One reaction with its retries: what it came to, or why it is to be parked. */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import type { Any, Reaction } from "../../Reactor.ts"
import type { Lanes } from "./lanes.ts"
import type { Change } from "./message.ts"

export interface Failed {
  readonly attempts: number
  readonly error: string
}

/** What is to be done, and under which key. */
export interface Errand<R> {
  readonly idempotencyKey: string
  readonly run: (reaction: Reaction) => Effect.Effect<unknown, unknown, R>
}

const patience = Schedule.max([Schedule.exponential("1 second").pipe(Schedule.jittered), Schedule.recurs(5)])

const reactions = Metric.counter("dateline_reactor_reactions", {
  description: "Tries of reactions, by their outcome: done, failed",
  incremental: true
})

const count = (reactor: string, outcome: "done" | "failed") =>
  Metric.update(Metric.withAttributes(reactions, { reactor, outcome }), 1)

const nameOf = (error: unknown): string => {
  const { _tag: tag, name } = Object(error) as { readonly _tag?: unknown; readonly name?: unknown }
  return typeof tag === "string" ? tag : typeof name === "string" ? name : typeof error
}

/** A longer text is no description, and parked messages are kept. */
const longest = 1000

const describe = (reactor: Any, error: unknown): string => {
  try {
    return (reactor.describe ?? nameOf)(error).slice(0, longest)
  } catch {
    return nameOf(error)
  }
}

/** Whatever goes wrong within a reaction, thrown or failed, is its failure. */
const asFailure = <A, R>(effect: Effect.Effect<A, unknown, R>): Effect.Effect<A, unknown, R> =>
  Effect.catchCause(effect, (cause) => Effect.fail(Cause.squash(cause)))

/** `turn`: what each try must wait for. */
export const attempt = Effect.fnUntraced(function*<R>(
  reactor: Any<R>,
  { idempotencyKey, run }: Errand<R>,
  turn: Lanes<R>["turn"]
) {
  let attempts = 0
  const once = Effect.suspend(() => {
    const changes: Array<Change> = []
    const note = (change: Change) => Effect.sync(() => void changes.push(change))
    const reaction: Reaction = {
      idempotencyKey,
      attempt: ++attempts,
      schedule: (timer) => note({ _tag: "Schedule", timer }),
      cancel: (key) => note({ _tag: "Cancel", key })
    }
    return Effect.as(turn(Effect.timeout(run(reaction), reactor.timeout ?? "1 minute")), changes)
  })
  const told = asFailure(once).pipe(
    Effect.tap(() => count(reactor.name, "done")),
    Effect.tapError(() => count(reactor.name, "failed")),
    Effect.retry(reactor.retry ?? patience)
  )
  const result = yield* Effect.result(told)
  return Result.mapError(result, (error): Failed => ({ attempts, error: describe(reactor, error) }))
})
