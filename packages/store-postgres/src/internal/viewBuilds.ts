/** Which builds of a view there are, which of them readers see, and how one takes the place of another. */
import type { Checkpoint } from "@dateline/eventsourcing/Checkpoint"
import type { Index } from "@dateline/eventsourcing/Projection"
import type { ViewId } from "@dateline/eventsourcing/ViewStore"
import { type DamagedDocument, LiveMoved, NotCaughtUp, type UnknownView } from "@dateline/eventsourcing/ViewStoreError"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { SqlError } from "effect/sql/SqlError"
import type { Run } from "./connection.ts"
import * as Documents from "./documents.ts"
import * as Parameters from "./parameters.ts"
import { revoke } from "./viewClaims.ts"
import { findIndexes, findView, live, type StoredIndex, viewParameters } from "./viewTables.ts"

const sameView = (a: ViewId | undefined, b: ViewId | undefined): boolean =>
  a?.name === b?.name && a?.revision === b?.revision && a?.build === b?.build

/** Whether the new build has read as much as the one that readers see; a log that was restored begins anew. */
const isBehind = (to: Checkpoint | undefined, from: Checkpoint | undefined): boolean =>
  from !== undefined && (to === undefined || to.log === from.log && to.epoch === from.epoch &&
      to.position < from.position)

const same = (a: Index, b: Index): boolean =>
  JSON.stringify([a.name, a.equal, a.order]) === JSON.stringify([b.name, b.equal, b.order])

const removeIndex = Effect.fnUntraced(function*(run: Run, schema: string, { id }: StoredIndex) {
  yield* run(`DELETE FROM ${schema}.entries WHERE view_index = $1`, [Parameters.whole(id)])
  yield* run(`DELETE FROM ${schema}.view_indexes WHERE id = $1`, [Parameters.whole(id)])
})

const addIndex = (run: Run, schema: string, view: number, { equal, name, order }: Index) =>
  Effect.map(
    run(
      `INSERT INTO ${schema}.view_indexes (view, name, equal_fields, order_fields) VALUES ($1, $2, $3, $4)
        RETURNING id::float8`,
      [
        Parameters.whole(view),
        Parameters.text(name),
        Parameters.text(JSON.stringify(equal)),
        Parameters.text(JSON.stringify(order))
      ]
    ),
    ([row]): StoredIndex => ({ id: row![0] as number, name, equal, order }) // it was added
  )

/** Inside a transaction. */
export const define = Effect.fnUntraced(function*(
  run: Run,
  schema: string,
  view: ViewId,
  indexes: ReadonlyArray<Index>
): Effect.fn.Return<void, SqlError | UnknownView | DamagedDocument> {
  yield* run(
    `INSERT INTO ${schema}.views (name, revision, build) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    viewParameters(view)
  )
  const { id, name } = yield* findView(run, schema, view, "FOR UPDATE")
  const stored = yield* findIndexes(run, schema, id)
  for (const index of stored) if (!indexes.some((one) => same(one, index))) yield* removeIndex(run, schema, index)
  for (const index of indexes) {
    if (stored.some((one) => same(one, index))) continue
    yield* Documents.fill(run, schema, { id, name }, yield* addIndex(run, schema, id, index))
  }
})

/** Those who switch builds of one name wait for each other. */
const lockBuilds = (run: Run, schema: string, name: string) =>
  run(`SELECT id FROM ${schema}.views WHERE name = $1 ORDER BY id FOR UPDATE`, [Parameters.text(name)])

/** Inside a transaction. */
export const switchLive = Effect.fnUntraced(function*(
  run: Run,
  schema: string,
  from: Option.Option<ViewId>,
  to: ViewId
): Effect.fn.Return<void, SqlError | UnknownView | LiveMoved | NotCaughtUp> {
  yield* lockBuilds(run, schema, to.name)
  const next = yield* findView(run, schema, to)
  const actual = yield* live(run, schema, to.name)
  if (!sameView(Option.getOrUndefined(from), actual)) {
    return yield* new LiveMoved({ name: to.name, expected: from, actual: Option.fromNullishOr(actual) })
  }
  if (sameView(actual, to)) return
  const before = actual && (yield* findView(run, schema, actual))
  if (isBehind(next.checkpoint, before?.checkpoint)) {
    const position = next.checkpoint?.position ?? 0
    return yield* new NotCaughtUp({ view: to, position, live: before?.checkpoint?.position ?? 0 })
  }
  yield* run(
    `INSERT INTO ${schema}.live_views (name, view) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET view = excluded.view`,
    [Parameters.text(to.name), Parameters.whole(next.id)]
  )
  if (before) yield* revoke(run, schema, before.id)
})

/** Inside a transaction. Readers of other views, and writers of the log, do not wait for it. */
export const drop = Effect.fnUntraced(function*(
  run: Run,
  schema: string,
  view: ViewId
): Effect.fn.Return<void, SqlError> {
  yield* lockBuilds(run, schema, view.name)
  const stored = yield* Effect.option(findView(run, schema, view))
  if (Option.isNone(stored)) return
  const { id } = stored.value
  for (const index of yield* findIndexes(run, schema, id)) yield* removeIndex(run, schema, index)
  yield* run(`DELETE FROM ${schema}.documents WHERE view = $1`, [Parameters.whole(id)])
  yield* run(`DELETE FROM ${schema}.live_views WHERE view = $1`, [Parameters.whole(id)])
  yield* run(`DELETE FROM ${schema}.views WHERE id = $1`, [Parameters.whole(id)])
})
