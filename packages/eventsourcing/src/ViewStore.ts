/**
 * The port for read models: documents by view and key, with declared indexes, written together with the checkpoint
 * that they belong to; which build of a view readers see; and who may write it. Not for decisions: a view may lag
 * behind the log, and only the log is the truth.
 */
import type { NonEmptyReadonlyArray } from "effect/Array"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { Checkpoint } from "./Checkpoint.ts"
import type { Index, Json } from "./Projection.ts"
import type { StoreFault } from "./StoreError.ts"
import type {
  CheckpointMoved,
  Fenced,
  InvalidCursor,
  LeaseHeld,
  LiveMoved,
  NotCaughtUp,
  UnknownIndex,
  UnknownView
} from "./ViewStoreError.ts"

/** Documents of two revisions, and of two builds of one, live side by side and never mix. */
export interface ViewId {
  readonly name: string
  /** The projection's revision. */
  readonly revision: number
  /** Counts how often the same revision was built anew, from 0. */
  readonly build: number
}

/** Documents and the checkpoint that they belong to: written together, or not at all. */
export interface ViewBatch {
  readonly view: ViewId
  /** What `claim` answered; 0 while nobody has ever claimed the view. The store refuses the batch if it is another. */
  readonly fence: number
  /** The checkpoint at which the documents were computed; the store refuses the batch if its own is another. */
  readonly from: Checkpoint
  readonly to: Checkpoint
  readonly upserts: ReadonlyMap<string, Json>
  readonly deletes: ReadonlyArray<string>
}

/** Who wants to write a view, and for how long. */
export interface ClaimRequest {
  /** Names one running writer, and no other. */
  readonly owner: string
  /** Milliseconds from now, by the store's clock, after which another may have it unless it is claimed again. */
  readonly duration: number
  /** Takes it from whoever has it. Harmless to the documents: what the other still writes is refused. */
  readonly takeOver?: boolean
}

export interface IndexQuery {
  readonly index: string
  /** One value for each `equal` field of the index, in its order. */
  readonly equal: ReadonlyArray<string | number | boolean>
  /** At most this many documents, from 1 to 1,000. */
  readonly limit: number
  readonly direction?: "ascending" | "descending"
  /** Where an earlier page of the same index, with the same `equal` values, ended. */
  readonly cursor?: string
}

export interface Page {
  readonly items: ReadonlyArray<{ readonly key: string; readonly document: Json }>
  /** Give it back to read on; absent when nothing follows. */
  readonly next?: string
}

export class ViewStore extends Context.Service<ViewStore, {
  /** Makes a view and its indexes ready; already there with the same indexes: nothing changes. */
  readonly define: (view: ViewId, indexes: ReadonlyArray<Index>) => Effect.Effect<void, StoreFault>
  /** The documents that exist among these keys. */
  readonly getMany: (
    view: ViewId,
    keys: ReadonlyArray<string>
  ) => Effect.Effect<ReadonlyMap<string, Json>, StoreFault | UnknownView>
  readonly query: (
    view: ViewId,
    query: IndexQuery
  ) => Effect.Effect<Page, StoreFault | UnknownView | UnknownIndex | InvalidCursor>
  /** All batches in one transaction. A batch's fence is looked at before its checkpoint. */
  readonly apply: (
    batches: NonEmptyReadonlyArray<ViewBatch>
  ) => Effect.Effect<void, StoreFault | UnknownView | Fenced | CheckpointMoved>
  /** How far the view has come; none when nothing was ever applied to it. */
  readonly checkpoint: (view: ViewId) => Effect.Effect<Option.Option<Checkpoint>, StoreFault | UnknownView>
  /**
   * Takes the right to write a view, or keeps it for longer: the fence for its batches, above 0. The same owner gets the
   * same fence as long as nobody had it in between; every other claim gets one that this store never gave before.
   */
  readonly claim: (view: ViewId, request: ClaimRequest) => Effect.Effect<number, StoreFault | UnknownView | LeaseHeld>
  /** Gives back what the owner has, if it still has it: its fence is refused from now on. */
  readonly release: (view: ViewId, owner: string) => Effect.Effect<void, StoreFault>
  /** All views of this name that are there, in whatever order. */
  readonly builds: (name: string) => Effect.Effect<ReadonlyArray<ViewId>, StoreFault>
  /** The build that readers see. */
  readonly live: (name: string) => Effect.Effect<Option.Option<ViewId>, StoreFault>
  /**
   * Lets readers see `to` instead of `from` (none: nothing yet), which has the same name, in one step. From then on
   * nothing can be written to `from`. Refused with `LiveMoved` when readers see another one, and with `NotCaughtUp` when
   * `to` has read less of the same log, in the same epoch, than `from`.
   */
  readonly switchLive: (
    from: Option.Option<ViewId>,
    to: ViewId
  ) => Effect.Effect<void, StoreFault | UnknownView | LiveMoved | NotCaughtUp>
  /** Forgets the view's documents, its checkpoint and its claim; if readers saw it, they see nothing now. */
  readonly drop: (view: ViewId) => Effect.Effect<void, StoreFault>
}>()("@dateline/eventsourcing/ViewStore") {}
