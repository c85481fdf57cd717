/** Views in a folder of JSON files, and in memory for reading. One program at a time may use the folder. */
import { keyRefusal } from "@dateline/eventsourcing/Admission"
import type { Checkpoint } from "@dateline/eventsourcing/Checkpoint"
import * as Cursor from "@dateline/eventsourcing/Cursor"
import * as Position from "@dateline/eventsourcing/Position"
import type { Index } from "@dateline/eventsourcing/Projection"
import { StoreFault } from "@dateline/eventsourcing/StoreError"
import { type IndexQuery, type Page, type ViewBatch, type ViewId, ViewStore } from "@dateline/eventsourcing/ViewStore"
import { CheckpointMoved, Fenced, InvalidCursor, UnknownIndex } from "@dateline/eventsourcing/ViewStoreError"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import * as FolderLock from "./FolderLock.ts"
import { compareAll, valuesOf } from "./IndexOrder.ts"
import * as ViewFiles from "./ViewFiles.ts"
import * as ViewLeases from "./ViewLeases.ts"

export interface Options {
  /** Made if it is missing; not the one of a log. */
  readonly folder: string
}

const fault = (operation: string, cause: unknown): StoreFault => new StoreFault({ operation, cause, retryable: false })

const attempt = <A>(operation: string, run: () => Promise<A>): Effect.Effect<A, StoreFault> =>
  Effect.tryPromise({ try: run, catch: (cause) => fault(operation, cause) })

const same = (a: Checkpoint, b: Checkpoint): boolean =>
  a.log === b.log && a.epoch === b.epoch && a.position === b.position

// #region query
/** The documents of an index with the wanted values, in its order, after the cursor. */
const select = (view: ViewFiles.View, index: Index, query: IndexQuery, after: Cursor.Place | undefined) => {
  const sign = query.direction === "descending" ? -1 : 1
  const rows = Array.from(view.documents, ([key, document]) => ({ key, document })).flatMap((row) => {
    const [equal, order] = [valuesOf(row.document, index.equal), valuesOf(row.document, index.order)]
    if (!equal || !order || compareAll(equal, query.equal) !== 0) return []
    return [{ ...row, place: [...order, row.key] }]
  })
  return rows
    .filter(({ place }) => after === undefined || sign * compareAll(place, after) > 0)
    .sort((a, b) => sign * compareAll(a.place, b.place))
}

const pageOf = (view: ViewFiles.View, index: Index, query: IndexQuery): Effect.Effect<Page, InvalidCursor> => {
  const place = query.cursor === undefined
    ? undefined
    : Option.getOrUndefined(Cursor.parse(query.cursor, view.id, index, query.equal))
  if (query.cursor !== undefined && place === undefined) {
    return Effect.fail(new InvalidCursor({ cursor: query.cursor }))
  }
  const rows = select(view, index, query, place)
  const items = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? items.at(-1) : undefined
  return Effect.succeed({
    items: items.map(({ document, key }) => ({ key, document: structuredClone(document) })),
    ...(last === undefined ? {} : { next: Cursor.format(view.id, index, query.equal, last.place) })
  })
}
// #endregion

// #region advance
/** What there is after the batch; refused when somebody else writes the view now, or has moved it on. */
const advance = Effect.fnUntraced(function*(state: ViewFiles.Views, batch: ViewBatch) {
  const view = yield* ViewFiles.viewOf(state, batch.view)
  if (view.fence !== batch.fence) return yield* new Fenced({ view: batch.view, fence: batch.fence })
  const actual = view.checkpoint ?? { ...batch.from, position: Position.start }
  if (!same(actual, batch.from)) {
    return yield* new CheckpointMoved({ view: batch.view, expected: batch.from, actual })
  }
  const documents = new Map(view.documents)
  for (const key of batch.deletes) documents.delete(key)
  for (const [key, document] of batch.upserts) documents.set(key, structuredClone(document))
  const after: ViewFiles.View = { ...view, checkpoint: batch.to, documents }
  return { ...state, views: new Map(state.views).set(ViewFiles.keyOf(batch.view), after) }
})
// #endregion

/** Opens the views of a folder. Fails with `StoreFault`: the folder is in use, or its files cannot be read. */
export const make = Effect.fnUntraced(function*(
  { folder }: Options
): Effect.fn.Return<ViewStore["Service"], StoreFault, Scope.Scope> {
  const opening = `open ${folder}`
  yield* Effect.acquireRelease(attempt(opening, () => FolderLock.take(folder)), (lock) => Effect.promise(lock.release))
  const files = yield* attempt(opening, () => ViewFiles.open(folder))
  const oneWriter = Semaphore.makeUnsafe(1)
  const current = (id: ViewId) => Effect.suspend(() => ViewFiles.viewOf(files.state, id))

  // #region change
  /** One change after the other; readers go on seeing what there was until it is on the disk. */
  const change = <E>(operation: string, next: (state: ViewFiles.Views) => Effect.Effect<ViewFiles.Views, E>) =>
    Effect.suspend(() => next(files.state)).pipe(
      Effect.flatMap((state) => state === files.state ? Effect.void : attempt(operation, () => files.save(state))),
      Effect.uninterruptible,
      oneWriter.withPermit
    )
  // #endregion

  return ViewStore.of({
    define: (id, indexes) =>
      change("define", (state) => {
        const known = state.views.get(ViewFiles.keyOf(id))
        if (known !== undefined && JSON.stringify(known.indexes) === JSON.stringify(indexes)) {
          return Effect.succeed(state)
        }
        const fresh = { id, checkpoint: undefined, fence: 0, lease: undefined, documents: new Map() }
        const view = { ...fresh, ...known, indexes }
        return Effect.succeed({ ...state, views: new Map(state.views).set(ViewFiles.keyOf(id), view) })
      }),
    getMany: (id, keys) =>
      Effect.map(current(id), ({ documents }) =>
        new Map(keys.flatMap((key) => {
          const document = documents.get(key)
          return document === undefined ? [] : [[key, structuredClone(document)] as const]
        }))),
    query: Effect.fnUntraced(function*(id, query) {
      const view = yield* current(id)
      const index = view.indexes.find(({ name }) => name === query.index)
      if (index === undefined) return yield* new UnknownIndex({ view: id, index: query.index })
      return yield* pageOf(view, index, query)
    }),
    apply: (batches) => {
      const notTaken = keyRefusal(batches)
      return notTaken
        ? Effect.fail(notTaken)
        : change("apply", (state) => Effect.reduce(batches, () => state, advance))
    },
    checkpoint: (id) => Effect.map(current(id), (view) => Option.fromNullishOr(view.checkpoint)),
    claim: Effect.fnUntraced(function*(id, request) {
      const now = yield* Clock.currentTimeMillis
      yield* change("claim", (state) => ViewLeases.claim(state, id, request, now))
      return (yield* current(id)).fence
    }),
    release: (id, owner) => change("release", (state) => Effect.succeed(ViewLeases.release(state, id, owner))),
    builds: (name) =>
      Effect.sync(() => [...files.state.views.values()].flatMap(({ id }) => id.name === name ? [id] : [])),
    live: (name) => Effect.sync(() => Option.fromNullishOr(files.state.live.get(name))),
    switchLive: (from, to) => change("switchLive", (state) => ViewLeases.switchLive(state, from, to)),
    drop: (id) => change("drop", (state) => Effect.succeed(ViewLeases.drop(state, id)))
  })
})

/** Views in a folder, for the program that is given it. Fails as {@link make} does. */
export const layer = (options: Options): Layer.Layer<ViewStore, StoreFault> => Layer.effect(ViewStore, make(options))
