/** Work that is done once for all who want the same at the same moment. */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"

export interface SharedWork<A> {
  /**
   * What the work comes to; where somebody is doing the same by its name, what theirs comes to. If theirs fails, or they go
   * away, one's own is done: nobody gets another's failure.
   */
  readonly run: <E, R>(name: string, work: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
}

export const make = <A>(): SharedWork<A> => {
  const going = new Map<string, Deferred.Deferred<Option.Option<A>>>()

  const start = <E, R>(name: string, work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> => {
    const shared = Deferred.makeUnsafe<Option.Option<A>>()
    going.set(name, shared)
    return Effect.onExit(work, (exit) =>
      Effect.sync(() => {
        if (going.get(name) === shared) going.delete(name)
        Deferred.doneUnsafe(shared, Effect.succeed(Exit.isSuccess(exit) ? Option.some(exit.value) : Option.none()))
      }))
  }

  return {
    run: (name, work) =>
      Effect.suspend(() => {
        const others = going.get(name)
        if (others === undefined) return start(name, work)
        return Effect.flatMap(Deferred.await(others), (done) =>
          Option.isSome(done) ? Effect.succeed(done.value) : start(name, work))
      })
  }
}
