/** What every command to the newsroom says about itself, and what it answers. */
import type { CommitId } from "@dateline/eventsourcing/CommitId"
import type { CommitError } from "@dateline/eventsourcing/EventStore"
import type { Position } from "@dateline/eventsourcing/Position"
import type { CorruptEvent, StreamEnded } from "@dateline/eventsourcing/StoreError"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import type { Transacted } from "@dateline/eventsourcing/Transact"

export interface Act {
  /** Chosen before the first try, the same for every try: repeated with it, a command has no second effect. */
  readonly commitId: CommitId
  /** The id of the request or process that this belongs to. */
  readonly correlationId?: string
  /** The id of the event or command that led to this one. */
  readonly causationId?: string
}

/** For commands to something that the caller has seen. */
export interface ActOnVersion extends Act {
  /** The version that the caller saw; if there is a newer one, `Conflict`. */
  readonly expectedVersion?: number
}

export interface Acted {
  readonly id: string
  /** The version of its stream after the command. */
  readonly version: number
  /** Wait for it, with `Projector.caughtUp`, to read views that know of the command. */
  readonly position: Position
  /** Whether the command had been carried out before, so that nothing was written now. */
  readonly repeated: boolean
}

/** What can keep any command from being carried out, beside what the newsroom's rules say. */
export type Fault = CommitError | CorruptEvent | StreamEnded

/** What a command answers. */
export const acted = ({ position, repeated, stream, version }: Transacted<unknown, unknown>): Acted => ({
  id: StreamId.localId(stream),
  version,
  position,
  repeated
})

/** The parts of a request that a commit records about itself, and what the caller saw. */
export const about = (act: ActOnVersion): ActOnVersion => ({
  commitId: act.commitId,
  ...(act.correlationId === undefined ? {} : { correlationId: act.correlationId }),
  ...(act.causationId === undefined ? {} : { causationId: act.causationId }),
  ...(act.expectedVersion === undefined ? {} : { expectedVersion: act.expectedVersion })
})
