/**
 * Makes a {@link Store} from layers, and takes it apart again: the bridge between store packages, which are made with
 * Effect, and programs that are not.
 */
import * as Layer from "effect/Layer"
import type { EventStoreDriver } from "./EventStoreDriver.ts"
import type { KeyVault } from "./KeyVault.ts"
import * as MemoryEventStore from "./MemoryEventStore.ts"
import * as MemoryKeyVault from "./MemoryKeyVault.ts"
import * as MemoryViewStore from "./MemoryViewStore.ts"
import { type Store, TypeId } from "./Store.ts"
import type { ViewStore } from "./ViewStore.ts"

/** What a program needs to keep everything. */
export type Kept = EventStoreDriver | ViewStore | KeyVault

/** A store of any kind. `Fault`: whatever can keep it from being opened, best with a `_tag` and a message for people. */
export type StoreLayer<Fault = unknown> = Layer.Layer<Kept, Fault>

/** A store whose parts are opened together, such as the files of one folder. */
export const fromLayer = (layer: StoreLayer): Store => ({ [TypeId]: layer })

/**
 * A store of parts chosen one by one.
 *
 * @example
 * const mine = Stores.fromLayers({ events: FileEventStore.layer(path), views: MemoryViewStore.layer, keys })
 */
export const fromLayers = (layers: {
  /** Where the truth lives. */
  readonly events: Layer.Layer<EventStoreDriver, unknown>
  /** Where what is made from it lives. */
  readonly views: Layer.Layer<ViewStore, unknown>
  /** Where the keys of personal data live: apart from the log, or erasing somebody erases nothing. */
  readonly keys: Layer.Layer<KeyVault, unknown>
}): Store => fromLayer(Layer.mergeAll(layers.events, layers.views, layers.keys))

/** What the store was made from. Opening it twice opens two: what is in memory is not shared. */
export const layerOf = (store: Store): StoreLayer =>
  // Nothing but the functions of this file puts a value there.
  store[TypeId] as StoreLayer

/** Everything in memory, from empty, for as long as the program that opens it: for trying out, and for tests. */
export const memory = (): Store =>
  fromLayers({ events: MemoryEventStore.layer, views: MemoryViewStore.layer, keys: MemoryKeyVault.layer })
