/**
 * Runs reactors, and answers for them: how far they have come, what waits in them, and what could not be delivered. One
 * program at a time runs a reactor of a name; another that is started beside it takes over when that one ends.
 */
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { EventStore } from "./EventStore.ts"
import { define, follow } from "./internal/reactor/follow.ts"
import * as WaitFor from "./internal/waitFor.ts"
import type { Any, ServicesOf } from "./Reactor.ts"
import type { StoreFault } from "./StoreError.ts"
import type { ViewStore } from "./ViewStore.ts"

/** The reactor does not run any more, until the program starts again; nothing is lost. */
export class ReactorStopped extends Data.TaggedError("ReactorStopped")<{
  readonly reactor: string
  readonly cause: unknown
}> {
  override get message(): string {
    const cause = this.cause instanceof Error ? this.cause.message : String(this.cause)
    return `The reactor ${this.reactor} no longer follows the log: ${cause}`
  }
}

export interface Options {
  /**
   * How long a program that ends without a word keeps others from running its reactors; 10 seconds unless told otherwise. A
   * program that stands still for longer than that loses them, and notices: what it still does is repeated by another.
   */
  readonly lease?: Duration.Input
}

export class Reactors extends Context.Service<Reactors, {
  /**
   * Waits until every reactor of this program has dealt with all events up to this position, each reacted to or parked,
   * and remembers it. A reactor that another program runs is not waited for. Fails when one has stopped.
   */
  readonly caughtUp: (position: number) => Effect.Effect<void, ReactorStopped>
  /** Ends, with the reason, when a reactor no longer follows the log. */
  readonly stopped: Effect.Effect<never, ReactorStopped>
}>()("@dateline/eventsourcing/Reactors") {
  /**
   * Runs reactors in the background for as long as the layer lives. Fails only when what they remember cannot be made
   * ready. Every reaction in flight when it ends is begun again, with the same key, by whoever runs the reactor next.
   */
  static readonly layer = <const Rs extends ReadonlyArray<Any>>(
    reactors: Rs,
    options: Options = {}
  ): Layer.Layer<Reactors, StoreFault, EventStore | ViewStore | ServicesOf<Rs[number]>> =>
    Layer.effect(Reactors, start(reactors as ReadonlyArray<Any<ServicesOf<Rs[number]>>>, options))
}

/** Runs one reactor in the background of the scope. */
const startOne = Effect.fnUntraced(function*<R>(reactor: Any<R>, { lease = "10 seconds" }: Options) {
  yield* define(reactor)
  const reached = WaitFor.make<ReactorStopped>()
  const stop = (cause: Cause.Cause<unknown>) =>
    Effect.gen(function*() {
      reached.stop(new ReactorStopped({ reactor: reactor.name, cause: Cause.squash(cause) }))
      if (!Cause.hasInterruptsOnly(cause)) yield* Effect.logError(`The reactor ${reactor.name} has stopped`, cause)
    })
  yield* follow(reactor, { lease: Duration.toMillis(lease), reached: reached.reach }).pipe(
    Effect.onError(stop),
    Effect.ignoreCause,
    Effect.forkScoped
  )
  return reached
})

const start = Effect.fnUntraced(function*<R>(reactors: ReadonlyArray<Any<R>>, options: Options) {
  const all = yield* Effect.forEach(reactors, (reactor) => startOne(reactor, options))
  return Reactors.of({
    caughtUp: (position) => Effect.forEach(all, (reached) => reached.wait(position), { discard: true }),
    stopped: Effect.raceAllFirst([Effect.never, ...all.map(({ stopped }) => stopped)])
  })
})
