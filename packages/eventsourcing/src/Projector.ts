/**
 * Runs projections: reads the log once for all of them, folds each page into documents, and writes the documents
 * together with the checkpoint, so that each event counts exactly once whatever happens in between.
 */
import { isReadonlyArrayNonEmpty } from "effect/Array"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import type { Checkpoint } from "./Checkpoint.ts"
import type * as EventFamily from "./EventFamily.ts"
import * as EventStore from "./EventStore.ts"
import { foldPage } from "./internal/foldPage.ts"
import * as Position from "./Position.ts"
import type { Any as AnyProjection } from "./Projection.ts"
import type { CorruptEvent, StoreFault } from "./StoreError.ts"
import { idOf } from "./Views.ts"
import { type CheckpointMoved, type ViewBatch, ViewStore } from "./ViewStore.ts"

/** A view's checkpoint belongs to another log, or to this one before it was restored; rebuild the view. */
export class CheckpointFromElsewhere extends Data.TaggedError("CheckpointFromElsewhere")<{
  readonly view: string
  readonly checkpoint: Checkpoint
  readonly log: { readonly id: string; readonly epoch: string; readonly head: number }
}> {
  override get message(): string {
    const { checkpoint, log } = this
    return `The view ${this.view} is at position ${checkpoint.position} of log ${checkpoint.log} (epoch ` +
      `${checkpoint.epoch}); this log is ${log.id} (epoch ${log.epoch}) and ends at ${log.head}. Rebuild the view`
  }
}

/** Why views stopped following the log. */
export type ProjectionError = StoreFault | CorruptEvent | CheckpointMoved | CheckpointFromElsewhere

/** The projector has stopped; views stay as they are until the program starts again. */
export class ProjectorStopped extends Data.TaggedError("ProjectorStopped")<{ readonly cause: unknown }> {
  override get message(): string {
    const cause = this.cause instanceof Error ? this.cause.message : String(this.cause)
    return `The views no longer follow the log: ${cause}`
  }
}

export interface Options {
  readonly projections: ReadonlyArray<AnyProjection>
  /** Most events folded and written at once; 1,000 unless told otherwise. */
  readonly pageSize?: number
  /** Told after each page that was written. */
  readonly onProgress?: (progress: { readonly position: number; readonly head: number }) => Effect.Effect<void>
}

interface Running {
  readonly projection: AnyProjection
  checkpoint: Checkpoint
}

const familiesOf = (projections: ReadonlyArray<AnyProjection>): ReadonlyArray<EventFamily.Any> => [
  ...new Map(projections.flatMap((projection) => projection.families.map((family) => [family.category, family])))
    .values()
]

const begin = Effect.fnUntraced(function*(
  store: EventStore.EventStore["Service"],
  views: ViewStore["Service"],
  projection: AnyProjection
): Effect.fn.Return<Running, StoreFault | CheckpointFromElsewhere> {
  const { epoch, id } = store.log
  const view = idOf(projection)
  const checkpoint = Option.getOrElse(
    yield* views.checkpoint(view),
    (): Checkpoint => ({ log: id, epoch, position: Position.start })
  )
  const head = yield* store.head
  if (checkpoint.log !== id || checkpoint.epoch !== epoch || checkpoint.position > head) {
    return yield* new CheckpointFromElsewhere({ view: view.name, checkpoint, log: { id, epoch, head } })
  }
  return { projection, checkpoint }
})

/** Folds one page into every projection that has not read it, and writes all of them in one transaction. */
const writePage = Effect.fnUntraced(function*(
  views: ViewStore["Service"],
  running: ReadonlyArray<Running>,
  page: EventStore.Page<unknown>
) {
  const batches: Array<ViewBatch> = []
  const moved: Array<readonly [Running, Checkpoint]> = []
  for (const one of running) {
    if (one.checkpoint.position >= page.position) continue
    const to: Checkpoint = { ...one.checkpoint, position: page.position }
    const events = page.events.filter((event) => event.position > one.checkpoint.position)
    const changes = yield* foldPage(views, one.projection, events)
    batches.push({ view: idOf(one.projection), from: one.checkpoint, to, ...changes })
    moved.push([one, to])
  }
  if (isReadonlyArrayNonEmpty(batches)) yield* views.apply(batches)
  for (const [one, to] of moved) one.checkpoint = to
})

const define = ({ projections }: Options) =>
  Effect.flatMap(
    ViewStore,
    (views) =>
      Effect.forEach(projections, (projection) => views.define(idOf(projection), projection.indexes), { discard: true })
  )

const start = Effect.fnUntraced(function*(options: Options) {
  const store = yield* EventStore.EventStore
  const views = yield* ViewStore
  const running = yield* Effect.forEach(options.projections, (projection) => begin(store, views, projection))
  const after = Position.make(Math.min(...running.map(({ checkpoint }) => checkpoint.position)))
  const families = familiesOf(options.projections)
  const reading = { families, after, ...(options.pageSize === undefined ? {} : { pageSize: options.pageSize }) }
  const write = (page: EventStore.Page<unknown>): Effect.Effect<void, StoreFault | CheckpointMoved> =>
    Effect.andThen(writePage(views, running, page), options.onProgress?.(page) ?? Effect.void)
  return { store, reading, write }
})

/**
 * Brings the projections' views up to the log's head, once. Fails with `CorruptEvent` at an event that cannot be read,
 * with {@link CheckpointFromElsewhere}, with `CheckpointMoved` when another process writes the same views, and with the
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

/** Store faults that may pass are waited out, ever more slowly; whatever else fails stops the projector. */
const patience = Schedule.min([Schedule.exponential("50 millis"), Schedule.spaced("5 seconds")])

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

const follow = Effect.fnUntraced(function*(options: Options) {
  yield* define(options)
  let position = options.projections.length === 0 ? Position.make(Number.MAX_SAFE_INTEGER) : Position.start
  let waiters: ReadonlyArray<Waiter> = []
  const stopped = yield* Deferred.make<never, ProjectorStopped>()

  const reached = (page: { readonly position: Position.Position }) => {
    position = page.position
    const [ready, waiting] = [
      waiters.filter((w) => w.position <= position),
      waiters.filter((w) => w.position > position)
    ]
    waiters = waiting
    for (const waiter of ready) Deferred.doneUnsafe(waiter.ready, Exit.void)
  }
  const stop = (ended: Exit.Exit<unknown, unknown>) => {
    const cause = Option.getOrElse(Exit.findErrorOption(ended), () => "it was interrupted")
    const exit = Exit.fail(new ProjectorStopped({ cause }))
    Deferred.doneUnsafe(stopped, exit)
    for (const waiter of waiters) Deferred.doneUnsafe(waiter.ready, exit)
    waiters = []
  }

  const run = Effect.gen(function*() {
    if (options.projections.length === 0) return yield* Effect.never
    const { reading, store, write } = yield* start(options)
    reached({ position: reading.after })
    yield* Stream.runForEach(
      store.subscribe(reading),
      (page) => Effect.andThen(write(page), Effect.sync(() => reached(page)))
    )
  })
  const mayPass = (error: ProjectionError): boolean => error._tag === "StoreFault" && error.retryable
  yield* run.pipe(
    Effect.retry({ schedule: patience, while: mayPass }),
    Effect.onExit((exit) => Effect.sync(() => stop(exit))),
    Effect.ignoreCause,
    Effect.forkScoped
  )

  return Projector.of({
    caughtUp: (wanted) =>
      Effect.suspend(() => {
        if (position >= wanted) return Effect.void
        if (Deferred.isDoneUnsafe(stopped)) return Deferred.await(stopped)
        const ready = Deferred.makeUnsafe<void, ProjectorStopped>()
        waiters = [...waiters, { position: wanted, ready }]
        return Deferred.await(ready)
      }),
    position: Effect.sync(() => position),
    stopped: Deferred.await(stopped)
  })
})
