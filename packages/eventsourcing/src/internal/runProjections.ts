/** Folds pages of the log into the views of several projections, each from where it stands. */
import { isReadonlyArrayNonEmpty } from "effect/Array"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type Checkpoint, CheckpointFromElsewhere } from "../Checkpoint.ts"
import type * as EventFamily from "../EventFamily.ts"
import * as EventStore from "../EventStore.ts"
import type { VaultFault } from "../KeyVault.ts"
import * as Position from "../Position.ts"
import type { Any as AnyProjection } from "../Projection.ts"
import type { Recorded } from "../Recorded.ts"
import type { CorruptEvent, StoreFault } from "../StoreError.ts"
import { idOf } from "../Views.ts"
import { type ViewBatch, ViewStore } from "../ViewStore.ts"
import type { CheckpointMoved, Fenced, UnknownView } from "../ViewStoreError.ts"
import { foldPage } from "./foldPage.ts"

export interface Options {
  readonly projections: ReadonlyArray<AnyProjection>
  /** Most events folded and written at once; 1,000 unless told otherwise. */
  readonly pageSize?: number
  /** Told after each page that was written. */
  readonly onProgress?: (progress: { readonly position: number; readonly head: number }) => Effect.Effect<void>
}

/** Why views stopped following the log. */
export type ProjectionError =
  | StoreFault
  | CorruptEvent
  | VaultFault
  | CheckpointMoved
  | CheckpointFromElsewhere
  | UnknownView
  | Fenced

interface Running {
  readonly projection: AnyProjection
  checkpoint: Checkpoint
}

/** The families to read, one of each category: two of the same would each refuse what the other knows. */
const familiesOf = (projections: ReadonlyArray<AnyProjection>): Effect.Effect<ReadonlyArray<EventFamily.Any>> => {
  const families = new Map<string, EventFamily.Any>()
  for (const projection of projections) {
    for (const family of projection.families) {
      const other = families.get(family.category)
      if (other !== undefined && other !== family) {
        return Effect.die(new Error(`two event families share the category "${family.category}"; use one for both`))
      }
      families.set(family.category, family)
    }
  }
  return Effect.succeed([...families.values()])
}

const begin = Effect.fnUntraced(function*(
  store: EventStore.EventStore["Service"],
  views: ViewStore["Service"],
  projection: AnyProjection
): Effect.fn.Return<Running, StoreFault | UnknownView | CheckpointFromElsewhere> {
  const { epoch, id } = store.log
  const view = idOf(projection)
  const checkpoint = Option.getOrElse(
    yield* views.checkpoint(view),
    (): Checkpoint => ({ log: id, epoch, position: Position.start })
  )
  const head = yield* store.head
  if (checkpoint.log !== id || checkpoint.epoch !== epoch || checkpoint.position > head) {
    return yield* new CheckpointFromElsewhere({ reader: `the view ${view.name}`, checkpoint, log: { id, epoch, head } })
  }
  return { projection, checkpoint }
})

/** Each projection's events, with what it may open opened; opened once for all that open the same. */
const opening = (store: EventStore.EventStore["Service"], events: ReadonlyArray<Recorded<unknown>>) => {
  const opened = new Map<string, ReadonlyArray<Recorded<unknown>>>()
  return Effect.fnUntraced(function*({ opens = [] }: AnyProjection) {
    if (opens.length === 0) return events
    const key = JSON.stringify(opens.toSorted())
    const known = opened.get(key)
    if (known !== undefined) return known
    const fresh: ReadonlyArray<Recorded<unknown>> = yield* store.openAll(events, opens)
    opened.set(key, fresh)
    return fresh
  })
}

/** Folds one page into every projection that has not read it, and writes all of them in one transaction. */
const writePage = Effect.fnUntraced(function*(
  store: EventStore.EventStore["Service"],
  views: ViewStore["Service"],
  running: ReadonlyArray<Running>,
  page: EventStore.Page<unknown>
) {
  const batches: Array<ViewBatch> = []
  const moved: Array<readonly [Running, Checkpoint]> = []
  const openFor = opening(store, page.events)
  for (const one of running) {
    if (one.checkpoint.position >= page.position) continue
    const to: Checkpoint = { ...one.checkpoint, position: page.position }
    const events = (yield* openFor(one.projection)).filter((event) => event.position > one.checkpoint.position)
    const changes = yield* foldPage(views, one.projection, events)
    batches.push({ view: idOf(one.projection), fence: 0, from: one.checkpoint, to, ...changes })
    moved.push([one, to])
  }
  if (isReadonlyArrayNonEmpty(batches)) yield* views.apply(batches)
  for (const [one, to] of moved) one.checkpoint = to
})

/** Makes the views ready to be read. */
export const define = ({ projections }: Options) =>
  Effect.flatMap(
    ViewStore,
    (views) =>
      Effect.forEach(projections, (projection) => views.define(idOf(projection), projection.indexes), { discard: true })
  )

/** Where the projections stand, what is to be read for them, and how a page of it is written. */
export const start = Effect.fnUntraced(function*(options: Options) {
  const store = yield* EventStore.EventStore
  const views = yield* ViewStore
  const running = yield* Effect.forEach(options.projections, (projection) => begin(store, views, projection))
  const after = Position.make(Math.min(...running.map(({ checkpoint }) => checkpoint.position)))
  const families = yield* familiesOf(options.projections)
  const reading = { families, after, ...(options.pageSize === undefined ? {} : { pageSize: options.pageSize }) }
  const write = (page: EventStore.Page<unknown>): Effect.Effect<void, ProjectionError> =>
    Effect.andThen(writePage(store, views, running, page), options.onProgress?.(page) ?? Effect.void)
  return { store, reading, write }
})
