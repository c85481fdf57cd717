/** Views in a folder of JSON files, and in memory for reading. One program at a time may use the folder. */
import type { Checkpoint } from "@dateline/eventsourcing/Checkpoint"
import * as Cursor from "@dateline/eventsourcing/Cursor"
import * as Position from "@dateline/eventsourcing/Position"
import type { Index } from "@dateline/eventsourcing/Projection"
import { StoreFault } from "@dateline/eventsourcing/StoreError"
import {
  CheckpointMoved,
  type IndexQuery,
  InvalidCursor,
  type Page,
  type ViewBatch,
  type ViewId,
  ViewStore
} from "@dateline/eventsourcing/ViewStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import * as FolderLock from "./FolderLock.ts"
import { compareAll, valuesOf } from "./IndexOrder.ts"
import * as ViewFiles from "./ViewFiles.ts"

export interface Options {
  /** Made if it is missing; not the one of a log. */
  readonly folder: string
}

const fault = (operation: string, cause: unknown): StoreFault => new StoreFault({ operation, cause, retryable: false })

const attempt = <A>(operation: string, run: () => Promise<A>): Effect.Effect<A, StoreFault> =>
  Effect.tryPromise({ try: run, catch: (cause) => fault(operation, cause) })

const same = (a: Checkpoint, b: Checkpoint): boolean =>
  a.log === b.log && a.epoch === b.epoch && a.position === b.position

const viewOf = (views: ViewFiles.Views, id: ViewId): Effect.Effect<ViewFiles.View, StoreFault> => {
  const view = views.get(ViewFiles.keyOf(id))
  return view ? Effect.succeed(view) : Effect.fail(fault("view", `there is no view ${ViewFiles.keyOf(id)}`))
}

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
    : Option.getOrUndefined(Cursor.parse(query.cursor, view.id, index.name))
  if (query.cursor !== undefined && place?.length !== index.order.length + 1) {
    return Effect.fail(new InvalidCursor({ cursor: query.cursor }))
  }
  const rows = select(view, index, query, place)
  const items = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? items.at(-1) : undefined
  return Effect.succeed({
    items: items.map(({ document, key }) => ({ key, document: structuredClone(document) })),
    ...(last === undefined ? {} : { next: Cursor.format(view.id, index.name, last.place) })
  })
}
// #endregion

/** The view after the batch. The batch is refused if the view is not where it was when the batch was computed. */
const advance = (view: ViewFiles.View, batch: ViewBatch): Effect.Effect<ViewFiles.View, CheckpointMoved> => {
  const actual = view.checkpoint ?? { ...batch.from, position: Position.start }
  if (!same(actual, batch.from)) {
    return Effect.fail(new CheckpointMoved({ view: batch.view, expected: batch.from, actual }))
  }
  const documents = new Map(view.documents)
  for (const key of batch.deletes) documents.delete(key)
  for (const [key, document] of batch.upserts) documents.set(key, structuredClone(document))
  return Effect.succeed({ ...view, checkpoint: batch.to, documents })
}

/** Opens the views of a folder. Fails with `StoreFault`: the folder is in use, or its files cannot be read. */
export const make = Effect.fnUntraced(function*(
  { folder }: Options
): Effect.fn.Return<ViewStore["Service"], StoreFault, Scope.Scope> {
  const opening = `open ${folder}`
  yield* Effect.acquireRelease(attempt(opening, () => FolderLock.take(folder)), (lock) => Effect.promise(lock.release))
  const files = yield* attempt(opening, () => ViewFiles.open(folder))
  const oneWriter = Semaphore.makeUnsafe(1)
  const current = (id: ViewId) => Effect.suspend(() => viewOf(files.views, id))

  // #region change
  /** One change after the other; readers go on seeing what there was until it is on the disk. */
  const change = <E>(operation: string, next: (views: ViewFiles.Views) => Effect.Effect<ViewFiles.Views, E>) =>
    Effect.suspend(() => next(files.views)).pipe(
      Effect.flatMap((views) => views === files.views ? Effect.void : attempt(operation, () => files.save(views))),
      Effect.uninterruptible,
      oneWriter.withPermit
    )
  // #endregion

  return ViewStore.of({
    define: (id, indexes) =>
      change("define", (views) => {
        const known = views.get(ViewFiles.keyOf(id))
        if (known !== undefined && JSON.stringify(known.indexes) === JSON.stringify(indexes)) {
          return Effect.succeed(views)
        }
        const view = { id, checkpoint: undefined, documents: new Map(), ...known, indexes }
        return Effect.succeed(new Map(views).set(ViewFiles.keyOf(id), view))
      }),
    getMany: (id, keys) =>
      Effect.map(current(id), ({ documents }) =>
        new Map(keys.flatMap((key) => {
          const document = documents.get(key)
          return document === undefined ? [] : [[key, structuredClone(document)] as const]
        }))),
    query: (id, query) =>
      Effect.flatMap(current(id), (view): Effect.Effect<Page, StoreFault | InvalidCursor> => {
        const index = view.indexes.find(({ name }) => name === query.index)
        return index === undefined
          ? Effect.fail(fault("query", `the view ${id.name} has no index "${query.index}"`))
          : pageOf(view, index, query)
      }),
    apply: (batches) =>
      change(
        "apply",
        (views) =>
          Effect.reduce(batches, () =>
            views, (changed, batch) =>
            Effect.flatMap(viewOf(changed, batch.view), (view) =>
              Effect.map(advance(view, batch), (after) =>
                new Map(changed).set(ViewFiles.keyOf(batch.view), after))))
      ),
    checkpoint: (id) => Effect.map(current(id), (view) => Option.fromNullishOr(view.checkpoint)),
    drop: (id) =>
      change("drop", (views) => {
        const rest = new Map(views)
        rest.delete(ViewFiles.keyOf(id))
        return Effect.succeed(rest)
      })
  })
})

/** Views in a folder, for the program that is given it. Fails as {@link make} does. */
export const layer = (options: Options): Layer.Layer<ViewStore, StoreFault> => Layer.effect(ViewStore, make(options))
