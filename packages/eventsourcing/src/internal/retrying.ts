/**
 * Trying again under a schedule. `Effect.retry` does it too, for every kind of condition, and the combinators of `Schedule`
 * keep account of much that is not asked for here: together they are 1.3 kB, compressed, in every program.
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Schedule from "effect/Schedule"

/** Answers, for each failure, how many milliseconds to wait until the next try; nothing once the schedule is over. */
export type Delays<E> = (error: E) => Effect.Effect<number | undefined>

export const delaysOf = <E>(schedule: Schedule.Schedule<unknown, E>): Effect.Effect<Delays<E>> =>
  Effect.map(
    Schedule.toStep(schedule),
    (step) => (error) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        step(now, error).pipe(
          Effect.map(([, delay]): number | undefined => Duration.toMillis(delay)),
          Effect.catchCause(() => Effect.succeed(undefined))
        ))
  )

/** Tries again what failed with an error for which that is of use; in the end it fails with the last one. */
export const retrying = <A, E, R>(
  attempt: Effect.Effect<A, E, R>,
  schedule: Schedule.Schedule<unknown>,
  isOfUse: (error: E) => boolean
): Effect.Effect<A, E, R> => {
  const from = (known: Delays<E> | undefined): Effect.Effect<A, E, R> =>
    Effect.catchIf(attempt, isOfUse, (error) =>
      // A schedule begins with the first failure: most tries have none.
      Effect.flatMap(known ? Effect.succeed(known) : delaysOf<E>(schedule), (delays) =>
        Effect.flatMap(
          delays(error),
          (delay) => delay === undefined ? Effect.fail(error) : Effect.andThen(Effect.sleep(delay), from(delays))
        )))
  return from(undefined)
}

/**
 * Waits that grow from about a millisecond by a factor each, and differ by a fifth up or down: writers that met once do
 * not meet again and again.
 */
export const growing = (factor: number, times: number): Schedule.Schedule<number> =>
  Schedule.fromStep(Effect.sync(() => {
    let tries = 0
    return () =>
      tries === times ? Cause.done(tries) : Effect.map(Random.next, (random): [number, Duration.Duration] => {
        const delay = factor ** tries * (0.8 + 0.4 * random)
        return [tries++, Duration.millis(delay)]
      })
  }))
