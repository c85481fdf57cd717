/** Whether a commit fits into a store, counted alike for all stores. */
import type { Commit, Limits } from "./EventStoreDriver.ts"
import { TooLarge } from "./StoreError.ts"

const encoder = new TextEncoder()

const bytesOf = (text: string): number => encoder.encode(text).length

const unitsOf = (text: string): number => text.length

/** Sums a measure over all texts that a commit brings. */
const measure = ({ appends, metadata }: Commit, of: (text: string) => number): number => {
  let sum = of(metadata)
  for (const { events } of appends) {
    for (const { payload, tags, type } of events) {
      sum += of(payload) + of(type)
      for (const tag of tags) sum += of(tag)
    }
  }
  return sum
}

/** The first limit that a commit passes, if any. */
export const overLimit = (commit: Commit, limits: Limits): TooLarge | undefined => {
  const streams = commit.appends.length
  const events = commit.appends.reduce((sum, append) => sum + append.events.length, 0)
  if (streams > limits.streams) return new TooLarge({ what: "streams", actual: streams, limit: limits.streams })
  if (events > limits.events) return new TooLarge({ what: "events", actual: events, limit: limits.events })
  // A unit of UTF-16 takes three bytes of UTF-8 at most, so the usual commit is measured without being encoded.
  if (measure(commit, unitsOf) * 3 <= limits.commitBytes) return undefined
  const bytes = measure(commit, bytesOf)
  return bytes > limits.commitBytes
    ? new TooLarge({ what: "bytes", actual: bytes, limit: limits.commitBytes })
    : undefined
}
