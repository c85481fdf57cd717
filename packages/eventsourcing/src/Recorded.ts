/** An event as the log holds it: what happened, where it stands, when it was recorded, by whom and because of what. */
import type * as CommitId from "./CommitId.ts"
import type * as Position from "./Position.ts"
import type * as StreamId from "./StreamId.ts"
import type * as Version from "./Version.ts"

/** Who caused a commit: a person in a role, or a rule that acted by itself. Never an e-mail or network address. */
export interface Actor {
  /** Such as `reader`, `moderator` or `rule`. */
  readonly role: string
  /** Who in that role: an account's id, a rule's name. */
  readonly id: string
}

/** What a commit says about itself; shared by all of its events. */
export interface Metadata {
  readonly actor: Actor
  /** The id of the request or process that this belongs to; that of the {@link Origin}, unless told otherwise. */
  readonly correlationId?: string
  /** The id of the event or command that led to this commit; likewise. */
  readonly causationId?: string
}

export interface Recorded<out Event> {
  readonly event: Event
  readonly stream: StreamId.StreamId
  /** Place in its stream, from 1. */
  readonly version: Version.Version
  /** Place in the log, in commit order. */
  readonly position: Position.Position
  readonly commitId: CommitId.CommitId
  /** Place in its commit, from 0. */
  readonly index: number
  /** When the kernel accepted the commit, in milliseconds since the Unix epoch. Never decides order. */
  readonly recordedAt: number
  readonly metadata: Metadata
}
