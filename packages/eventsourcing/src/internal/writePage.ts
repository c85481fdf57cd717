/** Folds what was read into the views of several projections, and writes all of them in one transaction. */
import { isReadonlyArrayNonEmpty } from "effect/Array"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import type { Checkpoint } from "../Checkpoint.ts"
import * as Poison from "../Poison.ts"
import * as Position from "../Position.ts"
import type { PoisonEvent } from "../ProjectionError.ts"
import type { StoreFault } from "../StoreError.ts"
import type { VaultFault } from "../VaultError.ts"
import type { ViewBatch } from "../ViewStore.ts"
import type { CheckpointMoved, Fenced, UnknownView } from "../ViewStoreError.ts"
import { type Aside, asideOf, type Folded, foldEvents, undecodable } from "./foldEvents.ts"
import * as Parking from "./parking.ts"
import { openFor, type Read } from "./readPage.ts"
import type { Active, Environment, Running } from "./runningView.ts"

/** What a projection cannot get past. */
export type Obstacle = PoisonEvent | VaultFault

type WriteError = StoreFault | CheckpointMoved | Fenced | UnknownView

/** What a read means for one projection. */
interface Turn {
  readonly one: Running
  readonly active: Active
  readonly folded: Pick<Folded, "upserts" | "deletes" | "asides" | "events">
  readonly to: Position.Position
  readonly obstacle: Obstacle | undefined
}

const nothing: Turn["folded"] = { upserts: new Map(), deletes: [], asides: [], events: 0 }

/** How many events the projection may put aside now. */
const roomOf = ({ policy, retries }: Running, { parking }: Active): number => {
  const parks = policy._tag === "Park" || policy._tag === "Retry" && policy.then._tag === "Park" && retries === "over"
  return parks ? Math.max(0, Poison.mostParked - parking.count) : 0
}

/** An event that cannot be decoded: of the projections that read its category, each by its own policy. */
const passBy = (one: Running, active: Active, read: Extract<Read, { readonly _tag: "Corrupt" }>): Turn => {
  const { error } = read
  const to = Position.make(error.position)
  const concerned = one.categories.has(error.stream.slice(0, error.stream.indexOf("-")))
  if (!concerned) return { one, active, folded: nothing, to, obstacle: undefined }
  const poison = undecodable(one.projection, error)
  if (roomOf(one, active) === 0) {
    return { one, active, folded: nothing, to: active.checkpoint.position, obstacle: poison }
  }
  return { one, active, folded: { ...nothing, asides: [asideOf(poison)] }, to, obstacle: undefined }
}

const fold = Effect.fnUntraced(function*(
  { store, views }: Environment,
  one: Running,
  active: Active,
  { page }: Extract<Read, { readonly _tag: "Page" }>
): Effect.fn.Return<Turn, StoreFault | UnknownView> {
  const { checkpoint: { position: from }, parking, view } = active
  const own = page.events.filter(({ position, stream }) =>
    position > from && one.categories.has(stream.slice(0, stream.indexOf("-")))
  )
  const opened = yield* Effect.result(openFor(store, one.projection, own))
  if (opened._tag === "Failure") return { one, active, folded: nothing, to: from, obstacle: opened.failure }
  const { corrupt, events } = opened.success
  const room = roomOf(one, active)
  const request = { projection: one.projection, events, blocked: parking.blocked, room }
  const folded = yield* foldEvents(request, (keys) => views.getMany(view, keys))
  const poison = folded.poison ?? (corrupt && undecodable(one.projection, corrupt))
  if (poison === undefined) return { one, active, folded, to: page.position, obstacle: undefined }
  if (folded.poison === undefined && folded.asides.length < room) {
    const asides = [...folded.asides, asideOf(poison)]
    return { one, active, folded: { ...folded, asides }, to: Position.make(poison.position), obstacle: undefined }
  }
  const before = page.events.findLast(({ position }) => position < poison.position)
  return { one, active, folded, to: before?.position ?? from, obstacle: poison }
})

/** The batches of a turn, and what is true of the projection once they are written. */
const batchesOf = Effect.fnUntraced(function*({ views }: Environment, { active, folded, to }: Turn) {
  const { checkpoint: from, fence, view } = active
  const position = to > from.position ? to : from.position
  const after: Checkpoint = { ...from, position }
  const { deletes, upserts } = folded
  const own: ViewBatch = { view, fence, from, to: after, upserts, deletes }
  if (folded.asides.length === 0) return { batches: [own], after, parking: active.parking }
  const aside = yield* Parking.putAside(views, view, active.parking, from, folded.asides)
  return { batches: [own, aside.batch], after, parking: aside.parking }
})

const measure = ({ active, folded, one: { metrics } }: Turn, head: number | undefined) => {
  const { position } = active.checkpoint
  return Effect.all([
    head === undefined ? Effect.void : Metric.update(metrics.lag, Math.max(0, head - position)),
    Metric.update(metrics.position, position),
    Metric.update(metrics.events, folded.events),
    Metric.update(metrics.documents, folded.upserts.size + folded.deletes.length),
    Metric.update(metrics.parked, active.parking.count)
  ], { discard: true })
}

export interface Written {
  readonly one: Running
  readonly obstacle: Obstacle | undefined
  readonly asides: ReadonlyArray<Aside>
}

/**
 * Takes in what was read, for those that have not read it. Fails, with nothing written, when one of the views is written
 * by somebody else now. Answers what each could not take in.
 */
export const writePage = Effect.fnUntraced(function*(
  environment: Environment,
  cohort: ReadonlyArray<Running>,
  read: Read
): Effect.fn.Return<ReadonlyArray<Written>, WriteError> {
  const head = read._tag === "Page" ? read.page.head : undefined
  const turns: Array<Turn> = []
  for (const one of cohort) {
    const active = one.state
    if (active._tag !== "Active") continue
    const { position } = active.checkpoint
    if (read._tag === "Corrupt") {
      if (position < read.error.position) turns.push(passBy(one, active, read))
    } else if (position < read.page.position || position === read.page.position && !active.atHead) {
      turns.push(yield* fold(environment, one, active, read))
    }
  }
  const planned = yield* Effect.forEach(turns, (turn) => batchesOf(environment, turn))
  const batches = planned.flatMap((plan, place) =>
    plan.after.position > turns[place]!.active.checkpoint.position ? plan.batches : []
  )
  if (isReadonlyArrayNonEmpty(batches)) yield* environment.views.apply(batches)
  for (const [place, turn] of turns.entries()) {
    const { active, obstacle } = turn
    Object.assign(active, { checkpoint: planned[place]!.after, parking: planned[place]!.parking })
    active.atHead ||= head !== undefined && obstacle === undefined && active.checkpoint.position >= head
    yield* measure(turn, head)
  }
  return turns.map(({ folded, obstacle, one }) => ({ one, obstacle, asides: folded.asides }))
}, Effect.uninterruptible)
