/**
 * Runs projections: reads the log once for all of them, folds each page into documents, and writes the documents
 * together with the checkpoint, so that each event counts exactly once whatever happens in between. Of several programs
 * with the same projections and the same view store, one runs each of them, and another takes over when it is gone.
 */
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import type * as EventStore from "./EventStore.ts"
import { followLog } from "./internal/followLog.ts"
import { observe } from "./internal/metricsObserver.ts"
import { letGo, start } from "./internal/projectorEngine.ts"
import { chooseBeside, chooseLive, isLive, type Running } from "./internal/runningView.ts"
import { type Options, prepare, runOnce } from "./internal/runProjections.ts"
import * as Position from "./Position.ts"
import type { Any as AnyProjection } from "./Projection.ts"
import type { ProjectionError } from "./ProjectionError.ts"
import type { StoreFault } from "./StoreError.ts"
import type { ViewStore } from "./ViewStore.ts"

export type { Options }

/** A view no longer follows the log; it stays as it is until the program starts again. */
export class ProjectorStopped extends Data.TaggedError("ProjectorStopped")<{ readonly cause: unknown }> {
  override get message(): string {
    const cause = this.cause instanceof Error ? this.cause.message : String(this.cause)
    return `The views no longer follow the log: ${cause}`
  }
}

/**
 * Brings the projections' views up to the log's head, once, and lets readers see them. Fails with `PoisonEvent` at an
 * event that a projection cannot take in, unless its policy is another, when the others have come to the head; with
 * `LeaseHeld` when another program runs one of them; with `CheckpointFromElsewhere`, and with the stores' faults. What was
 * written before stays and is not repeated.
 */
export const catchUp = (
  options: Options
): Effect.Effect<void, ProjectionError, EventStore.EventStore | ViewStore> => runOnce(options, chooseLive)

/**
 * Builds the projections' views anew, beside those that readers see, which go on following the log meanwhile wherever
 * they are run; then lets readers see the new ones, each in one step, and forgets the old. Interrupted or killed, it goes
 * on where it was when it is run again. Fails as {@link catchUp} does; readers then still see the old views.
 */
export const rebuild = (
  options: Options
): Effect.Effect<void, ProjectionError, EventStore.EventStore | ViewStore> => runOnce(options, chooseBeside)

/** How one projection is doing. */
export interface Status {
  readonly projection: string
  /**
   * - `following`: this program writes the view that readers see.
   * - `building`: this program builds it, and readers see an earlier revision, or nothing yet.
   * - `standby`: another program runs it; this one takes over when that one is gone.
   * - `stopped`: it does not go on; `error` says why.
   */
  readonly state: "following" | "building" | "standby" | "stopped"
  /** How far the view that is written has come, as far as this program knows. */
  readonly position: number
  readonly error?: ProjectionError
}

export class Projector extends Context.Service<Projector, {
  /**
   * Waits until views know of all events up to this position: those of the projections that are named, and without any
   * name all of them, save those that are being built while readers see an earlier revision. Fails when one of them has
   * stopped before it.
   */
  readonly caughtUp: (
    position: Position.Position,
    projections?: ReadonlyArray<AnyProjection>
  ) => Effect.Effect<void, ProjectorStopped>
  /** How far all views have come that {@link caughtUp} waits for by itself. */
  readonly position: Effect.Effect<Position.Position>
  /**
   * Names what readers see of all views, as far as this program knows: another text as soon as one of them was moved on or
   * took another's place. For whoever keeps what was made of views.
   */
  readonly seen: Effect.Effect<string>
  readonly status: Effect.Effect<ReadonlyArray<Status>>
  /** Ends, with the reason, when a view no longer follows the log; a program can wait for it to shut down. */
  readonly stopped: Effect.Effect<never, ProjectorStopped>
}>()("@dateline/eventsourcing/Projector") {
  /**
   * Follows the log in the background for as long as the layer lives. A view can be read once it has come to the head of
   * the log for the first time (`ViewNotReady` before). A projection of a new revision is built beside the one that
   * readers see, while all others go on. It tells {@link ProjectionMetrics}. It fails only when the store cannot make
   * the views ready.
   */
  static readonly layer = (
    options: Options
  ): Layer.Layer<Projector, StoreFault, EventStore.EventStore | ViewStore> => Layer.effect(Projector, follow(options))
}

/** The wait before the next try, after so many failures without progress in between. */
const patience = (failures: number): Duration.Duration => Duration.millis(Math.min(50 * 2 ** failures, 5000))

interface Waiter {
  readonly position: number
  readonly of: ReadonlyArray<Running>
  readonly ready: Deferred.Deferred<void, ProjectorStopped>
}

/** Readers see an earlier revision meanwhile, so that nobody has to wait for this one. */
const isReplacing = ({ projection, state }: Running): boolean =>
  state._tag === "Active" && !isLive(state) && state.live._tag === "Some" &&
  projection.earlier?.[state.live.value.revision] !== undefined

const statusOf = ({ projection: { name: projection }, reached, state }: Running): Status => {
  switch (state._tag) {
    case "Active":
      return { projection, state: isLive(state) ? "following" : "building", position: state.checkpoint.position }
    case "Standby":
      return { projection, state: "standby", position: Math.max(0, reached) }
    case "Stopped":
      return { projection, state: "stopped", position: Math.max(0, reached), error: state.error }
  }
}

/** Which build readers see of it; another program's is not known. */
const buildOf = ({ state }: Running): string =>
  state._tag === "Active" && state.live._tag === "Some"
    ? `${state.live.value.revision}.${state.live.value.build}`
    : state._tag

const follow = Effect.fnUntraced(function*(options: Options) {
  const { all, environment } = yield* prepare(options, chooseLive, observe)
  const nudges = yield* Queue.sliding<void>(1)
  const waiters = new Set<Waiter>()
  const stopped = yield* Deferred.make<never, ProjectorStopped>()
  let failures = 0
  let ended: ProjectorStopped | undefined

  const reachedBy = (of: ReadonlyArray<Running>): number => Math.min(...of.map(({ reached }) => reached))
  const usual = () => all.filter((one) => !isReplacing(one))
  const failureOf = (of: ReadonlyArray<Running>): ProjectorStopped | undefined => {
    for (const { state } of of) if (state._tag === "Stopped") return new ProjectorStopped({ cause: state.error })
    return ended
  }
  /** What a waiter learns now; nothing while it has to wait. */
  const answer = (wanted: number, of: ReadonlyArray<Running>): Exit.Exit<void, ProjectorStopped> | undefined => {
    if (of.every(({ reached }) => reached >= wanted)) return Exit.void
    const failure = failureOf(of.filter(({ reached }) => reached < wanted))
    return failure && Exit.fail(failure)
  }
  const tell = Effect.sync(() => {
    failures = 0
    const failure = failureOf(all)
    if (failure) Deferred.doneUnsafe(stopped, Exit.fail(failure))
    for (const waiter of waiters) {
      const exit = answer(waiter.position, waiter.of)
      if (exit === undefined) continue
      waiters.delete(waiter)
      Deferred.doneUnsafe(waiter.ready, exit)
    }
  })
  const end = (exit: Exit.Exit<unknown, unknown>) =>
    Effect.suspend(() => {
      ended = new ProjectorStopped({ cause: Exit.isFailure(exit) ? Cause.squash(exit.cause) : "the log ended" })
      Deferred.doneUnsafe(stopped, Exit.fail(failureOf(all) ?? ended))
      return tell
    })

  yield* Effect.addFinalizer(() => letGo(environment, all))
  for (const one of all) yield* start(environment, one, options.lease?.takeOver)
  const following = { environment, all, nudges, isAwaited: () => waiters.size > 0, onTurn: tell }
  const run = all.length === 0 ? Effect.never : Effect.scoped(followLog(following))
  yield* run.pipe(
    Effect.catchIf(
      (error) => error._tag === "StoreFault" && error.retryable,
      () => Effect.suspend(() => Effect.sleep(patience(failures++)))
    ),
    Effect.repeat({ until: () => all.every(({ state }) => state._tag === "Stopped") }),
    Effect.onExit(end),
    Effect.ignoreCause,
    Effect.forkScoped
  )

  const wait = (position: Position.Position, of: ReadonlyArray<Running>) => {
    const waiter: Waiter = { position, of, ready: Deferred.makeUnsafe() }
    waiters.add(waiter)
    Queue.offerUnsafe(nudges, undefined)
    return Effect.onInterrupt(Deferred.await(waiter.ready), () => Effect.sync(() => waiters.delete(waiter)))
  }

  return Projector.of({
    caughtUp: (wanted, projections) =>
      Effect.suspend(() => {
        const names = projections?.map(({ name }) => name)
        const of = names ? all.filter(({ projection }) => names.includes(projection.name)) : usual()
        return answer(wanted, of) ?? wait(wanted, of)
      }),
    position: Effect.sync(() => Position.make(Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, reachedBy(usual()))))),
    seen: Effect.sync(() => `${reachedBy(usual())} ${all.map(buildOf).join()}`),
    status: Effect.sync(() => all.map(statusOf)),
    stopped: Deferred.await(stopped)
  })
})
