/**
 * Keeps views in an SQLite file: documents as JSON text, and one ordered table of index entries. They may be in the same
 * file as the log or in their own; each web node may have one of its own.
 *
 * Views are made from the log, so their transactions do not wait for the disk: after a power cut a view may be a little
 * older than it was, never half written, and the projector goes on from the checkpoint that it has.
 */
import type { Checkpoint } from "@dateline/eventsourcing/Checkpoint"
import * as Position from "@dateline/eventsourcing/Position"
import type { Index, Json } from "@dateline/eventsourcing/Projection"
import { StoreFault } from "@dateline/eventsourcing/StoreError"
import {
  CheckpointMoved,
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
import { connect, type Connection, whileBusy } from "./internal/connection.ts"
import * as Documents from "./internal/documents.ts"
import * as QueryIndex from "./internal/queryIndex.ts"
import { storeFormat } from "./internal/storeFormat.ts"
import * as ViewTables from "./internal/viewTables.ts"

export interface Options {
  /** The database file, made if it is missing; its folder must exist. The log may be kept in the same file. */
  readonly filename: string
  /**
   * `shared` (unless told otherwise): all stores of this program that use the file share one connection. `own`: this
   * store sees the file as another process would.
   */
  readonly connection?: "shared" | "own"
  /** Permissions of a file that is made now, `0o600` unless told otherwise; one that is there keeps its own. */
  readonly mode?: number
}

const sameCheckpoint = (a: Checkpoint, b: Checkpoint): boolean =>
  a.log === b.log && a.epoch === b.epoch && a.position === b.position

const sameFields = (a: Index, b: Index): boolean =>
  JSON.stringify([a.equal, a.order]) === JSON.stringify([b.equal, b.order])

const fault = (operation: string, cause: string): StoreFault => new StoreFault({ operation, cause, retryable: false })

/** UTF-8 has no halves of surrogate pairs: such a key would become another's. */
const assertKeys = ({ upserts, view }: ViewBatch): void => {
  for (const key of upserts.keys()) {
    if (key.isWellFormed()) continue
    throw fault("apply", `a key of the view ${view.name} contains half of a surrogate pair, which SQLite cannot keep`)
  }
}

const makeStore = ({ database, transaction }: Connection): ViewStore["Service"] => {
  const tables = ViewTables.make(database)
  const documents = Documents.make(database)
  const runQuery = QueryIndex.make(database)

  const viewOf = (view: ViewId): ViewTables.StoredView => {
    const stored = tables.find(view)
    if (stored) return stored
    throw fault("view", `the view ${view.name} (revision ${view.revision}) was never defined`)
  }

  const write = <A>(operation: string, body: () => A): Effect.Effect<A, StoreFault> =>
    whileBusy(operation, () => transaction("os", body))

  const removeIndex = ({ id }: ViewTables.StoredIndex): void => {
    tables.removeEntries.run(id)
    tables.removeIndex.run(id)
  }

  const define = (view: ViewId, indexes: ReadonlyArray<Index>): void => {
    const stored = tables.find(view)
    const id = stored?.id ?? tables.addView(view)
    const old = stored?.indexes ?? []
    const same = (a: Index) => (b: Index): boolean => a.name === b.name && sameFields(a, b)
    for (const index of old) if (!indexes.some(same(index))) removeIndex(index)
    for (const index of indexes) if (!old.some(same(index))) documents.fill(id, tables.addIndex(id, index))
  }

  const moved = ({ from, view }: ViewBatch): CheckpointMoved | undefined => {
    const actual = viewOf(view).checkpoint ?? { ...from, position: Position.start }
    return sameCheckpoint(actual, from) ? undefined : new CheckpointMoved({ view, expected: from, actual })
  }

  const writeBatch = ({ deletes, to, upserts, view }: ViewBatch): void => {
    const stored = viewOf(view)
    for (const key of deletes) if (key.isWellFormed()) documents.remove(stored, key)
    for (const [key, document] of upserts) documents.upsert(stored, key, document)
    tables.setCheckpoint(stored.id, to)
  }

  /** Every checkpoint and key is looked at before anything is written, so a refusal leaves nothing to undo. */
  const apply = (batches: ReadonlyArray<ViewBatch>): CheckpointMoved | undefined => {
    batches.forEach(assertKeys)
    for (const batch of batches) {
      const refusal = moved(batch)
      if (refusal) return refusal
    }
    batches.forEach(writeBatch)
    return undefined
  }

  const getMany = (view: ViewId, keys: ReadonlyArray<string>): ReadonlyMap<string, Json> => {
    const stored = viewOf(view)
    const found = new Map<string, Json>()
    for (const key of keys) {
      const document = key.isWellFormed() ? documents.get(stored, key) : undefined
      if (document !== undefined) found.set(key, document)
    }
    return found
  }

  const drop = (view: ViewId): void => {
    const stored = tables.find(view)
    if (stored === undefined) return
    stored.indexes.forEach(removeIndex)
    tables.removeDocuments.run(stored.id)
    tables.removeView.run(stored.id)
  }

  const query: ViewStore["Service"]["query"] = (view, request) => {
    const run = (): Page | InvalidCursor => {
      const index = viewOf(view).indexes.find(({ name }) => name === request.index)
      if (index === undefined) throw fault("query", `the view ${view.name} has no index "${request.index}"`)
      return runQuery(view, index, request)
    }
    return Effect.flatMap(
      whileBusy("query", run),
      (page) => page instanceof InvalidCursor ? Effect.fail(page) : Effect.succeed(page)
    )
  }

  return ViewStore.of({
    define: (view, indexes) => write("define", () => define(view, indexes)),
    getMany: (view, keys) => whileBusy("getMany", () => getMany(view, keys)),
    query,
    apply: (batches) =>
      Effect.flatMap(write("apply", () => apply(batches)), (refusal) => refusal ? Effect.fail(refusal) : Effect.void),
    checkpoint: (view) => whileBusy("checkpoint", () => Option.fromNullishOr(viewOf(view).checkpoint)),
    drop: (view) => write("drop", () => drop(view))
  })
}

/**
 * Opens a file for views. Fails with `StoreFault` when it cannot be opened or is not ours. The store's `apply` fails with a
 * `StoreFault` that is not retryable when a document's key contains half of a surrogate pair: text in SQLite is UTF-8,
 * which has none. A projector stops at it, so a projection makes its keys of whole Unicode text.
 */
export const make = (options: Options): Effect.Effect<ViewStore["Service"], StoreFault, Scope.Scope> =>
  Effect.map(connect({ ...options, format: storeFormat }), makeStore)

/** Views in an SQLite file, for the program that is given it. Fails as {@link make} does. */
export const layer = (options: Options): Layer.Layer<ViewStore, StoreFault> => Layer.effect(ViewStore, make(options))
