/** Typed reads of the documents that a projection made. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Projection } from "./Projection.ts"
import { StoreFault } from "./StoreError.ts"
import { type IndexQuery, type ViewId, ViewStore } from "./ViewStore.ts"
import { type InvalidCursor, UnknownIndex, UnknownView } from "./ViewStoreError.ts"

/** The view that a projection's documents are kept in. */
export const idOf = (projection: { readonly name: string; readonly revision: number }): ViewId => ({
  name: projection.name,
  revision: projection.revision,
  build: 0
})

const asFault = <E>(error: E) =>
  error instanceof UnknownView || error instanceof UnknownIndex
    ? new StoreFault({ operation: "view", cause: error, retryable: false })
    : error as Exclude<E, UnknownView | UnknownIndex> // neither of the two

type Of<Document> = Projection<Document, never>

// The documents of a view were all written by the projection of this name and revision, so its type is theirs.
const trusted = <Document>(documents: ReadonlyMap<string, unknown>): ReadonlyMap<string, Document> =>
  documents as ReadonlyMap<string, Document>

/** The documents that exist among these keys. */
export const getMany = <Document>(
  projection: Of<Document>,
  keys: ReadonlyArray<string>
): Effect.Effect<ReadonlyMap<string, Document>, StoreFault, ViewStore> =>
  Effect.flatMap(
    ViewStore,
    (views) => Effect.mapError(Effect.map(views.getMany(idOf(projection), keys), trusted<Document>), asFault)
  )

/** The document of a key, if there is one. */
export const get = <Document>(
  projection: Of<Document>,
  key: string
): Effect.Effect<Option.Option<Document>, StoreFault, ViewStore> =>
  Effect.map(getMany(projection, [key]), (documents) => Option.fromNullishOr(documents.get(key)))

export interface Page<Document> {
  readonly items: ReadonlyArray<{ readonly key: string; readonly document: Document }>
  /** The cursor of the next page; absent when nothing follows. */
  readonly next?: string
}

/** A page of documents in the order of an index. Fails with {@link InvalidCursor} when the cursor is not its own. */
export const query = <Document>(
  projection: Of<Document>,
  request: IndexQuery
): Effect.Effect<Page<Document>, StoreFault | InvalidCursor, ViewStore> =>
  Effect.flatMap(
    ViewStore,
    (views) =>
      Effect.mapError(
        Effect.map(views.query(idOf(projection), request), (page) => page as Page<unknown> as Page<Document>),
        asFault
      )
  )
