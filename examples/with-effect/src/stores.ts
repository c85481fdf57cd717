/** The same newsroom on two kinds of stores. */
import { EventStore } from "@dateline/eventsourcing/EventStore"
import * as MemoryEventStore from "@dateline/eventsourcing/MemoryEventStore"
import * as MemoryKeyVault from "@dateline/eventsourcing/MemoryKeyVault"
import * as MemoryViewStore from "@dateline/eventsourcing/MemoryViewStore"
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
