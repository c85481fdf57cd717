/** Which events of a log are meant: by category, type and tags. Pure; stores with indexes answer it from these. */
import type { NonEmptyReadonlyArray } from "effect/Array"

/** Events of one of the categories, of one of the types, and with all of the tags. An absent field selects all. */
export interface Selection {
  readonly categories?: ReadonlyArray<string>
  readonly types?: ReadonlyArray<string>
  readonly tags?: ReadonlyArray<string>
}

/** Every event that any of the selections selects. */
export type Query = NonEmptyReadonlyArray<Selection>

/** What a query looks at. */
export interface Selectable {
  readonly stream: string
  readonly type: string
  readonly tags: ReadonlyArray<string>
}

const matcher = ({ categories, tags = [], types }: Selection) => {
  const wantedCategories = categories && new Set(categories)
  const wantedTypes = types && new Set(types)
  return (event: Selectable): boolean =>
    (wantedTypes === undefined || wantedTypes.has(event.type)) &&
    (wantedCategories === undefined || wantedCategories.has(event.stream.slice(0, event.stream.indexOf("-")))) &&
    tags.every((tag) => event.tags.includes(tag))
}

/** Tells of each event whether the query selects it; without a query, every event. For stores that look at them all. */
export const selects = (query: Query | undefined): (event: Selectable) => boolean => {
  if (query === undefined) return () => true
  const matchers = query.map(matcher)
  return (event) => matchers.some((matches) => matches(event))
}

/** The query's events of these categories alone. */
export const within = (categories: ReadonlyArray<string>, query: Query | undefined): Query => {
  const narrow = (selection: Selection): Selection => ({
    ...selection,
    categories: selection.categories?.filter((category) => categories.includes(category)) ?? categories
  })
  if (query === undefined) return [{ categories }]
  const [first, ...rest] = query
  return [narrow(first), ...rest.map(narrow)]
}
