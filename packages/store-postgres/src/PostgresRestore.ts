/**
 * What is to be done once a database was restored from a backup, or a standby took over that lacked the last commits: the
 * log goes on from an earlier place, and whoever followed it further must find out.
 */
import type { StoreFault } from "@dateline/eventsourcing/StoreError"
import * as Effect from "effect/Effect"
import { connect } from "./internal/connection.ts"
import { eventsFormat } from "./internal/eventsFormat.ts"
import { storeFault } from "./internal/postgresError.ts"
import * as SchemaFormat from "./internal/schemaFormat.ts"
import { viewsFormat } from "./internal/viewsFormat.ts"
import type * as PostgresConnection from "./PostgresConnection.ts"

const newEpochs = (schema: string): string => `
  WITH old AS (SELECT id, uuid, epoch FROM ${schema}.logs FOR UPDATE),
    renewed AS (
      UPDATE ${schema}.logs l SET epoch = gen_random_uuid()::text FROM old WHERE old.id = l.id
      RETURNING old.uuid, old.epoch AS before, l.epoch)
  UPDATE ${schema}.views v SET epoch = renewed.epoch FROM renewed WHERE v.log = renewed.uuid AND v.epoch = renewed.before`

/**
 * Begins a new epoch of every log of a schema, while no program appends. Views of the same schema are of the same moment as
 * the log and stay with it; those in other databases, subscribers and reactors are told that theirs is another log. Fails
 * with `StoreFault` as `PostgresEventStore.make` does.
 */
export const beginEpoch = (options: PostgresConnection.Options): Effect.Effect<void, StoreFault> =>
  Effect.scoped(Effect.gen(function*() {
    const connection = yield* connect(options)
    yield* SchemaFormat.prepare(connection, eventsFormat)
    yield* SchemaFormat.prepare(connection, viewsFormat)
    yield* Effect.mapError(connection.run(newEpochs(connection.schema)), (error) => storeFault("begin an epoch", error))
  }))
