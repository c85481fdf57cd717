/** Folds what was read into the views of several projections, and writes all of them in one transaction. */
import { isReadonlyArrayNonEmpty } from "effect/Array"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Checkpoint } from "../Checkpoint.ts"
import * as Poison from "../Poison.ts"
import * as Position from "../Position.ts"
import type { PoisonEvent } from "../ProjectionError.ts"
import type { StoreFault } from "../StoreError.ts"
import type { VaultFault } from "../VaultError.ts"
import type { ViewBatch } from "../ViewStore.ts"
import type { CheckpointMoved, Fenced, UnknownView } from "../ViewStoreError.ts"
import * as Draft from "./draft.ts"
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
    return { one, active, folded: nothing, to: active.read, obstacle: poison }
  }
  return { one, active, folded: { ...nothing, asides: [asideOf(poison)] }, to, obstacle: undefined }
}

const fold = Effect.fnUntraced(function*(
  { store, views }: Environment,
  one: Running,
  active: Active,
  { page }: Extract<Read, { readonly _tag: "Page" }>
): Effect.fn.Return<Turn, StoreFault | UnknownView> {
  const { draft, parking, read: from, view } = active
  const own = page.events.filter(({ position, stream }) =>
    position > from && one.categories.has(stream.slice(0, stream.indexOf("-")))
  )
  const opened = yield* Effect.result(openFor(store, one.projection, own))
  if (opened._tag === "Failure") return { one, active, folded: nothing, to: from, obstacle: opened.failure }
  const { corrupt, events } = opened.success
  const room = roomOf(one, active)
  const request = { projection: one.projection, events, blocked: parking.blocked, room }
  const folded = yield* foldEvents(request, Draft.loading(draft, (keys) => views.getMany(view, keys)))
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
const batchesOf = Effect.fnUntraced(function*({ views }: Environment, { active, folded }: Turn) {
  const { checkpoint: from, draft, fence, parking, read: position, view } = active
  const after: Checkpoint = { ...from, position }
  const own: ViewBatch = { view, fence, from, to: after, ...Draft.changesOf(draft) }
  if (folded.asides.length === 0) return { batches: [own], after, parking }
  const aside = yield* Parking.putAside(views, view, parking, from, folded.asides)
  return { batches: [own, aside.batch], after, parking: aside.parking }
})

const write = Effect.fnUntraced(function*(
  environment: Environment,
  turns: ReadonlyArray<Turn>
): Effect.fn.Return<void, WriteError> {
  const moved = turns.filter(({ active }) => active.read > active.checkpoint.position)
  const planned = yield* Effect.forEach(moved, (turn) => batchesOf(environment, turn))
  const batches = planned.flatMap((plan) => plan.batches)
  if (isReadonlyArrayNonEmpty(batches)) yield* environment.views.apply(batches)
  for (const [place, { active, one: { observer } }] of moved.entries()) {
    const { after: checkpoint, parking } = planned[place]!
    yield* observer.written(active.draft.documents.size, checkpoint.position, parking.count)
    Object.assign(active, { checkpoint, parking })
    Draft.clear(active.draft)
  }
})

/** What was folded and not written is forgotten, and folded again from the log. */
const forget = (turns: ReadonlyArray<Turn>): void => {
  for (const { active } of turns) {
    Draft.clear(active.draft)
    active.read = active.checkpoint.position
  }
}

const turnsOf = Effect.fnUntraced(function*(
  environment: Environment,
  cohort: ReadonlyArray<Running>,
  read: Read
): Effect.fn.Return<ReadonlyArray<Turn>, WriteError> {
  const turns: Array<Turn> = []
  for (const one of cohort) {
    const active = one.state
    if (active._tag !== "Active") continue
    if (read._tag === "Corrupt") {
      if (active.read < read.error.position) turns.push(passBy(one, active, read))
    } else if (active.read < read.page.position || active.read === read.page.position && !active.atHead) {
      turns.push(yield* fold(environment, one, active, read))
    }
  }
  return turns
})

export interface Written {
  readonly one: Running
  readonly obstacle: Obstacle | undefined
  readonly asides: ReadonlyArray<Aside>
}

/**
 * Takes in what was read, for those that have not read it, and writes what is due. Fails, with nothing written, when one
 * of the views is written by somebody else now. Answers what each could not take in.
 */
export const writePage = Effect.fnUntraced(function*(
  environment: Environment,
  cohort: ReadonlyArray<Running>,
  read: Read
): Effect.fn.Return<ReadonlyArray<Written>, WriteError> {
  const head = read._tag === "Page" ? read.page.head : undefined
  const now = yield* Clock.currentTimeMillis
  const turns = yield* turnsOf(environment, cohort, read)
  for (const { active, folded, one: { observer }, to } of turns) {
    Draft.keep(active.draft, folded, now)
    if (to > active.read) active.read = to
    yield* observer.folded(folded.events, head === undefined ? undefined : Math.max(0, head - active.read))
  }
  const isDue = ({ active, folded, obstacle }: Turn): boolean =>
    obstacle !== undefined || folded.asides.length > 0 || head !== undefined && active.read >= head ||
    Draft.isFull(active.draft, environment.batchSize, now)
  if (turns.some(isDue)) {
    yield* Effect.tapError(write(environment, turns), () => Effect.sync(() => forget(turns)))
  }
  for (const { active, obstacle } of turns) {
    active.atHead ||= head !== undefined && obstacle === undefined && active.checkpoint.position >= head
  }
  return turns.map(({ folded, obstacle, one }) => ({ one, obstacle, asides: folded.asides }))
}, Effect.uninterruptible)
