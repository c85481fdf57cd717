/** Stores that each break one law of what comes back, of time or of depth, and keep all the others. Not for use. */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as CommitId from "../CommitId.ts"
import type { Commit } from "../EventStoreDriver.ts"
import type { WrongStore } from "./wrongStore.ts"
import { wrong } from "./wrongStores.ts"

const mapPayloads = (commit: Commit, change: (payload: string) => string): Commit => {
  const [first, ...rest] = commit.appends.map((append) => {
    const [one, ...more] = append.events.map((event) => ({ ...event, payload: change(event.payload) }))
    return { ...append, events: [one!, ...more] } as const
  })
  return { ...commit, appends: [first!, ...rest] }
}

/** JSON as a database keeps it that has a type for it; other text as it is. */
const normalised = (payload: string): string => {
  try {
    return JSON.stringify(JSON.parse(payload))
  } catch {
    return payload
  }
}

/** Every text with U+FFFD for whatever is no character. */
const mended = (commit: Commit): Commit => {
  const [first, ...rest] = commit.appends.map((append) => {
    const [one, ...more] = append.events.map((event) => ({
      ...event,
      payload: event.payload.toWellFormed(),
      type: event.type.toWellFormed(),
      tags: event.tags.map((tag) => tag.toWellFormed())
    }))
    return { ...append, stream: append.stream.toWellFormed(), events: [one!, ...more] } as const
  })
  return {
    ...commit,
    id: CommitId.make(commit.id.toWellFormed()),
    metadata: commit.metadata.toWellFormed(),
    appends: [first!, ...rest]
  }
}

const trimmed = (commit: Commit): Commit => {
  const [first, ...rest] = commit.appends.map((append) => ({ ...append, stream: append.stream.trimEnd() }))
  return { ...commit, appends: [first!, ...rest] }
}

export const wrongContentStores: ReadonlyArray<WrongStore> = [
  wrong(
    "keeps payloads as JSON values and not as texts",
    "every text comes back as it was, to the last character",
    (right) => ({ commit: (commit) => right.commit(mapPayloads(commit, normalised)) })
  ),
  wrong(
    "puts another character for half of a surrogate pair",
    "a text with half of a surrogate pair is refused by a fault, wherever it stands, and nothing is written",
    (right) => ({ commit: (commit) => right.commit(mended(commit)) })
  ),
  wrong(
    "takes two stream ids for one that differ in the space at their ends",
    "a stream's id is taken literally: whatever it looks like, it is one stream of its own, or is refused",
    (right) => ({
      commit: (commit) => right.commit(trimmed(commit)),
      readStream: (stream, ...rest) => right.readStream(stream.trimEnd(), ...rest)
    })
  ),
  wrong(
    "reads a stream backwards within its first thousand events",
    "a deep stream is read and written at both of its ends, and anywhere between",
    (right) => ({
      readStream: (stream, after, limit, direction) =>
        direction === "backward" && (after === 0 || after > 1001) && limit < 5
          ? Effect.map(
            right.readStream(stream, 0, 1000, "forward"),
            (events) => events.toReversed().slice(0, limit)
          )
          : right.readStream(stream, after, limit, direction)
    })
  ),
  wrong(
    "orders each page of the log by the time of recording",
    "the order of the log is the order of its commits, whatever the writers' clocks say",
    (right) => ({
      readAll: (options) =>
        Stream.map(right.readAll(options), (chunk) =>
          options.direction === "backward"
            ? chunk
            : { ...chunk, events: chunk.events.toSorted((a, b) => a.commit.recordedAt - b.commit.recordedAt) })
    })
  )
]
