/** Work in lanes: one after another in each, and only so many tries at once. */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FiberSet from "effect/FiberSet"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"

export interface Lanes<R> {
  /** Begins as soon as all earlier work of the lane is over. The work never fails. */
  readonly enter: (lane: string, work: Effect.Effect<void, never, R>) => Effect.Effect<void, never, R>
  /** One of the tries that may go on at once; what waits between two tries keeps nobody else from trying. */
  readonly turn: <A, E>(attempt: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  /** Ends only with the defect of a piece of work. */
  readonly failed: Effect.Effect<void>
}

export const make = <R>(concurrency: number): Effect.Effect<Lanes<R>, never, Scope.Scope> =>
  Effect.gen(function*() {
    const fibers = yield* FiberSet.make<void, never>()
    const permits = yield* Semaphore.make(concurrency)
    const last = new Map<string, Deferred.Deferred<void>>()

    const enter = (lane: string, work: Effect.Effect<void, never, R>) =>
      Effect.suspend(() => {
        const before = last.get(lane)
        const own = Deferred.makeUnsafe<void>()
        last.set(lane, own)
        const leave = Effect.sync(() => {
          if (last.get(lane) === own) last.delete(lane)
          Deferred.doneUnsafe(own, Exit.void)
        })
        const first = before === undefined ? Effect.void : Deferred.await(before)
        return Effect.asVoid(FiberSet.run(fibers, Effect.ensuring(Effect.andThen(first, work), leave)))
      })
    return { enter, turn: permits.withPermit, failed: FiberSet.join(fibers) }
  })
