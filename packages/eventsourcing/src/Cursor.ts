/**
 * The place in an index where a page ended, as text that is given to a client and comes back: for view stores, which
 * share this form so that a client never notices a change of store.
 */
import * as Base64Url from "effect/encoding/Base64Url"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { ViewId } from "./ViewStore.ts"

/** The `order` values of the page's last document, and its key last. */
export type Place = ReadonlyArray<string | number | boolean>

const longest = 4096

/** The text form, in URL-safe characters. */
export const format = (view: ViewId, index: string, place: Place): string =>
  Base64Url.encode(JSON.stringify([view.name, view.revision, index, ...place]))

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"

/** The place that a text names in this index; none when the text was not made for it. */
export const parse = (text: string, view: ViewId, index: string): Option.Option<Place> => {
  if (text.length > longest) return Option.none()
  const json = Base64Url.decodeString(text)
  if (Result.isFailure(json)) return Option.none()
  try {
    const [name, revision, own, ...place]: ReadonlyArray<unknown> = JSON.parse(json.success)
    const matches = name === view.name && revision === view.revision && own === index && place.length > 0
    return matches && place.every(isScalar) ? Option.some(place) : Option.none()
  } catch {
    return Option.none()
  }
}
