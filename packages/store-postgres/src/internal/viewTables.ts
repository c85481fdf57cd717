/** The rows that a view is made of: what it is called, its indexes and its checkpoint. */
import type { Checkpoint } from "@dateline/eventsourcing/Checkpoint"
import * as Position from "@dateline/eventsourcing/Position"
import type { Index } from "@dateline/eventsourcing/Projection"
import type { ViewId } from "@dateline/eventsourcing/ViewStore"
import { UnknownView } from "@dateline/eventsourcing/ViewStoreError"
import * as Effect from "effect/Effect"
import type { SqlError } from "effect/sql/SqlError"
import type { Run } from "./connection.ts"
import * as Parameters from "./parameters.ts"
import { original } from "./text.ts"

export interface StoredIndex extends Index {
  readonly id: number
}

export interface StoredView {
  readonly id: number
  readonly name: ViewId
  readonly fence: number
  readonly checkpoint: Checkpoint | undefined
}

/** The parameters of {@link isView}. */
export const viewParameters = ({ build, name, revision }: ViewId): ReadonlyArray<unknown> => [
  Parameters.text(name),
  Parameters.whole(revision),
  Parameters.whole(build)
]

/** Whether a row is that of the view whose name, revision and build are the first parameters. */
export const isView = (row: string): string => `${row}.name = $1 AND ${row}.revision = $2 AND ${row}.build = $3`

const columns = "v.id::float8, v.fence::float8, v.position::float8, v.log, v.epoch"

const checkpointOf = (position: unknown, log: unknown, epoch: unknown): Checkpoint | undefined =>
  typeof position === "number" && typeof log === "string" && typeof epoch === "string"
    ? { log, epoch, position: Position.make(position) }
    : undefined

/** The view as it is stored; `lock` keeps others from changing it until the transaction ends. */
export const findView = (
  run: Run,
  schema: string,
  name: ViewId,
  lock: "" | "FOR UPDATE" = ""
): Effect.Effect<StoredView, SqlError | UnknownView> =>
  Effect.flatMap(
    run(`SELECT ${columns} FROM ${schema}.views v WHERE ${isView("v")} ${lock}`, viewParameters(name)),
    ([row]) => {
      if (row === undefined) return Effect.fail(new UnknownView({ view: name }))
      const [id, fence, position, log, epoch] = row as [number, number, unknown, unknown, unknown] // as selected
      return Effect.succeed({ id, name, fence, checkpoint: checkpointOf(position, log, epoch) })
    }
  )

const fields = (text: unknown): ReadonlyArray<string> => JSON.parse(original(text as string)) // written by this package

export const findIndexes = (
  run: Run,
  schema: string,
  view: number
): Effect.Effect<ReadonlyArray<StoredIndex>, SqlError> =>
  Effect.map(
    run(`SELECT id::float8, name, equal_fields, order_fields FROM ${schema}.view_indexes WHERE view = $1`, [
      Parameters.whole(view)
    ]),
    (rows) =>
      rows.map(([id, name, equal, order]): StoredIndex => ({
        id: id as number, // the columns are ours
        name: original(name as string),
        equal: fields(equal),
        order: fields(order)
      }))
  )

const idOf = ([name, revision, build]: ReadonlyArray<unknown>): ViewId => ({
  name: original(name as string), // the columns are ours
  revision: revision as number,
  build: build as number
})

const idColumns = "v.name, v.revision::float8, v.build::float8"

export const builds = (run: Run, schema: string, name: string): Effect.Effect<ReadonlyArray<ViewId>, SqlError> =>
  Effect.map(
    run(`SELECT ${idColumns} FROM ${schema}.views v WHERE v.name = $1`, [Parameters.text(name)]),
    (rows) => rows.map(idOf)
  )

export const live = (run: Run, schema: string, name: string): Effect.Effect<ViewId | undefined, SqlError> =>
  Effect.map(
    run(
      `SELECT ${idColumns} FROM ${schema}.live_views l JOIN ${schema}.views v ON v.id = l.view WHERE l.name = $1`,
      [Parameters.text(name)]
    ),
    ([row]) => row && idOf(row)
  )
