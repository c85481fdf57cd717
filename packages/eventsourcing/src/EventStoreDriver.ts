/**
 * The port that an adapter author implements: commits and reads of one log. Encoding, upcasting, sealing, streaming and
 * retries are the kernel's. What a driver must keep is written as laws in `@dateline/eventsourcing/testing`; a driver
 * that passes them is a store.
 */
import type { NonEmptyReadonlyArray } from "effect/Array"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { CommitId } from "./CommitId.ts"
import type { RawEvent } from "./EventFamily.ts"
import type { Expected } from "./Expected.ts"
import * as Position from "./Position.ts"
import type { Query } from "./Query.ts"
import type { Ambiguous, StoreFault, TooLarge } from "./StoreError.ts"
import type { Version } from "./Version.ts"

/** Makes a commit depend on a stream that it does not write. */
export interface StreamAt {
  readonly _tag: "StreamAt"
  readonly stream: string
  readonly expected: Expected
}

/**
 * Makes a commit depend on that nothing which a query selects was recorded after a position: of what a decision was made
 * on, nothing has changed. What one reads with the query, up to its head, may span any number of streams.
 */
export interface NothingSince {
  readonly _tag: "NothingSince"
  readonly query: Query
  readonly after: Position.Position
}

/** Every store evaluates {@link StreamAt}; whether it evaluates the others, it says in its `guards`. */
export type Guard = StreamAt | NothingSince

export interface Append {
  readonly stream: string
  readonly expected: Expected
  readonly events: NonEmptyReadonlyArray<RawEvent>
}

/** All of it becomes visible at once, or none of it ever does. It names each stream at most once. */
export interface Commit {
  readonly id: CommitId
  /** SHA-256 over what the commit says, in base64url (43 characters): tells a repeat from another commit of the same id. */
  readonly digest: string
  /** Milliseconds since the Unix epoch. Never decides order. */
  readonly recordedAt: number
  /** JSON text: actor, correlation, causation. */
  readonly metadata: string
  readonly appends: NonEmptyReadonlyArray<Append>
  readonly guards: ReadonlyArray<Guard>
}

export interface Receipt {
  /** The position of the commit's last event. */
  readonly position: Position.Position
  /** For each append, the version of its stream's last event after the commit. */
  readonly versions: ReadonlyArray<Version>
  readonly digest: string
}

/**
 * The answer to a commit. Evaluated in this order: the id (in the scope of the first stream), then each expected
 * version in the order of the appends, then each guard.
 */
export type Outcome =
  | { readonly _tag: "Committed"; readonly receipt: Receipt }
  /** The same id and digest were committed before; this is the receipt of that time. Nothing was written now. */
  | { readonly _tag: "Repeated"; readonly receipt: Receipt }
  | { readonly _tag: "Conflict"; readonly stream: string; readonly expected: Expected; readonly actual: number }
  /** `actual`: the version of the stream, or the position of the last event that the query selects. */
  | { readonly _tag: "GuardFailed"; readonly guard: Guard; readonly actual: number }
  | { readonly _tag: "CommitIdReused" }

/** An event as it stands in the log. */
export interface RecordedRaw extends RawEvent {
  readonly stream: string
  readonly version: Version
  readonly position: Position.Position
  /** Place in its commit, from 0. */
  readonly index: number
  /** Shared by the events of one commit. */
  readonly commit: {
    readonly id: CommitId
    readonly digest: string
    readonly recordedAt: number
    readonly metadata: string
    /** How many events the commit has. */
    readonly size: number
  }
}

/** Events of the log, read at one moment. */
export interface Chunk {
  readonly events: ReadonlyArray<RecordedRaw>
  /**
   * Every selected event up to here has now been read (forward: at least the last event's position, and the head when
   * nothing selected follows), or down to here (backward: `start` when nothing selected is before).
   */
  readonly through: Position.Position
  /** The last position that was visible; {@link Position.start} when the log is empty. */
  readonly head: Position.Position
}

export type Direction = "forward" | "backward"

export interface ReadAllOptions {
  /** Forward: events after this position. Backward: events before it; absent means from the end. */
  readonly after?: Position.Position
  /** Absent: every event. */
  readonly query?: Query
  readonly direction?: Direction
  /** At most this many events in one chunk. */
  readonly pageSize?: number
}

export interface Limits {
  /** Largest sum of payload, type, tag and metadata bytes of one commit. */
  readonly commitBytes: number
  readonly events: number
  readonly streams: number
}

export class EventStoreDriver extends Context.Service<EventStoreDriver, {
  /** The log's permanent id, and an epoch that changes when the log is restored from a backup. */
  readonly log: { readonly id: string; readonly epoch: string }
  readonly limits: Limits
  /** The guards that it evaluates, atomically with the commit. */
  readonly guards: ReadonlyArray<Guard["_tag"]>
  readonly commit: (commit: Commit) => Effect.Effect<Outcome, StoreFault | Ambiguous | TooLarge>
  /** The receipt of a commit by its id, in the scope of the first stream that it appended to. */
  readonly findCommit: (id: CommitId, firstStream: string) => Effect.Effect<Option.Option<Receipt>, StoreFault>
  /**
   * Forward: at most `limit` events of the stream with version > `after`, in order. Backward: at most `limit` events
   * with version < `after` (0 means from the end), newest first.
   */
  readonly readStream: (
    stream: string,
    after: number,
    limit: number,
    direction: Direction
  ) => Effect.Effect<ReadonlyArray<RecordedRaw>, StoreFault>
  /** All events up to the head at the moment of the last chunk, pulled page by page; it ends there. */
  readonly readAll: (options: ReadAllOptions) => Stream.Stream<Chunk, StoreFault>
  readonly head: Effect.Effect<Position.Position, StoreFault>
  /**
   * Hints, after events became visible; several commits may share one, and one may be lost. A subscriber listens first,
   * then reads, and polls as well.
   */
  readonly changed: Stream.Stream<void>
}>()("@dateline/eventsourcing/EventStoreDriver") {}

/** Most events that one page of {@link paged} has. */
export const defaultPageSize = 1000

/** What a paged read is asked for. */
export interface PageRequest {
  /** Forward: read after it; backward: read before it, and absent means from the end. */
  readonly after: Position.Position | undefined
  readonly limit: number
  readonly query: Query | undefined
  readonly direction: Direction
}

/**
 * Makes `readAll` from a function that reads one page: for stores, such as SQL ones, that answer page by page. It goes on
 * until a page has come to the head, or backwards to the start; a page may have few events or none, if what was asked
 * for is rare and the store looked for long enough.
 */
export const paged =
  (readPage: (request: PageRequest) => Effect.Effect<Chunk, StoreFault>) =>
  (options: ReadAllOptions): Stream.Stream<Chunk, StoreFault> => {
    const limit = options.pageSize ?? defaultPageSize
    const direction = options.direction ?? "forward"
    return Stream.paginate(
      options.after,
      (after) =>
        Effect.flatMap(readPage({ after, limit, query: options.query, direction }), (chunk) => {
          const ended = direction === "forward" ? chunk.through >= chunk.head : chunk.through <= Position.start
          const page = [[chunk], ended ? Option.none() : Option.some(chunk.through)] as const
          // A long search lets the rest of the program run on.
          return ended || chunk.events.length > 0 ? Effect.succeed(page) : Effect.as(Effect.yieldNow, page)
        })
    )
  }
