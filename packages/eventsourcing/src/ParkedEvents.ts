/** Events that projections have put aside, under the policy `Poison.park`: what they are, and how they are taken in again. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type * as EventStore from "./EventStore.ts"
import * as Draft from "./internal/draft.ts"
import { type Blocked, foldEvents, undecodable } from "./internal/foldEvents.ts"
import * as Parking from "./internal/parking.ts"
import { openFor } from "./internal/readPage.ts"
import { type Active, chooseLive, type Environment, open } from "./internal/runningView.ts"
import { prepare } from "./internal/runProjections.ts"
import { unheeded } from "./internal/unheeded.ts"
import type { Any as AnyProjection } from "./Projection.ts"
import { type PoisonEvent, type ProjectionError, ViewNotReady } from "./ProjectionError.ts"
import type { StoreFault } from "./StoreError.ts"
import type { StreamId } from "./StreamId.ts"
import type { VaultFault } from "./VaultError.ts"
import { ViewStore } from "./ViewStore.ts"
import type { UnknownView } from "./ViewStoreError.ts"

export type ParkedEvent = Parking.ParkedEvent

/** What the projection has put aside of the view that readers see, in the order of the log. */
export const list = Effect.fn("ParkedEvents.list")(function*(
  projection: AnyProjection
): Effect.fn.Return<ReadonlyArray<ParkedEvent>, StoreFault, ViewStore> {
  const views = yield* ViewStore
  const live = yield* views.live(projection.name)
  return Option.isNone(live) ? [] : yield* Parking.list(views, live.value)
})

/** How a replay went. */
export interface Replayed {
  /** How many were taken in. */
  readonly replayed: number
  /** How many stay put aside. */
  readonly left: number
  /** Why the first of those that stay does: it failed again. */
  readonly failure?: PoisonEvent
}

/** Takes one event in; answers why not, if not. */
const takeIn = Effect.fnUntraced(function*(
  { store, views }: Environment,
  projection: AnyProjection,
  { draft, view }: Active,
  { key, stream, version }: ParkedEvent,
  stuck: Blocked
): Effect.fn.Return<PoisonEvent | undefined, StoreFault | VaultFault | UnknownView> {
  const family = projection.families.find(({ category }) => stream.startsWith(`${category}-`))
  if (family === undefined) return undefined // the projection reads no such events any more
  const name = stream as StreamId // as the log gave it
  const event = yield* Effect.result(Stream.runHead(store.readStream(family, name, { after: version - 1 })))
  if (event._tag === "Failure") {
    return event.failure._tag === "StoreFault" ? yield* event.failure : undecodable(projection, event.failure)
  }
  const opened = yield* openFor(store, projection, Option.toArray(event.success))
  if (opened.corrupt) return undecodable(projection, opened.corrupt)
  const own = key === undefined ? projection : { ...projection, keys: () => [key] }
  const request = { projection: own, events: opened.events, blocked: stuck, room: 0 }
  const folded = yield* foldEvents(request, Draft.loading(draft, (keys) => views.getMany(view, keys)))
  if (folded.poison === undefined) Draft.keep(draft, folded)
  return folded.poison
})

const replayAll = Effect.fnUntraced(function*(environment: Environment, projection: AnyProjection, active: Active) {
  const { views } = environment
  const stuck = { keys: new Set<string>(), streams: new Set<string>() }
  const done: Array<ParkedEvent> = []
  const events = yield* Parking.list(views, active.view)
  let failure: PoisonEvent | undefined
  for (const event of events) {
    const poison = yield* takeIn(environment, projection, active, event, stuck)
    if (poison === undefined) {
      done.push(event)
      continue
    }
    failure ??= poison
    if (event.key === undefined) stuck.streams.add(event.stream)
    else stuck.keys.add(event.key)
  }
  const { checkpoint, draft, fence, parking, view } = active
  const own = { view, fence, from: checkpoint, to: checkpoint, ...Draft.changesOf(draft) }
  if (done.length > 0) yield* views.apply([own, Parking.takeBack(view, parking, checkpoint, done)])
  return { replayed: done.length, left: events.length - done.length, ...(failure === undefined ? {} : { failure }) }
})

/**
 * Takes in again what the projection has put aside, in the order of the log: what fails again stays, with everything that
 * waits behind it. All in one step, each event once. It takes the view over from whatever program runs it, which goes on
 * by itself afterwards. Fails with `ViewNotReady` when readers do not see the projection's own revision.
 */
export const replay = Effect.fn("ParkedEvents.replay")(function*(
  projection: AnyProjection
): Effect.fn.Return<Replayed, ProjectionError | ViewNotReady, EventStore.EventStore | ViewStore> {
  const { all: [running], environment } = yield* prepare({ projections: [projection] }, chooseLive)
  const { owner, views } = environment
  const live = yield* views.live(projection.name)
  if (Option.isNone(live) || live.value.revision !== projection.revision) {
    const { name: view, revision } = projection
    return yield* new ViewNotReady({ view, revision, live: Option.map(live, (there) => there.revision) })
  }
  const active = yield* open(environment, running!, true) // the one that was prepared
  return yield* Effect.ensuring(
    replayAll(environment, projection, active),
    unheeded(views.release(active.view, owner))
  )
})
