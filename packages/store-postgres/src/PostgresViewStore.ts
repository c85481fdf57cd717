/**
 * Keeps views in PostgreSQL: documents as JSON text, and one ordered table of index entries. They may be in the same
 * database as the log or in another one.
 *
 * Views are made from the log, so documents are written without waiting for the disk: after a crash of the server a view may
 * be a little older than it was, never half written, and the projector goes on from the checkpoint that it has.
 */
import { keyRefusal } from "@dateline/eventsourcing/Admission"
import type { Checkpoint } from "@dateline/eventsourcing/Checkpoint"
import * as Position from "@dateline/eventsourcing/Position"
import type { Json } from "@dateline/eventsourcing/Projection"
import type { StoreFault } from "@dateline/eventsourcing/StoreError"
import { type ViewBatch, type ViewId, ViewStore } from "@dateline/eventsourcing/ViewStore"
import { CheckpointMoved, DamagedDocument, Fenced, UnknownView } from "@dateline/eventsourcing/ViewStoreError"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import { SqlError } from "effect/sql/SqlError"
import { connect, type Connection, type Run } from "./internal/connection.ts"
import * as Documents from "./internal/documents.ts"
import * as Parameters from "./internal/parameters.ts"
import { isUndone, storeFault } from "./internal/postgresError.ts"
import { queryIndex } from "./internal/queryIndex.ts"
import * as SchemaFormat from "./internal/schemaFormat.ts"
import { original } from "./internal/text.ts"
import * as ViewBuilds from "./internal/viewBuilds.ts"
import * as ViewClaims from "./internal/viewClaims.ts"
import { viewsFormat } from "./internal/viewsFormat.ts"
import * as ViewTables from "./internal/viewTables.ts"
import type * as PostgresConnection from "./PostgresConnection.ts"

export type Options = PostgresConnection.Options

const sameCheckpoint = (a: Checkpoint, b: Checkpoint): boolean =>
  a.log === b.log && a.epoch === b.epoch && a.position === b.position

/** What the database says becomes a fault, and so does a document that was damaged; refusals stay what they are. */
const faults = <A, E>(
  operation: string,
  body: Effect.Effect<A, E>
): Effect.Effect<A, Exclude<E, SqlError | DamagedDocument> | StoreFault> =>
  Effect.mapError(body, (error) =>
    error instanceof SqlError || error instanceof DamagedDocument
      ? storeFault(operation, error)
      : error as Exclude<E, SqlError | DamagedDocument>) // what is neither of the two

const check = ({ fence, from, view }: ViewBatch, stored: ViewTables.StoredView) => {
  if (stored.fence !== fence) return Effect.fail(new Fenced({ view, fence }))
  const actual = stored.checkpoint ?? { ...from, position: Position.start }
  return sameCheckpoint(actual, from) ? Effect.void : Effect.fail(new CheckpointMoved({ view, expected: from, actual }))
}

const setCheckpoint = (run: Run, schema: string, view: number, { epoch, log, position }: Checkpoint) =>
  run(`UPDATE ${schema}.views SET log = $2, epoch = $3, position = $4 WHERE id = $1`, [
    Parameters.whole(view),
    Parameters.text(log),
    Parameters.text(epoch),
    Parameters.whole(position)
  ])

const writeBatch = Effect.fnUntraced(function*(run: Run, schema: string, batch: ViewBatch, id: number) {
  const view = { id, name: batch.view, indexes: yield* ViewTables.findIndexes(run, schema, id) }
  yield* Documents.remove(run, schema, view, batch.deletes.filter((key) => key.isWellFormed()))
  yield* Documents.upsert(run, schema, view, batch.upserts)
  yield* setCheckpoint(run, schema, id, batch.to)
})

const nameOf = ({ build, name, revision }: ViewId): string => `${name}\n${revision}\n${build}`

/**
 * Every fence, checkpoint and key is looked at before anything is written. Views are locked in the order of their names, so
 * that two writers of the same views never wait for each other.
 */
const applyAll = Effect.fnUntraced(function*(run: Run, schema: string, batches: ReadonlyArray<ViewBatch>) {
  yield* run("SELECT set_config('synchronous_commit', 'off', true)")
  const stored = new Map<ViewBatch, ViewTables.StoredView>()
  const inOrder = batches.toSorted((a, b) => nameOf(a.view) < nameOf(b.view) ? -1 : 1)
  for (const batch of inOrder) stored.set(batch, yield* ViewTables.findView(run, schema, batch.view, "FOR UPDATE"))
  for (const batch of batches) yield* check(batch, stored.get(batch)!) // each has been found
  for (const batch of batches) yield* writeBatch(run, schema, batch, stored.get(batch)!.id)
})

const documentsOf = Effect.fnUntraced(function*(
  { run, schema }: Connection,
  view: ViewId,
  keys: ReadonlyArray<string>
) {
  const wanted = keys.filter((key) => key.isWellFormed())
  const rows = yield* run(
    `SELECT d.key, d.document FROM ${schema}.views v
      LEFT JOIN ${schema}.documents d ON d.view = v.id AND d.found_by = ANY ($4) WHERE ${ViewTables.isView("v")}`,
    [...ViewTables.viewParameters(view), Parameters.manyBytes(wanted.map(Documents.foundBy))]
  )
  if (rows.length === 0) return yield* new UnknownView({ view })
  const found = new Map<string, Json>()
  for (const [key, text] of rows) {
    if (typeof key !== "string" || typeof text !== "string") continue
    found.set(original(key), yield* Documents.parseDocument(view, original(key), original(text)))
  }
  return found
})

const makeStore = (connection: Connection): ViewStore["Service"] => {
  const { lockTimeout, run, schema, transaction } = connection

  /** In a transaction that waits for others no longer than it was told, and is tried again when it was undone for another. */
  const write = <A, E>(operation: string, body: (run: Run) => Effect.Effect<A, E>) =>
    faults(
      operation,
      transaction((inside) =>
        Effect.andThen(
          inside("SELECT set_config('lock_timeout', $1, true)", [Parameters.text(String(lockTimeout))]),
          body(inside)
        )
      ).pipe(
        Effect.retry({ while: isUndone, schedule: Schedule.spaced("10 millis").pipe(Schedule.upTo({ times: 5 })) })
      )
    )

  return ViewStore.of({
    // The view is there: it is made, or found, inside.
    define: (view, indexes) =>
      Effect.catchTag(
        write("define", (inside) => ViewBuilds.define(inside, schema, view, indexes)),
        "UnknownView",
        (error) => Effect.fail(storeFault("define", error))
      ),
    getMany: (view, keys) => faults("getMany", documentsOf(connection, view, keys)),
    query: (view, query) => faults("query", queryIndex(connection, view, query)),
    apply: (batches) => {
      const notTaken = keyRefusal(batches)
      return notTaken ? Effect.fail(notTaken) : write("apply", (inside) => applyAll(inside, schema, batches))
    },
    checkpoint: (view) =>
      faults(
        "checkpoint",
        Effect.map(ViewTables.findView(run, schema, view), (stored) => Option.fromNullishOr(stored.checkpoint))
      ),
    claim: (view, request) => faults("claim", ViewClaims.claim(connection, view, request)),
    release: (view, owner) => faults("release", Effect.asVoid(ViewClaims.release(run, schema, view, owner))),
    builds: (name) => faults("builds", ViewTables.builds(run, schema, name)),
    live: (name) => faults("live", Effect.map(ViewTables.live(run, schema, name), Option.fromNullishOr)),
    switchLive: (from, to) => write("switchLive", (inside) => ViewBuilds.switchLive(inside, schema, from, to)),
    drop: (view) => write("drop", (inside) => ViewBuilds.drop(inside, schema, view))
  })
}

/**
 * Opens a place for views, and makes its tables if they are missing. Fails with `StoreFault` as `PostgresEventStore.make`
 * does.
 */
export const make = (options: Options): Effect.Effect<ViewStore["Service"], StoreFault, Scope.Scope> =>
  Effect.gen(function*() {
    const connection = yield* connect(options)
    yield* SchemaFormat.prepare(connection, viewsFormat)
    return makeStore(connection)
  })

/** Views in PostgreSQL, for the program that is given it. Fails as {@link make} does. */
export const layer = (options: Options): Layer.Layer<ViewStore, StoreFault> => Layer.effect(ViewStore, make(options))
