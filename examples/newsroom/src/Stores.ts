/**
 * Where the newsroom's events, views and data keys are: files in the data folder, or memory. With a PostgreSQL, events and
 * views are there, and the keys stay in the folder: a copy of the database carries no key.
 */
import * as EventStore from "@dateline/eventsourcing/EventStore"
import type * as KeyVault from "@dateline/eventsourcing/KeyVault"
import * as MemoryEventStore from "@dateline/eventsourcing/MemoryEventStore"
import * as MemoryKeyVault from "@dateline/eventsourcing/MemoryKeyVault"
import * as MemoryViewStore from "@dateline/eventsourcing/MemoryViewStore"
import * as StateCache from "@dateline/eventsourcing/StateCache"
import type { StoreFault } from "@dateline/eventsourcing/StoreError"
import type { ViewStore } from "@dateline/eventsourcing/ViewStore"
import * as PostgresEventStore from "@dateline/store-postgres/PostgresEventStore"
import * as PostgresViewStore from "@dateline/store-postgres/PostgresViewStore"
import * as SqliteEventStore from "@dateline/store-sqlite/SqliteEventStore"
import * as SqliteKeyVault from "@dateline/store-sqlite/SqliteKeyVault"
import * as SqliteViewStore from "@dateline/store-sqlite/SqliteViewStore"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type { Values } from "./Config.ts"
import type { DataFolder } from "./DataFolder.ts"
import { keysDatabase, type Secrets } from "./Secrets.ts"

export type Stores = EventStore.EventStore | ViewStore | KeyVault.KeyVault

/** Moderators and readers come back to the same articles, so commands read only what is new of them. */
const states = StateCache.layer()

/** Everything in memory: for trying out, and for tests. */
export const memory: Layer.Layer<Stores, StoreFault | KeyVault.VaultFault> = EventStore.EventStore.layer.pipe(
  Layer.provideMerge(
    Layer.mergeAll(MemoryEventStore.layer, MemoryViewStore.layer, MemoryKeyVault.layer, states)
  )
)

const inFile = (filename: string) =>
  Layer.mergeAll(SqliteEventStore.layer({ filename }), SqliteViewStore.layer({ filename }))

const inDatabase = (url: Redacted.Redacted) =>
  Layer.mergeAll(PostgresEventStore.layer({ url }), PostgresViewStore.layer({ url }))

const kept = (
  { databaseUrl }: Pick<Values, "databaseUrl">,
  folder: DataFolder,
  secrets: Secrets
): Layer.Layer<Stores, StoreFault | KeyVault.VaultFault> => {
  const keys = {
    filename: folder.inside(keysDatabase),
    masterKey: Redacted.value(secrets.masterKey),
    previousMasterKeys: Option.toArray(Option.map(secrets.previousMasterKey, Redacted.value))
  }
  const eventsAndViews = Option.match(databaseUrl, {
    onNone: () => inFile(folder.inside("newsroom.db")),
    onSome: inDatabase
  })
  return EventStore.EventStore.layer.pipe(
    Layer.provideMerge(Layer.mergeAll(eventsAndViews, SqliteKeyVault.layer(keys), states))
  )
}

/** The database or files in the folder, or memory without a folder. */
export const layer = (
  settings: Pick<Values, "databaseUrl">,
  folder: Option.Option<DataFolder>,
  secrets: Secrets
): Layer.Layer<Stores, StoreFault | KeyVault.VaultFault> =>
  Option.isSome(folder) ? kept(settings, folder.value, secrets) : memory
