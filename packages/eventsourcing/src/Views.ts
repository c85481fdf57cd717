/**
 * Typed reads of the documents that a projection made: always of one whole build, the one that is live. While a new
 * revision is being built, readers see the earlier one if the projection says how; a build that is only half made, never.
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Json, Projection } from "./Projection.ts"
import { ViewNotReady } from "./ProjectionError.ts"
import { StoreFault } from "./StoreError.ts"
import { type IndexQuery, type ViewId, ViewStore } from "./ViewStore.ts"
import type { InvalidCursor, UnknownView } from "./ViewStoreError.ts"

type Of<Document> = Projection<Document, never>
type Service = ViewStore["Service"]

/** Why nothing can be read: `ViewNotReady` while there is nothing whole to see. */
export type ReadError = StoreFault | ViewNotReady

/** The documents of a build were all written by the projection of this name and revision, so its type is theirs. */
const trusted = <Document>(document: Json): Document => document as Document

/** How the documents of a live build are shown; nothing when this program cannot show them. */
const showing = <Document>(projection: Of<Document>, live: ViewId): ((document: Json) => Document) | undefined =>
  live.revision === projection.revision ? trusted : projection.earlier?.[live.revision]

/** A build that was live a moment ago may be gone when it is read: then another is. */
const mostTries = 10

const read = <Document, A, E>(
  projection: Of<Document>,
  from: (views: Service, live: ViewId, show: (document: Json) => Document) => Effect.Effect<A, E | UnknownView>
): Effect.Effect<A, Exclude<E, UnknownView> | ReadError, ViewStore> => {
  const notReady = (live: Option.Option<ViewId>) =>
    new ViewNotReady({
      view: projection.name,
      revision: projection.revision,
      live: Option.map(live, ({ revision }) => revision)
    })
  const attempt = Effect.fnUntraced(function*(
    left: number
  ): Effect.fn.Return<A, Exclude<E, UnknownView> | ReadError, ViewStore> {
    const views = yield* ViewStore
    const live = yield* views.live(projection.name)
    const show = Option.isSome(live) ? showing(projection, live.value) : undefined
    if (Option.isNone(live) || show === undefined) return yield* notReady(live)
    return yield* Effect.catchIf(
      from(views, live.value, show),
      (error): error is Extract<E | UnknownView, UnknownView> =>
        (error as { readonly _tag?: string })._tag === "UnknownView",
      () => left > 0 ? attempt(left - 1) : Effect.fail(notReady(Option.none()))
    ) as Effect.Effect<A, Exclude<E, UnknownView> | ReadError, ViewStore> // without UnknownView, as was just caught
  })
  return attempt(mostTries)
}

/** The documents that exist among these keys. */
export const getMany = <Document>(
  projection: Of<Document>,
  keys: ReadonlyArray<string>
): Effect.Effect<ReadonlyMap<string, Document>, ReadError, ViewStore> =>
  read(projection, (views, live, show) =>
    Effect.map(views.getMany(live, keys), (documents) =>
      show === trusted
        ? documents as ReadonlyMap<string, unknown> as ReadonlyMap<string, Document>
        : new Map(Array.from(documents, ([key, document]) => [key, show(document)]))))

/** The document of a key, if there is one. */
export const get = <Document>(
  projection: Of<Document>,
  key: string
): Effect.Effect<Option.Option<Document>, ReadError, ViewStore> =>
  Effect.map(getMany(projection, [key]), (documents) => Option.fromNullishOr(documents.get(key)))

export interface Page<Document> {
  readonly items: ReadonlyArray<{ readonly key: string; readonly document: Document }>
  /** The cursor of the next page; absent when nothing follows. */
  readonly next?: string
}

/**
 * A page of documents in the order of an index. Fails with `InvalidCursor` when the cursor is not of this list: this
 * index, these `equal` values, this revision.
 */
export const query = <Document>(
  projection: Of<Document>,
  request: IndexQuery
): Effect.Effect<Page<Document>, ReadError | InvalidCursor, ViewStore> =>
  read(projection, (views, live, show) =>
    views.query(live, request).pipe(
      Effect.map(({ items, next }): Page<Document> => ({
        items: items.map(({ document, key }) => ({ key, document: show(document) })),
        ...(next === undefined ? {} : { next })
      })),
      Effect.catchTag("UnknownIndex", (cause) =>
        Effect.fail(
          live.revision === projection.revision
            ? new StoreFault({ operation: "query", cause, retryable: false })
            : new ViewNotReady({
              view: projection.name,
              revision: projection.revision,
              live: Option.some(live.revision)
            })
        ))
    ))
