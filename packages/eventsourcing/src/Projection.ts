/**
 * A view as a pure fold: which document an event belongs to, and what the document becomes. Where documents are kept,
 * when they are written and how a rebuild runs is not its concern, so the same projection gives the same bytes on a
 * server, at the edge and in a browser.
 */
import type * as EventFamily from "./EventFamily.ts"
import type { Recorded } from "./Recorded.ts"
import type { Opened, Unsealed } from "./Sealed.ts"

/** What a view store keeps: a value that survives `JSON.stringify` and `JSON.parse` unchanged. */
export type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [key: string]: Json | undefined }

/**
 * An order in which documents can be read: those whose `equal` fields have given values, sorted by the `order` fields
 * and then by key. Fields are top-level fields of the document and hold text, numbers or booleans. A document in which
 * one of them is absent or null is not in this index.
 */
export interface Index {
  readonly name: string
  readonly equal: ReadonlyArray<string>
  readonly order: ReadonlyArray<string>
}

export interface Projection<Document, in Event> {
  readonly name: string
  /** Raise it whenever `keys`, `evolve` or `indexes` change: the view is then built anew, beside the one that is read. */
  readonly revision: number
  /**
   * The earlier revisions that readers may see until this one has been built, each with how its documents become
   * today's ({@link unchanged} where they are the same). While any other is all there is, readers get `ViewNotReady`.
   */
  readonly earlier?: { readonly [revision: number]: (document: Json) => Document }
  readonly families: ReadonlyArray<EventFamily.Any>
  readonly indexes: ReadonlyArray<Index>
  /** The purposes for which it is given personal values opened, or `Erased`; those of other purposes are sealed for it. */
  readonly opens?: ReadonlyArray<string>
  /** The keys of the documents that the event changes; none if it does not matter here. */
  readonly keys: (event: Recorded<Event>) => ReadonlyArray<string>
  /** The document after the event; `undefined` before it was made and once it is gone. Total and pure. */
  readonly evolve: (document: Document | undefined, event: Recorded<Event>, key: string) => Document | undefined
}

/** For `earlier`: documents of that revision have the shape of today's, and the values that readers expect. */
export const unchanged = <Document>(document: Json): Document => document as Document // as its author declares

/** A projection of whatever documents and events. */
export type Any = Projection<any, any>

/** The documents of a projection. */
export type DocumentOf<P> = P extends Projection<infer Document, any> ? Document : never

/** What is declared with a projection: nothing, or exactly the purposes that its types say are open to it. */
type Opening<Opens extends ReadonlyArray<string>> = Opens extends readonly [] ? { readonly opens?: readonly [] }
  : { readonly opens: Opens }

/**
 * Gives a projection its types from the families it reads and the purposes that it opens. A document cannot hold what is
 * sealed, nor what is erased: where one does, its type does not compile.
 */
export const make = <
  Document extends Unsealed<Document>,
  const Families extends ReadonlyArray<EventFamily.Any>,
  const Opens extends ReadonlyArray<string> = readonly []
>(
  projection:
    & { readonly families: Families }
    & Opening<Opens>
    & Projection<Document, Opened<EventFamily.EventOf<Families[number]>, Opens[number]>>
): Projection<Document, Opened<EventFamily.EventOf<Families[number]>, Opens[number]>> => projection
