/**
 * What every store refuses alike, before anything is written: what would not fit, and what would not come back as it was
 * given. A program that moves from one store to another is not refused what it was granted.
 */
import type { Commit, Guard, Limits } from "./EventStoreDriver.ts"
import { overLimit } from "./Limits.ts"
import { StoreFault, type TooLarge } from "./StoreError.ts"
import type { ViewBatch } from "./ViewStore.ts"

const isWellFormed = (guard: Guard): boolean => {
  const texts = guard._tag === "StreamAt"
    ? [guard.stream]
    : guard.query.flatMap(({ categories = [], tags = [], types = [] }) => [...categories, ...types, ...tags])
  return texts.every((text) => text.isWellFormed())
}

/** UTF-8, in which most stores keep text, has no halves of surrogate pairs: they would come back as another character. */
const brokenText = ({ appends, guards, id, metadata }: Commit): string | undefined => {
  if (!id.isWellFormed()) return "the commit id"
  if (!metadata.isWellFormed()) return "the metadata"
  for (const { events, stream } of appends) {
    if (!stream.isWellFormed()) return "a stream id"
    for (const { payload, tags, type } of events) {
      if (!type.isWellFormed()) return "an event's type"
      if (!payload.isWellFormed()) return "a payload"
      if (!tags.every((tag) => tag.isWellFormed())) return "a tag"
    }
  }
  return guards.every(isWellFormed) ? undefined : "a guard"
}

/** What a column of whole numbers would not take, or not give back. */
const brokenNumber = ({ appends, recordedAt }: Commit): string | undefined => {
  if (!Number.isSafeInteger(recordedAt)) return "recordedAt is not a whole number of milliseconds"
  for (const { events } of appends) {
    for (const { schemaVersion } of events) {
      if (!Number.isSafeInteger(schemaVersion) || schemaVersion < 1) {
        return "an event's schemaVersion is not a whole number from 1"
      }
    }
  }
  return undefined
}

const fault = (operation: string, cause: string): StoreFault => new StoreFault({ operation, cause, retryable: false })

/**
 * Why a commit cannot be taken by a store with these limits, if it cannot: `TooLarge`, or a `StoreFault` for a text that
 * contains half of a surrogate pair, and for a number that is not a whole one.
 */
export const refusal = (commit: Commit, limits: Limits): TooLarge | StoreFault | undefined => {
  const tooLarge = overLimit(commit, limits)
  if (tooLarge) return tooLarge
  const broken = brokenText(commit)
  if (broken !== undefined) return fault("commit", `${broken} contains half of a surrogate pair`)
  const number = brokenNumber(commit)
  return number === undefined ? undefined : fault("commit", number)
}

/** Why no view store takes these batches, if it does not: a `StoreFault` for a key with half of a surrogate pair. */
export const keyRefusal = (batches: ReadonlyArray<Pick<ViewBatch, "upserts" | "view">>): StoreFault | undefined => {
  for (const { upserts, view } of batches) {
    for (const key of upserts.keys()) {
      if (!key.isWellFormed()) return fault("apply", `a key of the view ${view.name} contains half of a surrogate pair`)
    }
  }
  return undefined
}
