/** Stops transactions that have written events before they end. */
import * as Effect from "effect/Effect"
import { openSession } from "./statements.ts"

interface Place {
  readonly url: string
  readonly schema: string
}

/** A trigger at the very end of a transaction waits for a lock; the one who has it lets it go on. */
const statements = (schema: string): ReadonlyArray<string> => [
  `CREATE OR REPLACE FUNCTION "${schema}".wait() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_advisory_xact_lock_shared(hashtext('${schema}')); RETURN NULL; END $$`,
  `DROP TRIGGER IF EXISTS hold ON "${schema}".events`,
  `CREATE CONSTRAINT TRIGGER hold AFTER INSERT ON "${schema}".events DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION "${schema}".wait()`
]

/** From now on every commit is held between its writing and its end, until it is released. */
export const holdCommits = Effect.fnUntraced(function*({ schema, url }: Place) {
  const run = yield* openSession(url)
  for (const statement of statements(schema)) yield* run(statement)
  yield* run(`SELECT pg_advisory_lock(hashtext('${schema}'))`)
  const release = Effect.andThen(
    run(`SELECT pg_advisory_unlock(hashtext('${schema}'))`),
    run(`DROP TRIGGER IF EXISTS hold ON "${schema}".events`)
  )
  const waiting = run(
    "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = hashtext($1)::bigint & 4294967295",
    [schema]
  )
  const reached = Effect.repeat(waiting, { until: (rows) => rows.length > 0 })
  return { reached: Effect.asVoid(reached), release: Effect.asVoid(release) }
})
