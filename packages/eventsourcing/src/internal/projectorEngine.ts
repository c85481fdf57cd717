/** The turns of a projector: who is due, what is read for them, and what happens to those that cannot go on. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Poison from "../Poison.ts"
import * as Position from "../Position.ts"
import type { Any as AnyProjection } from "../Projection.ts"
import { isTakenAway, type ProjectionError, type TakenAway } from "../ProjectionError.ts"
import type { StoreFault } from "../StoreError.ts"
import type { LeaseHeld, LiveMoved, UnknownView } from "../ViewStoreError.ts"
import type { Observer } from "./observer.ts"
import { parkedOf } from "./parking.ts"
import { familiesOf, type Read, readPage } from "./readPage.ts"
import { delaysOf } from "./retrying.ts"
import { type Active, type Environment, goLive, isLive, open, type Running } from "./runningView.ts"
import { unheeded } from "./unheeded.ts"
import { writePage, type Written } from "./writePage.ts"

export const running = (projection: AnyProjection, policy: Poison.Policy, observer: Observer): Running => ({
  projection,
  policy,
  categories: new Set(projection.families.map(({ category }) => category)),
  state: { _tag: "Standby", askAt: 0, reason: undefined },
  retries: undefined,
  reached: -1,
  observer
})

/** Those that run, and are not waiting for a next try. */
export const due = (all: ReadonlyArray<Running>, now: number): ReadonlyArray<Running & { readonly state: Active }> =>
  all.filter((one): one is Running & { readonly state: Active } =>
    one.state._tag === "Active" && one.state.retryAt <= now
  )

const standBy = (one: Running, askAt: number, reason: LeaseHeld | TakenAway): void => {
  one.state = { _tag: "Standby", askAt, reason }
}

/** Asks for the view; whatever is no fault of the store's is the projection's own state from then on. */
export const start = Effect.fnUntraced(function*(
  environment: Environment,
  one: Running,
  takeOver = false
): Effect.fn.Return<void, StoreFault> {
  const now = yield* Clock.currentTimeMillis
  const opened = yield* Effect.result(open(environment, one, takeOver))
  if (opened._tag === "Success") {
    one.state = opened.success
    if (isLive(opened.success)) one.reached = opened.success.checkpoint.position
    return
  }
  const error = opened.failure
  if (error._tag === "StoreFault") return yield* error
  if (error._tag === "LeaseHeld") standBy(one, now + Math.ceil(environment.lease / 10), error)
  else if (isTakenAway(error)) standBy(one, now, error)
  else one.state = { _tag: "Stopped", error }
})

/** Keeps the claims, and asks again for what others had. */
export const tend = Effect.fnUntraced(function*(
  environment: Environment,
  all: ReadonlyArray<Running>
): Effect.fn.Return<void, StoreFault> {
  const now = yield* Clock.currentTimeMillis
  const { lease: duration, owner, views } = environment
  for (const one of all) {
    const { state } = one
    if (state._tag === "Standby" && state.askAt <= now) yield* start(environment, one)
    if (state._tag !== "Active" || state.renewAt > now) continue
    const fence = yield* views.claim(state.view, { owner, duration }).pipe(
      Effect.catchTags({ LeaseHeld: () => Effect.succeed(0), UnknownView: () => Effect.succeed(0) })
    )
    if (fence === state.fence) state.renewAt = now + Math.floor(duration / 3)
    else yield* start(environment, one)
  }
})

/** Gives all claims back, so that the next runner need not wait for their time to be over. */
export const letGo = ({ owner, views }: Environment, all: ReadonlyArray<Running>): Effect.Effect<void> =>
  Effect.forEach(
    all,
    ({ state }) => state._tag === "Active" ? unheeded(views.release(state.view, owner)) : Effect.void,
    { discard: true }
  )

const stop = Effect.fnUntraced(function*({ owner, views }: Environment, one: Running, error: ProjectionError) {
  if (one.state._tag === "Active") yield* unheeded(views.release(one.state.view, owner))
  one.state = { _tag: "Stopped", error }
})

/** What becomes of an event for good; one that is tried again does not come here. */
const final = (policy: Poison.Policy): Poison.Final => policy._tag === "Retry" ? policy.then : policy

/** Tells of what was put aside by itself; what waits behind another says nothing new. */
const tellOf = ({ asides, one: { policy, projection } }: Written) =>
  Effect.forEach(
    asides,
    (aside) => {
      const chosen = final(policy)
      const says = chosen._tag === "Park" && aside.reason !== "Behind"
      return says ? chosen.tell(projection.name, parkedOf(aside)) : Effect.void
    },
    { discard: true }
  )

/** How long a vault that cannot be reached is left alone, in milliseconds. */
const vaultPause = 1000

const settle = Effect.fnUntraced(function*(environment: Environment, written: Written) {
  yield* tellOf(written)
  const { obstacle, one } = written
  const { policy, state } = one
  const tryAgain = (retryAt: number) => {
    if (state._tag === "Active") Object.assign(state, { retryAt, atHead: false })
  }
  if (obstacle === undefined) {
    one.retries = undefined
    return
  }
  if (obstacle._tag === "VaultFault" && obstacle.reason === "Unavailable" && environment.isPatient) {
    return tryAgain((yield* Clock.currentTimeMillis) + vaultPause)
  }
  if (obstacle._tag === "VaultFault" || policy._tag !== "Retry" || one.retries === "over") {
    return yield* stop(environment, one, obstacle)
  }
  one.retries ??= yield* delaysOf(policy.schedule)
  const delay = yield* one.retries(obstacle)
  if (delay !== undefined) return tryAgain((yield* Clock.currentTimeMillis) + Math.ceil(delay))
  if (policy.then._tag === "Stop") return yield* stop(environment, one, obstacle)
  one.retries = "over"
  tryAgain(0)
})

/** Takes in what was read, lets readers see those that have come to the head, and stands by where another took over. */
export const take = Effect.fnUntraced(function*(
  environment: Environment,
  all: ReadonlyArray<Running>,
  cohort: ReadonlyArray<Running>,
  read: Read
): Effect.fn.Return<void, StoreFault> {
  const now = yield* Clock.currentTimeMillis
  const standAside = (reason: Exclude<TakenAway, LiveMoved>) =>
    Effect.sync(() => {
      const { name } = reason.view
      const own = all.filter(({ projection }) => name === projection.name || name === `${projection.name}/parked`)
      for (const one of own) standBy(one, now, reason)
      return []
    })
  const written = yield* writePage(environment, cohort, read).pipe(
    Effect.catchTags({ CheckpointMoved: standAside, Fenced: standAside, UnknownView: standAside })
  )
  for (const turn of written) yield* settle(environment, turn)
  for (const one of cohort) {
    const { state } = one
    if (state._tag !== "Active") continue
    if (state.atHead && !isLive(state)) {
      const moved = (reason: LiveMoved | UnknownView) => Effect.sync(() => standBy(one, now, reason))
      yield* goLive(environment, state).pipe(Effect.catchTags({ LiveMoved: moved, UnknownView: moved }))
    }
    if (isLive(state)) one.reached = state.checkpoint.position
  }
})

/** Where a group of projections reads on: from the one that has come least far. */
export const readingOf = Effect.fnUntraced(function*(
  { pageSize }: Environment,
  cohort: ReadonlyArray<{ readonly projection: AnyProjection; readonly state: Active }>
) {
  const families = yield* familiesOf(cohort.map(({ projection }) => projection))
  const after = Position.make(Math.min(...cohort.map(({ state }) => state.read)))
  return { families, after, pageSize }
})

/** Reads and takes in one page for those of the group that are due. */
export const advance = Effect.fnUntraced(function*(
  environment: Environment,
  all: ReadonlyArray<Running>,
  cohort: ReadonlyArray<Running & { readonly state: Active }>
): Effect.fn.Return<void, StoreFault> {
  if (cohort.length === 0) return
  const read = yield* readPage(environment.store, yield* readingOf(environment, cohort))
  yield* take(environment, all, cohort, read)
})
