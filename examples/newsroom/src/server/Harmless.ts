/**
 * Documents of the views whose texts stay in their place: bidi controls that would reach beyond a headline or a
 * paragraph are gone, wherever on a page, in its title or in a feed it may be set.
 */
import * as Bidi from "@dateline/publishing/text/Bidi"

const harmless = (value: unknown): unknown => {
  if (typeof value === "string") return Bidi.neutralise(value)
  if (Array.isArray(value)) return value.map(harmless)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, harmless(one)]))
}

/** The same document, with every text in it neutralised. */
export const of = <A>(document: A): A =>
  // Views hold plain data, and a text stays a text.
  harmless(document) as A

/** The same for documents by their keys. */
export const ofAll = <K, A>(documents: ReadonlyMap<K, A>): ReadonlyMap<K, A> =>
  new Map(Array.from(documents, ([key, document]) => [key, of(document)]))
