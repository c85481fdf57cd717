/**
 * A place for events, one for views and one for data keys, chosen together: an opaque value for programs that use no
 * Effect. A function of the store's own package makes one, such as `memory()` or `sqlite(path)`; the author of another
 * store makes one with `Stores.fromLayers`.
 */

/** The field by which a store is known; what it holds is nobody's business but `Stores`'. */
export const TypeId = "~@dateline/eventsourcing/Store"

/** Give it to whatever needs a place to keep things, such as `createNewsroom`. It opens nothing by itself. */
export interface Store {
  readonly [TypeId]: unknown
}
