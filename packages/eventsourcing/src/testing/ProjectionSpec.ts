/**
 * Given / then for projections, without a test runner and without a store: what happened, and which documents came of it.
 * Every document is taken through JSON as a store would take it, and nothing may be changed in place, so a projection
 * that passes here folds to the same bytes everywhere.
 */
import * as Effect from "effect/Effect"
import { queryDocuments } from "../internal/queryDocuments.ts"
import type { Json, Projection } from "../Projection.ts"
import type { Actor, Recorded } from "../Recorded.ts"
import * as Version from "../Version.ts"
import type { IndexQuery } from "../ViewStore.ts"
import { recorded, SpecificationBroken } from "./DeciderSpec.ts"
import { text } from "./portable.ts"

/** Events of one stream, in order. */
export interface Happened<out Event> {
  readonly stream: string
  readonly events: ReadonlyArray<Event>
  readonly actor?: Actor
}

/** What happened in a stream. Personal values that the projection opens are given opened, all others sealed. */
export const on = <const Events extends ReadonlyArray<unknown>>(
  stream: string,
  ...events: Events
): Happened<Events[number]> => ({ stream, events })

export interface Then<Document> {
  /** The documents by their keys, for checks of one's own. */
  readonly documents: ReadonlyMap<string, Document>
  /** There are exactly these documents. */
  readonly then: (expected: { readonly [key: string]: Document }) => void
  /** The document has these fields, among others; `undefined`: there is none of this key. */
  readonly thenDocument: (key: string, expected: Partial<Document> | undefined) => void
  /** A list of the projection has the documents of these keys, in this order. */
  readonly thenList: (list: Omit<IndexQuery, "limit" | "cursor">, ...keys: ReadonlyArray<string>) => void
}

const broken = (detail: string): never => {
  throw new SpecificationBroken(detail)
}

const same = (expected: unknown, actual: unknown, what: string): void => {
  if (text(expected) === text(actual)) return
  broken(`${what}\nexpected: ${text(expected, 2)}\nactual:   ${text(actual, 2)}`)
}

/** One log: positions count through all streams, versions through each. */
const logOf = <Event>(history: ReadonlyArray<Happened<Event>>): ReadonlyArray<Recorded<Event>> => {
  const versions = new Map<string, number>()
  const log: Array<Recorded<Event>> = []
  for (const { actor, events, stream } of history) {
    for (const one of recorded(events, { stream, after: log.length, ...(actor === undefined ? {} : { actor }) })) {
      const version = (versions.get(stream) ?? 0) + 1
      versions.set(stream, version)
      log.push({ ...one, version: Version.make(version) })
    }
  }
  return log
}

const freeze = <A>(value: A): A => {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) freeze(inner)
  }
  return value
}

/** The document as a store gives it back. */
const stored = <Document>(key: string, document: Document): Document => {
  const again: unknown = JSON.parse(JSON.stringify(document) ?? "null")
  same(document, again, `the document ${key} does not survive JSON`)
  return freeze(again as Document) // the same, as was just seen
}

const fold = <Document, Event>(
  projection: Projection<Document, Event>,
  log: ReadonlyArray<Recorded<Event>>
): ReadonlyMap<string, Document> => {
  const documents = new Map<string, Document>()
  for (const event of log) {
    const category = event.stream.slice(0, event.stream.indexOf("-"))
    if (!projection.families.some((family) => family.category === category)) {
      broken(`${projection.name} does not read the category "${category}"`)
    }
    for (const key of projection.keys(freeze(event))) {
      const document = projection.evolve(documents.get(key), event, key)
      if (document === undefined) documents.delete(key)
      else documents.set(key, stored(key, document))
    }
  }
  return documents
}

const listed = <Document, Event>(
  projection: Projection<Document, Event>,
  documents: ReadonlyMap<string, Document>,
  request: Omit<IndexQuery, "limit" | "cursor">
): ReadonlyArray<string> => {
  const index = projection.indexes.find(({ name }) => name === request.index)
  if (index === undefined) return broken(`${projection.name} has no index ${request.index}`)
  const view = { name: projection.name, revision: projection.revision, build: 0 }
  const json = documents as ReadonlyMap<string, unknown> as ReadonlyMap<string, Json> // each went through JSON
  const page = Effect.runSync(queryDocuments(json, view, index, { ...request, limit: 1000 }))
  return page.items.map(({ key }) => key)
}

/**
 * Begins a specification with what has happened, in order. Throws {@link SpecificationBroken} when a document would not come
 * back from a store as it is, or when the projection does not read one of the streams.
 *
 * @example
 * ProjectionSpec.given(Counts, ProjectionSpec.on("counter-a", { _tag: "Increased", by: 2 })).then({ a: { count: 2 } })
 */
export const given = <Document, Event>(
  projection: Projection<Document, Event>,
  ...history: ReadonlyArray<Happened<NoInfer<Event>>>
): Then<Document> => {
  const documents = fold(projection, logOf(history))
  return {
    documents,
    then: (expected) => same(expected, Object.fromEntries(documents), "other documents came of it"),
    thenDocument: (key, expected) => {
      const document = documents.get(key)
      if (expected === undefined || document === undefined) return same(expected, document, `the document ${key}`)
      for (const [field, value] of Object.entries(expected)) {
        same(value, (document as { readonly [field: string]: unknown })[field], `the document ${key}: ${field}`)
      }
    },
    thenList: (request, ...keys) => same(keys, listed(projection, documents, request), `the list ${request.index}`)
  }
}
