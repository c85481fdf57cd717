/** What all ways of running projections have in common, and the one that ends. */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as EventStore from "../EventStore.ts"
import * as Poison from "../Poison.ts"
import type { Any as AnyProjection } from "../Projection.ts"
import type { ProjectionError } from "../ProjectionError.ts"
import { ViewStore } from "../ViewStore.ts"
import * as Base64Url from "./base64Url.ts"
import { type Observe, unobserved } from "./observer.ts"
import { advance, due, letGo, running, start, tend } from "./projectorEngine.ts"
import { randomBytes } from "./randomBytes.ts"
import { familiesOf } from "./readPage.ts"
import { type Active, type Choose, type Environment, isLive, type Running } from "./runningView.ts"

export interface Options {
  readonly projections: ReadonlyArray<AnyProjection>
  /** What to do at an event that a projection cannot take in: `Poison.stop` unless told otherwise. */
  readonly poison?: (projection: AnyProjection) => Poison.Policy
  /** Most events read at once; 2,000 unless told otherwise. */
  readonly pageSize?: number
  /**
   * Most events folded between two writes while a view is behind, in whole pages; 50,000 unless told otherwise. It is
   * written sooner when many documents have changed, after a second, and always when it has come to the head.
   */
  readonly batchSize?: number
  readonly lease?: {
    /** How long others wait for this program after it was killed; 10 seconds unless told otherwise. */
    readonly duration?: Duration.Input
    /**
     * Takes the views at the start from whatever program has them, instead of waiting for its time to be over: for a
     * program that knows to be the only one. Harmless where it is not: whatever the other still writes is refused.
     */
    readonly takeOver?: boolean
  }
  /** Told after each page of {@link catchUp} and {@link rebuild}: how far the one that is last has come. */
  readonly onProgress?: (progress: { readonly position: number; readonly head: number }) => Effect.Effect<void>
}

const defaultPageSize = 2000
const defaultBatchSize = 50_000
const defaultLease = Duration.seconds(10)

const newOwner = Effect.sync(() => Base64Url.encode(randomBytes(16)))

/** The projections as this program runs them; none is claimed yet. `observe`: for a run that does not end. */
export const prepare = Effect.fnUntraced(function*(options: Options, choose: Choose, observe?: Observe) {
  const environment: Environment = {
    store: yield* EventStore.EventStore,
    views: yield* ViewStore,
    owner: yield* newOwner,
    lease: Math.ceil(Duration.toMillis(options.lease?.duration ?? defaultLease)),
    pageSize: options.pageSize ?? defaultPageSize,
    batchSize: options.batchSize ?? defaultBatchSize,
    isPatient: observe !== undefined,
    choose
  }
  yield* familiesOf(options.projections)
  const policyOf = options.poison ?? (() => Poison.stop)
  const all = options.projections.map((projection) =>
    running(projection, policyOf(projection), (observe ?? unobserved)(projection.name))
  )
  return { environment, all }
})

/** Why a projection does not run. */
const failureOf = ({ state }: Running): ProjectionError | undefined => {
  if (state._tag === "Standby") return state.reason
  return state._tag === "Stopped" ? state.error : undefined
}

const isDone = ({ state }: Running): boolean => state._tag === "Stopped" || state._tag === "Active" && isLive(state)

const isUnfinished = (one: Running): one is Running & { readonly state: Active } =>
  one.state._tag === "Active" && !(isDone(one) && one.state.atHead)

/** Claims, brings to the head, lets readers see, and gives back. */
export const runOnce = Effect.fnUntraced(function*(
  options: Options,
  choose: Choose
): Effect.fn.Return<void, ProjectionError, EventStore.EventStore | ViewStore> {
  const { all, environment } = yield* prepare(options, choose)
  const run = Effect.gen(function*() {
    for (const one of all) {
      yield* start(environment, one, options.lease?.takeOver)
      const failure = failureOf(one)
      if (failure) return yield* failure
    }
    while (true) {
      const lost = all.find(({ state }) => state._tag === "Standby")
      const failure = lost && failureOf(lost)
      if (failure) return yield* failure
      const unfinished = all.filter(isUnfinished)
      if (unfinished.length === 0) break
      yield* tend(environment, unfinished)
      const now = yield* Clock.currentTimeMillis
      const ready = due(unfinished, now)
      if (ready.length === 0) yield* Effect.sleep(Math.min(...unfinished.map(({ state }) => state.retryAt)) - now)
      yield* advance(environment, all, ready)
      if (options.onProgress && ready.length > 0) {
        const position = Math.min(...ready.map(({ state }) => state.read))
        yield* options.onProgress({ position, head: yield* environment.store.head })
      }
    }
    const failed = all.map(failureOf).find((failure) => failure !== undefined)
    if (failed) return yield* failed
  })
  yield* Effect.ensuring(run, letGo(environment, all))
})
