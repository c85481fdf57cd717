/**
 * What a log holds, without the events' contents: enough to decide about a commit and to find what a reader asks for. In
 * memory, and made anew from the file at every start.
 */
import type * as Driver from "@dateline/eventsourcing/EventStoreDriver"
import { matches } from "@dateline/eventsourcing/Expected"
import * as Position from "@dateline/eventsourcing/Position"
import { selects } from "@dateline/eventsourcing/Query"
import * as Version from "@dateline/eventsourcing/Version"

export interface Entry {
  readonly stream: string
  readonly version: Version.Version
  readonly position: Position.Position
  readonly type: string
  readonly tags: ReadonlyArray<string>
  /** The number of its commit, from 0. */
  readonly commit: number
  /** Its place in the commit, from 0. */
  readonly index: number
}

export type Refusal = Exclude<Driver.Outcome, { readonly _tag: "Committed" }>

/** What the index needs to know of a commit. */
export type Indexed = Pick<Driver.Commit, "id" | "digest" | "appends">

const keyOf = (id: string, stream: string): string => `${id} ${stream}`

export const make = () => {
  const entries: Array<Entry> = []
  const streams = new Map<string, Array<Entry>>()
  const receipts = new Map<string, Driver.Receipt>()
  /** How many entries each commit had before it, so that the last ones can be taken back. */
  const commits: Array<{ readonly before: number; readonly key: string }> = []

  const versionOf = (stream: string): number => streams.get(stream)?.length ?? 0

  /** The version or position that makes a guard fail. */
  const violated = (guard: Driver.Guard): number | undefined => {
    if (guard._tag === "NothingSince") {
      const wanted = selects(guard.query)
      return entries.findLast((entry) => entry.position > guard.after && wanted(entry))?.position
    }
    const actual = versionOf(guard.stream)
    return matches(guard.expected, actual) ? undefined : actual
  }

  // #region evaluate
  /** Why a commit cannot be made; nothing when it can. In this order: the id, each expected version, each guard. */
  const refusal = (commit: Driver.Commit): Refusal | undefined => {
    const known = receipts.get(keyOf(commit.id, commit.appends[0].stream))
    if (known) {
      return known.digest === commit.digest ? { _tag: "Repeated", receipt: known } : { _tag: "CommitIdReused" }
    }
    for (const { expected, stream } of commit.appends) {
      const actual = versionOf(stream)
      if (!matches(expected, actual)) return { _tag: "Conflict", stream, expected, actual }
    }
    for (const guard of commit.guards) {
      const actual = violated(guard)
      if (actual !== undefined) return { _tag: "GuardFailed", guard, actual }
    }
    return undefined
  }
  // #endregion

  /** Enters a commit at the end of the log. */
  const add = ({ appends, digest, id }: Indexed): Driver.Receipt => {
    const before = entries.length
    let index = 0
    const versions = appends.map(({ events, stream }) => {
      const own = streams.get(stream) ?? []
      streams.set(stream, own)
      for (const { tags, type } of events) {
        const place = { version: Version.make(own.length + 1), position: Position.make(entries.length + 1) }
        const entry: Entry = { ...place, stream, type, tags, commit: commits.length, index: index++ }
        entries.push(entry)
        own.push(entry)
      }
      return Version.make(own.length)
    })
    const receipt: Driver.Receipt = { position: Position.make(entries.length), versions, digest }
    const key = keyOf(id, appends[0].stream)
    receipts.set(key, receipt)
    commits.push({ before, key })
    return receipt
  }

  /** Takes back the commits from this number on. */
  const cut = (count: number): void => {
    for (let commit = commits.pop(); commit !== undefined; commit = commits.pop()) {
      if (commits.length < count) {
        commits.push(commit)
        return
      }
      receipts.delete(commit.key)
      for (const entry of entries.splice(commit.before).reverse()) streams.get(entry.stream)?.pop()
    }
  }

  return {
    entries: entries as ReadonlyArray<Entry>,
    refusal,
    add,
    cut,
    commits: () => commits.length,
    ofStream: (stream: string): ReadonlyArray<Entry> => streams.get(stream) ?? [],
    receipt: (id: string, stream: string) => receipts.get(keyOf(id, stream))
  }
}

export type LogIndex = ReturnType<typeof make>
