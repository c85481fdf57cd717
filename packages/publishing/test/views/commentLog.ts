/** A log with the events of several comments. */
import type { Recorded } from "@dateline/eventsourcing/Recorded"
import { DeciderSpec } from "@dateline/eventsourcing/testing"
import type { CommentEvent, Status } from "../../src/domain/CommentEvents.ts"
import { sealed } from "../domain/samples.ts"

/** An event of the comment with this id. */
export type Entry = readonly [id: string, event: CommentEvent]

export const log = (...entries: ReadonlyArray<Entry>): ReadonlyArray<Recorded<CommentEvent>> => {
  const versions = new Map<string, number>()
  return entries.flatMap(([id, event], place) => {
    const version = (versions.get(id) ?? 0) + 1
    versions.set(id, version)
    return DeciderSpec.recorded([event], { stream: `comment-${id}`, after: place })
      .map((recorded) => ({ ...recorded, version: version as typeof recorded.version }))
  })
}

/** The event, of a comment that answers `c1`. */
export const answer = (event: CommentEvent): CommentEvent => ({ ...event, parent: "c1" })

/** The event, with what the comment was until then. */
export const from = (event: CommentEvent, from: Status): CommentEvent => ({ ...event, from }) as CommentEvent

/** The event, with a note. */
export const noted = (event: CommentEvent, note: string): CommentEvent =>
  ({ ...event, note: sealed("note", note) }) as CommentEvent
