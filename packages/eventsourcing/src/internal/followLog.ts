/** The life of a projector: those behind are brought to the head page by page, and the others never wait for them. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"
import type { CheckpointFromElsewhere } from "../Checkpoint.ts"
import type { StoreFault } from "../StoreError.ts"
import { advance, due, take, tend } from "./projectorEngine.ts"
import type { Environment, Running } from "./runningView.ts"
import * as Tail from "./tail.ts"

export interface Following {
  readonly environment: Environment
  readonly all: ReadonlyArray<Running>
  /** Wakes the projector: somebody waits for it. */
  readonly nudges: Queue.Queue<void>
  /** Whether somebody waits for a view that another runner writes. */
  readonly isAwaited: () => boolean
  /** Told after everything that was done. */
  readonly onTurn: Effect.Effect<void, StoreFault>
}

/** How often a view that another runner writes is looked at while somebody waits for it, in milliseconds. */
const lookEvery = 25

/** When something else than a page has to be looked after, in milliseconds since the Unix epoch. */
const nextCare = (all: ReadonlyArray<Running>): number =>
  Math.min(...all.map(({ state }) => {
    if (state._tag === "Standby") return state.askAt
    if (state._tag === "Stopped") return Number.POSITIVE_INFINITY
    return state.retryAt > 0 && !state.atHead ? Math.min(state.retryAt, state.renewAt) : state.renewAt
  }))

/** How far readers' view has come that another runner writes. */
export const look = Effect.fnUntraced(function*({ views }: Environment, one: Running) {
  const { name, revision } = one.projection
  const live = yield* views.live(name)
  if (Option.isNone(live) || live.value.revision !== revision) return
  const checkpoint = yield* Effect.catchTag(views.checkpoint(live.value), "UnknownView", () => Effect.succeedNone)
  if (Option.isSome(checkpoint)) one.reached = checkpoint.value.position
})

/** Runs until every projection has stopped. Fails with a fault of the stores, after which it can be run again. */
export const followLog = Effect.fnUntraced(function*(
  { all, environment, isAwaited, nudges, onTurn }: Following
): Effect.fn.Return<void, StoreFault | CheckpointFromElsewhere, Scope.Scope> {
  const tail = Tail.make(environment, yield* Effect.scope)
  while (!all.every(({ state }) => state._tag === "Stopped")) {
    yield* tend(environment, all)
    if (isAwaited()) {
      for (const one of all) if (one.state._tag === "Standby") yield* look(environment, one)
    }
    yield* onTurn
    const now = yield* Clock.currentTimeMillis
    const ready = due(all, now)
    const [behind, atHead] = [ready.filter(({ state }) => !state.atHead), ready.filter(({ state }) => state.atHead)]
    if (behind.length > 0) {
      yield* advance(environment, all, behind)
      yield* advance(environment, all, atHead)
      continue
    }
    const care = Math.max(0, nextCare(all) - now)
    const awaited = isAwaited() && all.some(({ state }) => state._tag === "Standby")
    const pause = Effect.raceFirst(Effect.sleep(awaited ? Math.min(care, lookEvery) : care), Queue.take(nudges))
    if (atHead.length === 0) yield* pause
    else {
      const read = yield* tail.next(atHead, pause)
      if (read) yield* take(environment, all, atHead, read)
    }
  }
})
