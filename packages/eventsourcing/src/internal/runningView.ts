/** One projection as a program runs it: which build it writes, under which fence, and how far that has come. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type Checkpoint, CheckpointFromElsewhere } from "../Checkpoint.ts"
import type * as EventStore from "../EventStore.ts"
import type * as Poison from "../Poison.ts"
import * as Position from "../Position.ts"
import type { Any as AnyProjection } from "../Projection.ts"
import { type PoisonEvent, type ProjectionError, type TakenAway, ViewSuperseded } from "../ProjectionError.ts"
import type { StoreFault } from "../StoreError.ts"
import type { ViewId, ViewStore } from "../ViewStore.ts"
import type { LeaseHeld } from "../ViewStoreError.ts"
import * as Draft from "./draft.ts"
import type { Observer } from "./observer.ts"
import * as Parking from "./parking.ts"
import type { Delays } from "./retrying.ts"
import { unheeded } from "./unheeded.ts"

export interface Environment {
  readonly store: EventStore.EventStore["Service"]
  readonly views: ViewStore["Service"]
  /** Names this runner, and no other. */
  readonly owner: string
  /** Milliseconds that a claim lasts without being renewed. */
  readonly lease: number
  readonly pageSize: number
  /** Most events that are folded between two writes. */
  readonly batchSize: number
  /** Whether it waits out what may pass, instead of failing with it. */
  readonly isPatient: boolean
  /** Which build of a projection's view is written. */
  readonly choose: Choose
}

export type Choose = (
  projection: AnyProjection,
  live: Option.Option<ViewId>,
  builds: ReadonlyArray<ViewId>
) => ViewId

/** It writes the view, and nobody else does. */
export interface Active {
  readonly _tag: "Active"
  readonly view: ViewId
  readonly fence: number
  /** What readers see: the same view, an older one, or nothing yet. */
  live: Option.Option<ViewId>
  checkpoint: Checkpoint
  /** How far it has been folded: beyond the checkpoint while documents are in the draft. */
  read: Position.Position
  readonly draft: Draft.Draft
  parking: Parking.Parking
  /** Whether it has come to the head of the log since it began. */
  atHead: boolean
  /** When the claim is to be renewed, in milliseconds since the Unix epoch. */
  renewAt: number
  /** Under a policy of trying again: not before then. */
  retryAt: number
}

/** Another runner has the view, or it has just been taken away: it is asked for again. */
export interface Standby {
  readonly _tag: "Standby"
  /** When to ask for it, in milliseconds since the Unix epoch. */
  readonly askAt: number
  readonly reason: LeaseHeld | TakenAway | undefined
}

export interface Stopped {
  readonly _tag: "Stopped"
  readonly error: ProjectionError
}

export interface Running {
  readonly projection: AnyProjection
  readonly policy: Poison.Policy
  readonly categories: ReadonlySet<string>
  state: Active | Standby | Stopped
  /** The next try under a policy of trying again, while there is reason to; `over` when the schedule has ended. */
  retries: Delays<PoisonEvent> | "over" | undefined
  /** How far what readers see has come, as far as is known. */
  reached: number
  readonly observer: Observer
}

const sameView = (a: ViewId, b: ViewId): boolean =>
  a.name === b.name && a.revision === b.revision && a.build === b.build

/** Whether readers see what is written. */
export const isLive = ({ live, view }: Active): boolean => Option.isSome(live) && sameView(live.value, view)

const isOlder = (a: ViewId, b: ViewId): boolean =>
  a.revision < b.revision || a.revision === b.revision && a.build < b.build

const newest = (views: ReadonlyArray<ViewId>): ViewId | undefined =>
  views.reduce<ViewId | undefined>((best, view) => best === undefined || isOlder(best, view) ? view : best, undefined)

const first = ({ name, revision }: AnyProjection): ViewId => ({ name, revision, build: 0 })

/** Goes on with what readers see; where that is an earlier revision, or nothing, with what has been begun beside it. */
export const chooseLive: Choose = (projection, live, builds) => {
  if (Option.isSome(live) && live.value.revision >= projection.revision) return live.value
  return newest(builds.filter(({ revision }) => revision === projection.revision)) ?? first(projection)
}

/** Goes on with what has been begun beside what readers see, or begins it. */
export const chooseBeside: Choose = (projection, live, builds) => {
  const own = builds.filter(({ revision }) => revision === projection.revision)
  const seen = Option.isSome(live) && live.value.revision >= projection.revision ? live.value : undefined
  if (seen === undefined) return newest(own) ?? first(projection)
  return newest(own.filter((view) => isOlder(seen, view))) ?? { ...seen, build: seen.build + 1 }
}

/** Forgets the builds that are older than one that readers see. Whoever is just reading one reads the next instead. */
const dropOlder = Effect.fnUntraced(function*({ views }: Environment, live: ViewId) {
  for (const view of yield* views.builds(live.name)) {
    if (!isOlder(view, live)) continue
    yield* views.drop(Parking.parkedView(view))
    yield* views.drop(view)
  }
})

/** Lets readers see the build, now that it knows all that they have seen. */
export const goLive = Effect.fnUntraced(function*(environment: Environment, active: Active) {
  const switched = yield* environment.views.switchLive(active.live, active.view).pipe(
    Effect.as(true),
    Effect.catchTag("NotCaughtUp", () => Effect.succeed(false))
  )
  if (!switched) return
  active.live = Option.some(active.view)
  yield* dropOlder(environment, active.view)
})

const checkpointOf = Effect.fnUntraced(function*({ store, views }: Environment, view: ViewId) {
  const { epoch, id } = store.log
  const beginning: Checkpoint = { log: id, epoch, position: Position.start }
  const checkpoint = Option.getOrElse(yield* views.checkpoint(view), () => beginning)
  const head = yield* store.head
  if (checkpoint.log !== id || checkpoint.epoch !== epoch || checkpoint.position > head) {
    return yield* new CheckpointFromElsewhere({
      reader: `the view ${view.name}`,
      checkpoint,
      log: { id, epoch, head }
    })
  }
  return { checkpoint, atHead: checkpoint.position >= head }
})

/** Claims the projection's view and finds out where it stands. */
export const open = Effect.fnUntraced(function*(
  environment: Environment,
  { projection }: Running,
  takeOver: boolean
): Effect.fn.Return<Active, StoreFault | CheckpointFromElsewhere | ViewSuperseded | LeaseHeld | TakenAway> {
  const { lease: duration, owner, views } = environment
  const live = yield* views.live(projection.name)
  const view = environment.choose(projection, live, yield* views.builds(projection.name))
  if (view.revision !== projection.revision) {
    const { revision } = projection
    return yield* new ViewSuperseded({ view: view.name, revision, live: view.revision })
  }
  yield* views.define(view, projection.indexes)
  const fence = yield* views.claim(view, { owner, duration, takeOver })
  const renewAt = (yield* Clock.currentTimeMillis) + Math.floor(duration / 3)
  const { atHead, checkpoint } = yield* Effect.tapError(
    checkpointOf(environment, view),
    () => unheeded(views.release(view, owner))
  )
  const parking = yield* Parking.open(views, view)
  const active: Active = {
    _tag: "Active",
    view,
    fence,
    live,
    checkpoint,
    read: checkpoint.position,
    draft: Draft.make(),
    parking,
    atHead,
    renewAt,
    retryAt: 0
  }
  if (isLive(active)) yield* dropOlder(environment, view)
  else if (atHead) yield* goLive(environment, active)
  return active
})
