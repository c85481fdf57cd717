/**
 * The port for read models: documents by view and key, with declared indexes, written together with the checkpoint
 * that they belong to. Not for decisions: a view may lag behind the log, and only the log is the truth.
 */
import type { NonEmptyReadonlyArray } from "effect/Array"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { Checkpoint } from "./Checkpoint.ts"
import type { Index, Json } from "./Projection.ts"
import type { StoreFault } from "./StoreError.ts"

export interface ViewId {
  readonly name: string
  /** Documents of two revisions live side by side and never mix. */
  readonly revision: number
}

/** Documents and the checkpoint that they belong to: written together, or not at all. */
export interface ViewBatch {
  readonly view: ViewId
  /** The checkpoint at which the documents were computed; the store refuses the batch if its own is another. */
  readonly from: Checkpoint
  readonly to: Checkpoint
  readonly upserts: ReadonlyMap<string, Json>
  readonly deletes: ReadonlyArray<string>
}

export interface IndexQuery {
  readonly index: string
  /** One value for each `equal` field of the index, in its order. */
  readonly equal: ReadonlyArray<string | number | boolean>
  /** At most this many documents, from 1 to 1,000. */
  readonly limit: number
  readonly direction?: "ascending" | "descending"
  /** Where an earlier page ended. */
  readonly cursor?: string
}

export interface Page {
  readonly items: ReadonlyArray<{ readonly key: string; readonly document: Json }>
  /** Give it back to read on; absent when nothing follows. */
  readonly next?: string
}

/** Another writer moved the view on, or away, since the batch was computed. Nothing was written. */
export class CheckpointMoved extends Data.TaggedError("CheckpointMoved")<{
  readonly view: ViewId
  readonly expected: Checkpoint
  readonly actual: Checkpoint
}> {
  override get message(): string {
    return `The view ${this.view.name} was expected at position ${this.expected.position} of log ${this.expected.log} ` +
      `and is at ${this.actual.position} of ${this.actual.log}`
  }
}

/** The cursor was not made by this index. */
export class InvalidCursor extends Data.TaggedError("InvalidCursor")<{ readonly cursor: string }> {
  override get message(): string {
    return `"${this.cursor.slice(0, 80)}" is not a cursor of this list`
  }
}

export class ViewStore extends Context.Service<ViewStore, {
  /** Makes a view and its indexes ready; already there with the same indexes: nothing changes. */
  readonly define: (view: ViewId, indexes: ReadonlyArray<Index>) => Effect.Effect<void, StoreFault>
  /** The documents that exist among these keys. */
  readonly getMany: (
    view: ViewId,
    keys: ReadonlyArray<string>
  ) => Effect.Effect<ReadonlyMap<string, Json>, StoreFault>
  readonly query: (view: ViewId, query: IndexQuery) => Effect.Effect<Page, StoreFault | InvalidCursor>
  /** All batches in one transaction. */
  readonly apply: (batches: NonEmptyReadonlyArray<ViewBatch>) => Effect.Effect<void, StoreFault | CheckpointMoved>
  /** How far the view has come; none when nothing was ever applied to it. */
  readonly checkpoint: (view: ViewId) => Effect.Effect<Option.Option<Checkpoint>, StoreFault>
  /** Forgets the view's documents and its checkpoint. */
  readonly drop: (view: ViewId) => Effect.Effect<void, StoreFault>
}>()("@dateline/eventsourcing/ViewStore") {}
