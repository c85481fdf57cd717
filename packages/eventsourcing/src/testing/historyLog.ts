/** A log as the history checker looks at it: by commit, by stream and by place. */
import type { RecordedRaw } from "../EventStoreDriver.ts"
import { countBelow } from "./historyWindow.ts"

/** A commit as it stands in the log. */
export interface Stored {
  readonly key: string
  readonly events: ReadonlyArray<RecordedRaw>
  /** The position of its first event. */
  readonly first: number
  /** The position of its last event. */
  readonly last: number
}

export interface HistoryLog {
  readonly commits: ReadonlyArray<Stored>
  /** What the log shows by itself: versions that are not dense, positions out of order, commits in part or twice. */
  readonly findings: ReadonlyArray<string>
  readonly find: (key: string) => Stored | undefined
  /** The event at a position. */
  readonly at: (position: number) => RecordedRaw | undefined
  /** The position of an event; 0 for version 0, nothing for a version that never was. */
  readonly placeOf: (stream: string, version: number) => number | undefined
  /** The version of a stream just before a position. */
  readonly versionBefore: (stream: string, position: number) => number
}

export const keyOf = (id: string, firstStream: string): string => JSON.stringify([id, firstStream])

/** The log's commits in order; an event with index 0 begins one. */
const commitsOf = (log: ReadonlyArray<RecordedRaw>): ReadonlyArray<Stored> => {
  const groups: Array<Array<RecordedRaw>> = []
  for (const event of log) {
    const open = groups.at(-1)
    if (event.index === 0 || open === undefined) groups.push([event])
    else open.push(event)
  }
  return groups.map((events) => {
    const first = events[0]!
    return { key: keyOf(first.commit.id, first.stream), events, first: first.position, last: events.at(-1)!.position }
  })
}

const findingsOf = (log: ReadonlyArray<RecordedRaw>, commits: ReadonlyArray<Stored>): ReadonlyArray<string> => {
  const findings: Array<string> = []
  const versions = new Map<string, number>()
  let position = 0
  for (const event of log) {
    if (event.position <= position) findings.push(`position ${event.position} comes after ${position}`)
    position = event.position
    const version = (versions.get(event.stream) ?? 0) + 1
    versions.set(event.stream, version)
    if (event.version !== version) findings.push(`${event.stream} has version ${event.version} in place ${version}`)
  }
  const seen = new Set<string>()
  for (const { events, key } of commits) {
    const { id, size } = events[0]!.commit
    const whole = events.length === size && events.every((event, at) => event.index === at && event.commit.id === id)
    if (!whole) findings.push(`${key} is not whole`)
    if (seen.has(key)) findings.push(`${key} is there twice`)
    seen.add(key)
  }
  return findings
}

export const make = (log: ReadonlyArray<RecordedRaw>): HistoryLog => {
  const commits = commitsOf(log)
  const byKey = new Map(commits.map((stored) => [stored.key, stored]))
  const byPosition = new Map<number, RecordedRaw>(log.map((event) => [event.position, event]))
  const streams = new Map<string, Array<RecordedRaw>>()
  for (const event of log) {
    const own = streams.get(event.stream)
    if (own) own.push(event)
    else streams.set(event.stream, [event])
  }
  return {
    commits,
    findings: findingsOf(log, commits),
    find: (key) => byKey.get(key),
    at: (position) => byPosition.get(position),
    placeOf: (stream, version) => version === 0 ? 0 : streams.get(stream)?.[version - 1]?.position,
    versionBefore: (stream, position) => {
      const own = streams.get(stream) ?? []
      return own[countBelow(own, position, (event) => event.position) - 1]?.version ?? 0
    }
  }
}
