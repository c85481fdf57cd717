/** The same newsroom on three kinds of stores. */
import { EventStore } from "@dateline/eventsourcing/EventStore"
import * as MemoryEventStore from "@dateline/eventsourcing/MemoryEventStore"
import * as MemoryKeyVault from "@dateline/eventsourcing/MemoryKeyVault"
import * as MemoryViewStore from "@dateline/eventsourcing/MemoryViewStore"
import * as PostgresEventStore from "@dateline/store-postgres/PostgresEventStore"
import * as PostgresViewStore from "@dateline/store-postgres/PostgresViewStore"
import * as SqliteEventStore from "@dateline/store-sqlite/SqliteEventStore"
import * as SqliteKeyVault from "@dateline/store-sqlite/SqliteKeyVault"
import * as SqliteViewStore from "@dateline/store-sqlite/SqliteViewStore"
import * as Layer from "effect/Layer"

// #region memory
export const inMemory = EventStore.layer.pipe(
  Layer.provideMerge(Layer.mergeAll(MemoryEventStore.layer, MemoryViewStore.layer, MemoryKeyVault.layer))
)
// #endregion memory

// #region sqlite
export const inFiles = (folder: string, masterKey: Uint8Array) =>
  EventStore.layer.pipe(
    Layer.provideMerge(Layer.mergeAll(
      SqliteEventStore.layer({ filename: `${folder}/newsroom.db` }),
      SqliteViewStore.layer({ filename: `${folder}/newsroom.db` }),
      SqliteKeyVault.layer({ filename: `${folder}/keys.db`, masterKey })
    ))
  )
// #endregion sqlite

// #region postgres
export const inDatabase = (url: string, folder: string, masterKey: Uint8Array) =>
  EventStore.layer.pipe(
    Layer.provideMerge(Layer.mergeAll(
      PostgresEventStore.layer({ url }),
      PostgresViewStore.layer({ url }),
      SqliteKeyVault.layer({ filename: `${folder}/keys.db`, masterKey })
    ))
  )
// #endregion postgres
