/** What can go wrong between a program and its stores. None of these carries a payload: a payload may be personal. */
import * as Data from "effect/Data"
import type { CommitId } from "./CommitId.ts"
import type { DecodeProblem } from "./EventFamily.ts"
import type { Guard } from "./EventStoreDriver.ts"
import * as Expected from "./Expected.ts"

/** The store itself failed: a disk, a connection, a damaged file. `retryable` when the same call may succeed later. */
export class StoreFault extends Data.TaggedError("StoreFault")<{
  /** What was being done, such as `commit` or `open newsroom.db`. */
  readonly operation: string
  readonly cause: unknown
  readonly retryable: boolean
}> {
  override get message(): string {
    const cause = this.cause instanceof Error ? this.cause.message : String(this.cause)
    return `The store failed at "${this.operation}": ${cause}`
  }
}

/** Nobody knows whether the commit happened: the answer was lost. Ask for the commit id before trying again. */
export class Ambiguous extends Data.TaggedError("Ambiguous")<{
  readonly commitId: CommitId
  readonly cause: unknown
}> {
  override get message(): string {
    return `The answer to commit ${this.commitId} was lost; ask for it before trying again`
  }
}

/** A commit over a limit of the store. Nothing was written. */
export class TooLarge extends Data.TaggedError("TooLarge")<{
  readonly what: "bytes" | "events" | "streams"
  readonly actual: number
  readonly limit: number
}> {
  override get message(): string {
    return `A commit may have ${this.limit} ${this.what}; this one has ${this.actual}. Nothing was written`
  }
}

/** The stream is not as the writer expected. Nothing was written. */
export class Conflict extends Data.TaggedError("Conflict")<{
  readonly stream: string
  readonly expected: Expected.Expected
  /** The version of the stream's last event; 0 when it has none. */
  readonly actual: number
}> {
  override get message(): string {
    return `${this.stream} was expected ${Expected.describe(this.expected)} and is at version ${this.actual}`
  }
}

/** Something that the commit depends on, and does not write, has changed. Nothing was written. */
export class GuardFailed extends Data.TaggedError("GuardFailed")<{
  readonly guard: Guard
  /** The stream's version, or the position of the last event that the query selects. */
  readonly actual: number
}> {
  override get message(): string {
    const { actual, guard } = this
    return guard._tag === "StreamAt"
      ? `The commit depends on ${guard.stream} ${Expected.describe(guard.expected)}; it is at version ${actual}`
      : `The commit depends on what was recorded up to position ${guard.after}; more of it is at position ${actual}`
  }
}

/** This commit id has been used in this stream, for something else. Nothing was written. */
export class CommitIdReused extends Data.TaggedError("CommitIdReused")<{
  readonly commitId: CommitId
  readonly stream: string
}> {
  override get message(): string {
    return `Commit ${this.commitId} of ${this.stream} has been made before, with other content`
  }
}

/** The stream has ended, as its decider says: it can be read for ever, and nothing is appended. Nothing was written. */
export class StreamEnded extends Data.TaggedError("StreamEnded")<{
  readonly stream: string
  /** The version of the stream's last event. */
  readonly version: number
}> {
  override get message(): string {
    return `${this.stream} ended at version ${this.version}; nothing can be appended to it`
  }
}

/**
 * A stored event cannot be read, or its commit is not what was written (`Changed`: this is the first of its events). Nothing
 * is skipped: reading stops before it.
 */
export class CorruptEvent extends Data.TaggedError("CorruptEvent")<{
  readonly stream: string
  readonly version: number
  readonly position: number
  readonly type: string
  readonly reason: DecodeProblem["reason"] | "InvalidMetadata" | "Changed"
  readonly detail: string
}> {
  override get message(): string {
    return `${this.type} at version ${this.version} of ${this.stream} (position ${this.position}) cannot be read, ` +
      `${this.reason}: ${this.detail}`
  }
}

/** A draft of an event does not fit its family. Nothing was written. */
export class InvalidEvent extends Data.TaggedError("InvalidEvent")<{
  readonly stream: string
  readonly type: string
  readonly detail: string
}> {
  override get message(): string {
    return `${this.type} for ${this.stream} does not fit its family: ${this.detail}`
  }
}
