/**
 * The place in a list where a page ended, as text that is given to a client and comes back: for view stores, which share
 * this form so that a client never notices a change of store. A list is an index with its `equal` values; the text
 * belongs to every build of one revision, so a reader turns pages through a rebuild.
 */
import * as Option from "effect/Option"
import * as Base64Url from "./internal/base64Url.ts"
import type { Index } from "./Projection.ts"
import type { IndexQuery, ViewId } from "./ViewStore.ts"

/** The `order` values of the page's last document, and its key last. */
export type Place = ReadonlyArray<string | number | boolean>

type Scalars = IndexQuery["equal"]

/** The text form, in URL-safe characters. As long as the values are: keep what lists are ordered by short. */
export const format = (view: ViewId, index: Index, equal: Scalars, place: Place): string =>
  Base64Url.encodeText(JSON.stringify([view.name, view.revision, index.name, equal, ...place]))

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The place that a text names in this list; none when the text was not made for it. */
export const parse = (text: string, view: ViewId, index: Index, equal: Scalars): Option.Option<Place> => {
  const decoded = Base64Url.decodeText(text)
  const parsed = decoded === undefined ? undefined : parseJson(decoded)
  if (!Array.isArray(parsed)) return Option.none()
  const [name, revision, own, values, ...place]: ReadonlyArray<unknown> = parsed
  const matches = name === view.name && revision === view.revision && own === index.name &&
    JSON.stringify(values) === JSON.stringify(equal) && place.length === index.order.length + 1
  return matches && place.every(isScalar) ? Option.some(place) : Option.none()
}
