/**
 * Texts that stay in their place, wherever they are set: in a page, in its title, in a feed, in somebody else's program.
 * What an editor or a commenter wrote is kept as it was written; whoever is given it to show it gets it like this.
 */
import * as Bidi from "./Bidi.ts"

const harmless = (value: unknown): unknown => {
  if (typeof value === "string") return Bidi.neutralise(value)
  if (Array.isArray(value)) return value.map(harmless)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, harmless(one)]))
}

/** The same document of a view, with every text in it neutralised (`Bidi.neutralise`). */
export const of = <A>(document: A): A =>
  // Views hold plain data, and a text stays a text.
  harmless(document) as A

/** The same for documents by their keys. */
export const ofAll = <K, A>(documents: ReadonlyMap<K, A>): ReadonlyMap<K, A> =>
  new Map(Array.from(documents, ([key, document]) => [key, of(document)]))
