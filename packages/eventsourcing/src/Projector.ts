/**
 * Runs projections: reads the log once for all of them, folds each page into documents, and writes the documents
 * together with the checkpoint, so that each event counts exactly once whatever happens in between.
 */
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import type * as EventStore from "./EventStore.ts"
import { define, type Options, type ProjectionError, start } from "./internal/runProjections.ts"
import * as Position from "./Position.ts"
import type { StoreFault } from "./StoreError.ts"
import type { ViewStore } from "./ViewStore.ts"

export type { Options, ProjectionError }

/** The projector has stopped; views stay as they are until the program starts again. */
export class ProjectorStopped extends Data.TaggedError("ProjectorStopped")<{ readonly cause: unknown }> {
  override get message(): string {
    const cause = this.cause instanceof Error ? this.cause.message : String(this.cause)
    return `The views no longer follow the log: ${cause}`
  }
}

/**
 * Brings the projections' views up to the log's head, once. Fails with `CorruptEvent` at an event that cannot be read,
 * with `CheckpointFromElsewhere`, with `CheckpointMoved` when another process writes the same views, and with the
 * stores' faults; what was written before stays and is not repeated.
 */
export const catchUp = (
  options: Options
): Effect.Effect<void, ProjectionError, EventStore.EventStore | ViewStore> =>
  Effect.gen(function*() {
    if (options.projections.length === 0) return
    yield* define(options)
    const { reading, store, write } = yield* start(options)
    yield* Stream.runForEach(store.readAll(reading), write)
  })

/** The wait before the next try, after so many failures without progress in between. */
const patience = (failures: number): Duration.Duration => Duration.millis(Math.min(50 * 2 ** failures, 5000))

export class Projector extends Context.Service<Projector, {
  /** Waits until every view knows of all events up to this position. Fails when the projector has stopped. */
  readonly caughtUp: (position: Position.Position) => Effect.Effect<void, ProjectorStopped>
  /** How far every view has come. */
  readonly position: Effect.Effect<Position.Position>
  /** Ends, with the reason, when views no longer follow the log; a program can wait for it to shut down. */
  readonly stopped: Effect.Effect<never, ProjectorStopped>
}>()("@dateline/eventsourcing/Projector") {
  /**
   * Follows the log in the background for as long as the layer lives. The views can be read as soon as it is built,
   * empty at first; it fails only when the store cannot make them ready.
   */
  static readonly layer = (
    options: Options
  ): Layer.Layer<Projector, StoreFault, EventStore.EventStore | ViewStore> => Layer.effect(Projector, follow(options))
}

interface Waiter {
  readonly position: number
  readonly ready: Deferred.Deferred<void, ProjectorStopped>
}

/** A fault may pass, and where another projector wrote the same views, this one goes on from where that one stands. */
const mayPass = (error: ProjectionError): boolean =>
  error._tag === "CheckpointMoved" || error._tag === "StoreFault" && error.retryable

const follow = Effect.fnUntraced(function*(options: Options) {
  yield* define(options)
  let position = options.projections.length === 0 ? Position.make(Number.MAX_SAFE_INTEGER) : Position.start
  let failures = 0
  const waiters = new Set<Waiter>()
  const stopped = yield* Deferred.make<never, ProjectorStopped>()

  const reached = (page: { readonly position: Position.Position }) => {
    position = page.position
    for (const waiter of waiters) {
      if (waiter.position > position) continue
      waiters.delete(waiter)
      Deferred.doneUnsafe(waiter.ready, Exit.void)
    }
  }
  const stop = (ended: Exit.Exit<unknown, unknown>) => {
    const cause = Exit.isFailure(ended) ? Cause.squash(ended.cause) : "the log ended"
    const exit = Exit.fail(new ProjectorStopped({ cause }))
    Deferred.doneUnsafe(stopped, exit)
    for (const waiter of waiters) Deferred.doneUnsafe(waiter.ready, exit)
    waiters.clear()
  }

  const run = Effect.gen(function*() {
    if (options.projections.length === 0) return yield* Effect.never
    const { reading, store, write } = yield* start(options)
    reached({ position: reading.after })
    yield* Stream.runForEach(store.subscribe(reading), (page) =>
      Effect.andThen(
        write(page),
        Effect.sync(() => {
          failures = 0
          reached(page)
        })
      ))
  })
  yield* run.pipe(
    Effect.catchIf(mayPass, () => Effect.suspend(() => Effect.sleep(patience(failures++)))),
    Effect.forever,
    Effect.onExit((exit) => Effect.sync(() => stop(exit))),
    Effect.ignoreCause,
    Effect.forkScoped
  )

  const wait = (wanted: Position.Position) => {
    const waiter: Waiter = { position: wanted, ready: Deferred.makeUnsafe() }
    waiters.add(waiter)
    return Effect.onInterrupt(Deferred.await(waiter.ready), () => Effect.sync(() => waiters.delete(waiter)))
  }

  return Projector.of({
    caughtUp: (wanted) =>
      Effect.suspend(() => {
        if (position >= wanted) return Effect.void
        return Deferred.isDoneUnsafe(stopped) ? Deferred.await(stopped) : wait(wanted)
      }),
    position: Effect.sync(() => position),
    stopped: Deferred.await(stopped)
  })
})
