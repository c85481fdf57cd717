/** A batch of commits as the parameters of the function that writes it, and its rows as answers. */
import type { Commit, Guard, Outcome, Receipt } from "@dateline/eventsourcing/EventStoreDriver"
import type { Expected } from "@dateline/eventsourcing/Expected"
import * as Position from "@dateline/eventsourcing/Position"
import type { Query } from "@dateline/eventsourcing/Query"
import * as Version from "@dateline/eventsourcing/Version"
import * as Parameters from "./parameters.ts"
import { stored } from "./text.ts"

/** As the database has it: -1 in any state, -2 with at least one event, else at that version. */
const expectedOf = (expected: Expected): number => {
  switch (expected._tag) {
    case "Any":
      return -1
    case "Exists":
      return -2
    case "NoStream":
      return 0
    case "Exactly":
      return expected.version
  }
}

/** Gives each name its number, from 1, in the order in which they are first asked for. */
const numbering = () => {
  const numbers = new Map<string, number>()
  return {
    of: (name: string): number => {
      const known = numbers.get(name)
      if (known !== undefined) return known
      numbers.set(name, numbers.size + 1)
      return numbers.size
    },
    names: () => [...numbers.keys()]
  }
}

const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf("-"))

/** As an array of PostgreSQL is written. */
const tagsText = (tags: ReadonlyArray<string>): string | null =>
  tags.length === 0 ? null : `{${tags.map((tag) => `"${tag.replaceAll(/["\\]/g, "\\$&")}"`).join()}}`

const idOf = ({ appends, id }: Commit): string => `${appends[0].stream}\n${id}`

/** How many commits each segment ends after: none has an id twice, and only the first may depend on a query. */
const segmentEnds = (batch: ReadonlyArray<Commit>): ReadonlyArray<number> => {
  const ends: Array<number> = []
  let ids = new Set<string>()
  for (const [place, commit] of batch.entries()) {
    const id = idOf(commit)
    if (place > 0 && (ids.has(id) || commit.guards.some(({ _tag }) => _tag === "NothingSince"))) {
      ends.push(place)
      ids = new Set()
    }
    ids.add(id)
  }
  return [...ends, batch.length]
}

/** Its texts as they stand in the tables: JSON would escape what {@link stored} looks for. */
const queryText = (query: Query): string =>
  JSON.stringify(query.map(({ categories, tags, types }) => ({
    categories: categories?.map(stored),
    tags: tags?.map(stored),
    types: types?.map(stored)
  })))

const makeGuards = (streamOf: (name: string) => number) => {
  const streams: Array<number> = []
  const expected: Array<number> = []
  const queries: Array<string | null> = []
  return {
    add: (guard: Guard): void => {
      const isQuery = guard._tag === "NothingSince"
      streams.push(isQuery ? 0 : streamOf(guard.stream))
      expected.push(isQuery ? guard.after : expectedOf(guard.expected))
      queries.push(isQuery ? queryText(guard.query) : null)
    },
    lists: () => [Parameters.ints(streams), Parameters.wholes(expected), Parameters.texts(queries)]
  }
}

interface Place {
  readonly commit: number
  readonly append: number
  /** Place in its append, from 0. */
  readonly place: number
  /** Place in its commit, from 0. */
  readonly index: number
  readonly kind: number
}

type Event = Commit["appends"][number]["events"][number]

const makeEvents = () => {
  const places: Array<Place> = []
  const events: Array<Event> = []
  const begun: Array<(Commit & { readonly size: number }) | undefined> = []
  return {
    add: (event: Event, place: Place, commit: (Commit & { readonly size: number }) | undefined): void => {
      places.push(place)
      events.push(event)
      begun.push(commit)
    },
    lists: () => [
      Parameters.ints(places.map(({ append }) => append)),
      Parameters.ints(places.map(({ place }) => place)),
      Parameters.ints(places.map(({ index }) => index)),
      Parameters.ints(places.map(({ kind }) => kind)),
      Parameters.wholes(events.map(({ schemaVersion }) => schemaVersion)),
      Parameters.texts(events.map(({ payload }) => payload)),
      Parameters.texts(events.map(({ tags }) => tagsText(tags))),
      Parameters.ints(places.map(({ commit }) => commit)),
      Parameters.texts(begun.map((commit) => commit?.id ?? null)),
      Parameters.ints(begun.map((commit) => commit?.size ?? null)),
      Parameters.wholes(begun.map((commit) => commit?.recordedAt ?? null)),
      Parameters.texts(begun.map((commit) => commit?.digest ?? null)),
      Parameters.texts(begun.map((commit) => commit?.metadata ?? null))
    ]
  }
}

const sizeOf = ({ appends }: Commit): number => appends.reduce((sum, { events }) => sum + events.length, 0)

/** The parameters of `commit_batch` after the log and the time to wait. */
const listsOf = (batch: ReadonlyArray<Commit>): ReadonlyArray<unknown> => {
  const streams = numbering()
  const kinds = numbering()
  const guards = makeGuards(streams.of)
  const events = makeEvents()
  const appends: Array<readonly [stream: number, expected: number, size: number]> = []
  for (const [place, commit] of batch.entries()) {
    const begun = { ...commit, size: sizeOf(commit) }
    let index = 0
    for (const append of commit.appends) {
      appends.push([streams.of(append.stream), expectedOf(append.expected), append.events.length])
      for (const [inAppend, event] of append.events.entries()) {
        const kind = kinds.of(`${categoryOf(append.stream)}-${event.type}`)
        const at = { commit: place + 1, append: appends.length, place: inAppend, index, kind }
        events.add(event, at, index === 0 ? begun : undefined)
        index++
      }
    }
    commit.guards.forEach(guards.add)
  }
  const kindNames = kinds.names().map((name) => [categoryOf(name), name.slice(name.indexOf("-") + 1)] as const)
  return [
    Parameters.texts(streams.names()),
    Parameters.texts(kindNames.map(([category]) => category)),
    Parameters.texts(kindNames.map(([, type]) => type)),
    Parameters.ints(segmentEnds(batch)),
    Parameters.ints(batch.map((commit) => commit.appends.length)),
    Parameters.ints(batch.map((commit) => commit.guards.length)),
    Parameters.ints(appends.map(([stream]) => stream)),
    Parameters.wholes(appends.map(([, expected]) => expected)),
    Parameters.ints(appends.map(([, , size]) => size)),
    ...guards.lists(),
    ...events.lists()
  ]
}

/** The columns of an answer; whole numbers come as doubles, which are exact and need no conversion. */
const columns = "outcome, at, actual::float8, reached::float8, versions::float8[], digest"
const parameterCount = 27

export const statement = (schema: string): string =>
  `SELECT ${columns} FROM ${schema}.commit_batch(${
    Array.from({ length: parameterCount }, (_, n) => `$${n + 1}`).join()
  })`

export const parametersOf = (
  log: number,
  lockTimeout: number,
  batch: ReadonlyArray<Commit>
): ReadonlyArray<unknown> => [
  Parameters.int(log),
  Parameters.text(String(lockTimeout)),
  ...listsOf(batch)
]

/** As `columns` selects it. */
type Answer = readonly [
  outcome: Outcome["_tag"],
  at: number,
  actual: number,
  reached: number,
  versions: ReadonlyArray<number>,
  digest: string
]

export const outcomeOf = (commit: Commit, row: ReadonlyArray<unknown>): Outcome => {
  const [outcome, at, actual, reached, versions, digest] = row as unknown as Answer // the statement is ours
  const receipt = (): Receipt => ({
    position: Position.make(reached),
    versions: versions.map(Version.make),
    digest: outcome === "Committed" ? commit.digest : digest
  })
  switch (outcome) {
    case "CommitIdReused":
      return { _tag: outcome }
    case "Conflict":
      return { _tag: outcome, stream: commit.appends[at]!.stream, expected: commit.appends[at]!.expected, actual }
    case "GuardFailed":
      return { _tag: outcome, guard: commit.guards[at]!, actual }
    default:
      return { _tag: outcome, receipt: receipt() }
  }
}
