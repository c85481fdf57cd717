/** Who may write a view of {@link ViewFiles}, and which of its builds readers see: pure steps from one state to the next. */
import type { Checkpoint } from "@dateline/eventsourcing/Checkpoint"
import type { ClaimRequest, ViewId } from "@dateline/eventsourcing/ViewStore"
import { LeaseHeld, LiveMoved, NotCaughtUp, type UnknownView } from "@dateline/eventsourcing/ViewStoreError"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { keyOf, type View, viewOf, type Views } from "./ViewFiles.ts"

const withView = (state: Views, view: View): Views => ({
  ...state,
  views: new Map(state.views).set(keyOf(view.id), view)
})

/** A fence that nobody was ever given. */
const fenced = (state: Views, view: View, lease: View["lease"]): Views =>
  withView({ ...state, lastFence: state.lastFence + 1 }, { ...view, fence: state.lastFence + 1, lease })

// #region claim
export const claim = (
  state: Views,
  id: ViewId,
  { duration, owner, takeOver }: ClaimRequest,
  now: number
): Effect.Effect<Views, UnknownView | LeaseHeld> =>
  Effect.flatMap(viewOf(state, id), (view) => {
    const { lease } = view
    if (lease !== undefined && lease.owner !== owner && lease.until > now && takeOver !== true) {
      return Effect.fail(new LeaseHeld({ view: id, ...lease }))
    }
    const renewed = { owner, until: now + duration }
    return Effect.succeed(
      lease?.owner === owner ? withView(state, { ...view, lease: renewed }) : fenced(state, view, renewed)
    )
  })
// #endregion

export const release = (state: Views, id: ViewId, owner: string): Views => {
  const view = state.views.get(keyOf(id))
  return view?.lease?.owner === owner ? fenced(state, view, undefined) : state
}

/** A log that was restored begins anew: its positions cannot be compared with those before. */
const isBehind = (to: Checkpoint | undefined, from: Checkpoint | undefined): boolean =>
  from !== undefined && (to === undefined || to.log === from.log && to.epoch === from.epoch &&
      to.position < from.position)

// #region switch
export const switchLive = Effect.fnUntraced(function*(state: Views, from: Option.Option<ViewId>, to: ViewId) {
  const next = yield* viewOf(state, to)
  const actual = Option.fromNullishOr(state.live.get(to.name))
  const [expected, live] = [from, actual].map((id) => Option.getOrUndefined(Option.map(id, keyOf)))
  if (expected !== live) return yield* new LiveMoved({ name: to.name, expected: from, actual })
  if (live === keyOf(to)) return state
  const before = live === undefined ? undefined : state.views.get(live)
  if (isBehind(next.checkpoint, before?.checkpoint)) {
    const [position, reached] = [next, before].map((view) => view?.checkpoint?.position ?? 0)
    return yield* new NotCaughtUp({ view: to, position: position!, live: reached! }) // two of them
  }
  const switched = { ...state, live: new Map(state.live).set(to.name, to) }
  return before ? fenced(switched, before, undefined) : switched
})
// #endregion

export const drop = (state: Views, id: ViewId): Views => {
  const views = new Map(state.views)
  const live = new Map(state.live)
  views.delete(keyOf(id))
  const seen = live.get(id.name)
  if (seen !== undefined && keyOf(seen) === keyOf(id)) live.delete(id.name)
  return { ...state, views, live }
}
