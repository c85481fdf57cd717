/** Who may write a view, and until when, by the clock of the database: every program that can write it has the same. */
import type { ClaimRequest, ViewId } from "@dateline/eventsourcing/ViewStore"
import { LeaseHeld, UnknownView } from "@dateline/eventsourcing/ViewStoreError"
import * as Effect from "effect/Effect"
import type { SqlError } from "effect/sql/SqlError"
import type { Connection, Run } from "./connection.ts"
import * as Parameters from "./parameters.ts"
import { original } from "./text.ts"
import { isView, viewParameters } from "./viewTables.ts"

const now = "floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint"

const grant = (schema: string): string => `
  UPDATE ${schema}.views v
  SET fence = CASE WHEN v.owner = $4 THEN v.fence ELSE nextval('${schema.replaceAll("'", "''")}.fences') END,
    owner = $4, expires_at = ${now} + $5
  WHERE ${isView("v")} AND (v.owner IS NULL OR v.owner = $4 OR v.expires_at <= ${now} OR $6)
  RETURNING v.fence::float8`

const nobody = (schema: string): string =>
  `fence = nextval('${schema.replaceAll("'", "''")}.fences'), owner = NULL, expires_at = 0`

export const claim = Effect.fnUntraced(function*(
  { run, schema }: Connection,
  view: ViewId,
  { duration, owner, takeOver = false }: ClaimRequest
): Effect.fn.Return<number, SqlError | UnknownView | LeaseHeld> {
  const parameters = viewParameters(view)
  for (;;) {
    const [granted] = yield* run(grant(schema), [
      ...parameters,
      Parameters.text(owner),
      Parameters.whole(Math.round(duration)),
      takeOver
    ])
    if (granted !== undefined) return granted[0] as number // the fence
    const [row] = yield* run(
      `SELECT v.owner, v.expires_at::float8 FROM ${schema}.views v WHERE ${isView("v")}`,
      parameters
    )
    if (row === undefined) return yield* new UnknownView({ view })
    const [holder, until] = row as [string | null, number] // as selected
    // Somebody may have given it back in between.
    if (holder !== null) return yield* new LeaseHeld({ view, owner: original(holder), until })
  }
})

/** Gives back what the owner has: its fence is refused from now on. */
export const release = (run: Run, schema: string, view: ViewId, owner: string) =>
  run(`UPDATE ${schema}.views v SET ${nobody(schema)} WHERE ${isView("v")} AND v.owner = $4`, [
    ...viewParameters(view),
    Parameters.text(owner)
  ])

/** Whoever has it is refused from now on. */
export const revoke = (run: Run, schema: string, view: number) =>
  run(`UPDATE ${schema}.views SET ${nobody(schema)} WHERE id = $1`, [Parameters.whole(view)])
