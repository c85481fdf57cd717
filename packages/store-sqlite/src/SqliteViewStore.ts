/**
 * Keeps views in an SQLite file: documents as JSON text, and one ordered table of index entries. They may be in the same
 * file as the log or in their own; each web node may have one of its own.
 *
 * Views are made from the log, so their transactions do not wait for the disk: after a power cut a view may be a little
 * older than it was, never half written, and the projector goes on from the checkpoint that it has.
 */
import { keyRefusal } from "@dateline/eventsourcing/Admission"
import type { Checkpoint } from "@dateline/eventsourcing/Checkpoint"
import * as Position from "@dateline/eventsourcing/Position"
import type { Index, Json } from "@dateline/eventsourcing/Projection"
import type { StoreFault } from "@dateline/eventsourcing/StoreError"
import { type ClaimRequest, type ViewBatch, type ViewId, ViewStore } from "@dateline/eventsourcing/ViewStore"
import * as Refusal from "@dateline/eventsourcing/ViewStoreError"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import { connect, type Connection, whileBusy } from "./internal/connection.ts"
import * as Documents from "./internal/documents.ts"
import * as QueryIndex from "./internal/queryIndex.ts"
import { refusing } from "./internal/refusing.ts"
import { storeFormat } from "./internal/storeFormat.ts"
import * as ViewBuilds from "./internal/viewBuilds.ts"
import * as ViewClaims from "./internal/viewClaims.ts"
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

const makeStore = ({ database, transaction }: Connection) => {
  const tables = ViewTables.make(database)
  const claims = ViewClaims.make(database)
  const documents = Documents.make(database)
  const runQuery = QueryIndex.make(database)
  const { drop, leftovers, switchLive, viewOf } = ViewBuilds.make(database, tables, claims)

  const write = <A>(operation: string, body: () => A): Effect.Effect<A, StoreFault> =>
    whileBusy(operation, () => transaction("os", body))

  const define = (view: ViewId, indexes: ReadonlyArray<Index>): void => {
    if (tables.find(view) === undefined) tables.addView(view)
    const stored = viewOf(view)
    const same = (a: Index) => (b: Index): boolean => a.name === b.name && sameFields(a, b)
    for (const index of stored.indexes) {
      if (indexes.some(same(index))) continue
      tables.removeEntries.run(index.id)
      tables.removeIndex.run(index.id)
    }
    for (const index of indexes) {
      if (!stored.indexes.some(same(index))) documents.fill(stored, tables.addIndex(stored.id, index))
    }
  }

  const check = ({ fence, from, view }: ViewBatch): void => {
    const { checkpoint, id } = viewOf(view)
    if (claims.fenceOf(id) !== fence) throw new Refusal.Fenced({ view, fence })
    const actual = checkpoint ?? { ...from, position: Position.start }
    if (!sameCheckpoint(actual, from)) throw new Refusal.CheckpointMoved({ view, expected: from, actual })
  }

  const writeBatch = ({ deletes, to, upserts, view }: ViewBatch): void => {
    const stored = viewOf(view)
    for (const key of deletes) if (key.isWellFormed()) documents.remove(stored, key)
    for (const [key, document] of upserts) documents.upsert(stored, key, document)
    tables.setCheckpoint(stored.id, to)
  }

  /** Every fence, checkpoint and key is looked at before anything is written. */
  const apply = (batches: ReadonlyArray<ViewBatch>): void => {
    const notTaken = keyRefusal(batches)
    if (notTaken) throw notTaken
    batches.forEach(check)
    batches.forEach(writeBatch)
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

  const query: ViewStore["Service"]["query"] = (view, request) => {
    const run = () => {
      const index = viewOf(view).indexes.find(({ name }) => name === request.index)
      if (index === undefined) throw new Refusal.UnknownIndex({ view, index: request.index })
      return runQuery(view, index, request)
    }
    return refusing(whileBusy("query", run), Refusal.UnknownView, Refusal.UnknownIndex, Refusal.InvalidCursor)
  }

  const claim = Effect.fnUntraced(function*(view: ViewId, request: ClaimRequest) {
    const now = yield* Clock.currentTimeMillis
    const refuse = (id: number) => {
      const held = claims.refusal(id, view, request, now)
      if (held) throw held
      return id
    }
    const refused = [Refusal.UnknownView, Refusal.LeaseHeld] as const
    yield* refusing(whileBusy("claim", () => refuse(viewOf(view).id)), ...refused)
    return yield* refusing(write("claim", () => claims.grant(refuse(viewOf(view).id), request, now)), ...refused)
  })

  const release = (view: ViewId, owner: string): void => {
    const stored = tables.find(view)
    if (stored) claims.release(stored.id, owner)
  }

  const sweep = Effect.gen(function*() {
    while (yield* whileBusy("drop", leftovers.any)) {
      yield* write("drop", leftovers.removeSome)
      yield* Effect.yieldNow
    }
  })

  const store = ViewStore.of({
    define: (view, indexes) => write("define", () => define(view, indexes)),
    getMany: (view, keys) => refusing(whileBusy("getMany", () => getMany(view, keys)), Refusal.UnknownView),
    query,
    apply: (batches) =>
      refusing(write("apply", () => apply(batches)), Refusal.UnknownView, Refusal.Fenced, Refusal.CheckpointMoved),
    checkpoint: (view) =>
      refusing(
        whileBusy("checkpoint", () => Option.fromNullishOr(viewOf(view).checkpoint)),
        Refusal.UnknownView
      ),
    claim,
    release: (view, owner) => write("release", () => release(view, owner)),
    builds: (name) => whileBusy("builds", () => tables.builds(name)),
    live: (name) => whileBusy("live", () => Option.fromNullishOr(tables.live(name))),
    switchLive: (from, to) =>
      refusing(
        write("switchLive", () => switchLive(from, to)),
        Refusal.UnknownView,
        Refusal.LiveMoved,
        Refusal.NotCaughtUp
      ),
    drop: (view) => Effect.andThen(write("drop", () => drop(view)), sweep)
  })
  return { store, sweep }
}

/**
 * Opens a file for views. Fails with `StoreFault` when it cannot be opened or is not ours.
 */
export const make = (options: Options): Effect.Effect<ViewStore["Service"], StoreFault, Scope.Scope> =>
  Effect.gen(function*() {
    const { store, sweep } = makeStore(yield* connect({ ...options, format: storeFormat }))
    // What a program that was killed in the middle of a drop has left.
    yield* Effect.forkScoped(Effect.ignore(sweep))
    return store
  })

/** Views in an SQLite file, for the program that is given it. Fails as {@link make} does. */
export const layer = (options: Options): Layer.Layer<ViewStore, StoreFault> => Layer.effect(ViewStore, make(options))
