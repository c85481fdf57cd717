/** Turns what a driver read into typed, recorded events. */
import * as Result from "effect/Result"
import type * as EventFamily from "../EventFamily.ts"
import type { RecordedRaw } from "../EventStoreDriver.ts"
import type { Metadata, Recorded } from "../Recorded.ts"
import { CorruptEvent } from "../StoreError.ts"
import type { StreamId } from "../StreamId.ts"
import type { CommitCheck } from "./commitCheck.ts"

const corrupt = (raw: RecordedRaw, reason: CorruptEvent["reason"], detail: string): CorruptEvent =>
  new CorruptEvent({
    stream: raw.stream,
    version: raw.version,
    position: raw.position,
    type: raw.type,
    reason,
    detail
  })

/** Who made a commit, and why; nothing when no author can be read. */
export const parseMetadata = (text: string): Metadata | undefined => {
  try {
    const value: Metadata = JSON.parse(text)
    return typeof value?.actor?.id === "string" && typeof value.actor.role === "string" ? value : undefined
  } catch {
    return undefined
  }
}

const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf("-"))

/**
 * Decodes events in order. Metadata is parsed once for the events of one commit. Stops at the first corrupt event:
 * one that cannot be read, or of a commit that is not what was written. `check` goes from page to page.
 */
export const decodeEvents = <Event extends { readonly _tag: string }>(
  families: ReadonlyMap<string, EventFamily.Readable<Event>>,
  events: ReadonlyArray<RecordedRaw>,
  check: CommitCheck
): Result.Result<ReadonlyArray<Recorded<Event>>, CorruptEvent> => {
  const decoded: Array<Recorded<Event>> = []
  let commit: RecordedRaw["commit"] | undefined
  let metadata: Metadata | undefined
  let stream: string | undefined
  let family: EventFamily.Readable<Event> | undefined
  for (const raw of events) {
    if (raw.commit !== commit) {
      commit = raw.commit
      metadata = parseMetadata(commit.metadata)
    }
    if (metadata === undefined) return Result.fail(corrupt(raw, "InvalidMetadata", "no actor can be read from it"))
    const changed = check(raw, metadata.actor)
    if (changed) return Result.fail(corrupt(changed, "Changed", `commit ${commit.id} is not what its digest says`))
    if (raw.stream !== stream) {
      stream = raw.stream
      family = families.get(categoryOf(stream))
    }
    const event = family?.decode(raw)
    if (event === undefined) {
      return Result.fail(corrupt(raw, "UnknownType", `the category "${categoryOf(raw.stream)}" was not asked for`))
    }
    if (Result.isFailure(event)) return Result.fail(corrupt(raw, event.failure.reason, event.failure.detail))
    decoded.push({
      event: event.success,
      stream: raw.stream as StreamId,
      version: raw.version,
      position: raw.position,
      commitId: commit.id,
      index: raw.index,
      recordedAt: commit.recordedAt,
      metadata
    })
  }
  return Result.succeed(decoded)
}

/** The families by category. */
export const byCategory = (families: ReadonlyArray<EventFamily.Any>): ReadonlyMap<string, EventFamily.Any> =>
  new Map(families.map((family) => [family.category, family]))
