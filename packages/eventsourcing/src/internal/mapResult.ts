/**
 * Maps a stream one element at a time by a function that may fail. `Stream.mapEffect` can also run many at once, and so
 * brings queues, semaphores and forks into every program that has it: 3 kB, compressed.
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"

export const mapResult = <A, E, R, B, E2>(
  stream: Stream.Stream<A, E, R>,
  f: (element: A) => Result.Result<B, E2>
): Stream.Stream<B, E | E2, R> =>
  Stream.transformPull(stream, (pull) =>
    Effect.sync(() => {
      let taken: ReadonlyArray<A> = []
      let next = 0
      const one: Effect.Effect<readonly [B], E2> = Effect.suspend(() => {
        const mapped = f(taken[next++]!) // there is one: see below
        return Result.isSuccess(mapped) ? Effect.succeed([mapped.success]) : Effect.fail(mapped.failure)
      })
      const more = Effect.flatMap(pull, (elements) => {
        taken = elements // at least one
        next = 0
        return one
      })
      return Effect.suspend(() => next < taken.length ? one : more)
    }))
