/** What can keep anything from being done, whatever it is: the stores, the keys, the views. */
import * as Vault from "@dateline/eventsourcing/KeyVault"
import * as Projections from "@dateline/eventsourcing/ProjectionError"
import * as Projectors from "@dateline/eventsourcing/Projector"
import * as Faults from "@dateline/eventsourcing/StoreError"
import * as ViewStores from "@dateline/eventsourcing/ViewStoreError"
import type { Failure, FailureClass } from "./failure.ts"

/** What a writer believed about a stream. */
export type ExpectedVersion =
  | { readonly _tag: "Any" | "NoStream" | "Exists" }
  | { readonly _tag: "Exactly"; readonly version: number }

/** What it is about has ended: it can be read for ever, and nothing about it changes any more. Nothing was written. */
export interface StreamEnded extends Failure<"StreamEnded"> {
  readonly stream: string
  readonly version: number
}
export const StreamEnded: FailureClass<StreamEnded> = Faults.StreamEnded

/** Somebody else was faster: there is a newer version than the one that the caller saw. Nothing was written. */
export interface Conflict extends Failure<"Conflict"> {
  readonly stream: string
  readonly expected: ExpectedVersion
  /** The version there is. */
  readonly actual: number
}
export const Conflict: FailureClass<Conflict> = Faults.Conflict

/** What a command depends on: a stream, or that nothing which a query selects was recorded after a position. */
export type Dependency =
  | { readonly _tag: "StreamAt"; readonly stream: string; readonly expected: ExpectedVersion }
  | {
    readonly _tag: "NothingSince"
    readonly query: ReadonlyArray<{
      readonly categories?: ReadonlyArray<string>
      readonly types?: ReadonlyArray<string>
      readonly tags?: ReadonlyArray<string>
    }>
    readonly after: number
  }

/** Something that the command depends on kept changing, such as the article of a comment. Nothing was written. */
export interface GuardFailed extends Failure<"GuardFailed"> {
  readonly guard: Dependency
  readonly actual: number
}
export const GuardFailed: FailureClass<GuardFailed> = Faults.GuardFailed

/** The commit id has been used for something else. Nothing was written. */
export interface CommitIdReused extends Failure<"CommitIdReused"> {
  readonly commitId: string
  readonly stream: string
}
export const CommitIdReused: FailureClass<CommitIdReused> = Faults.CommitIdReused

/** More than the store takes at once. Nothing was written. */
export interface TooLarge extends Failure<"TooLarge"> {
  readonly what: "bytes" | "events" | "streams"
  readonly actual: number
  readonly limit: number
}
export const TooLarge: FailureClass<TooLarge> = Faults.TooLarge

/** An event did not fit its own definition. Nothing was written. */
export interface InvalidEvent extends Failure<"InvalidEvent"> {
  readonly stream: string
  readonly type: string
  readonly detail: string
}
export const InvalidEvent: FailureClass<InvalidEvent> = Faults.InvalidEvent

/** A stored event cannot be read; nothing is skipped. */
export interface CorruptEvent extends Failure<"CorruptEvent"> {
  readonly stream: string
  readonly version: number
  readonly position: number
  readonly type: string
  readonly detail: string
}
export const CorruptEvent: FailureClass<CorruptEvent> = Faults.CorruptEvent

/** Nobody knows whether it happened: the answer was lost. Send the same command again with the same `commitId`. */
export interface Ambiguous extends Failure<"Ambiguous"> {
  readonly commitId: string
}
export const Ambiguous: FailureClass<Ambiguous> = Faults.Ambiguous

/** The store itself failed. `retryable` when the same call may succeed later. */
export interface StoreFault extends Failure<"StoreFault"> {
  readonly operation: string
  readonly retryable: boolean
}
export const StoreFault: FailureClass<StoreFault> = Faults.StoreFault

/** The person was forgotten: nothing can be kept for them any more. */
export interface SubjectErased extends Failure<"SubjectErased"> {
  readonly subject: string
}
export const SubjectErased: FailureClass<SubjectErased> = Vault.SubjectErased

/** The keys of personal data cannot be read, or do not fit. */
export interface VaultFault extends Failure<"VaultFault"> {
  readonly operation: string
}
export const VaultFault: FailureClass<VaultFault> = Vault.VaultFault

/** The cursor was not made by this list. */
export interface InvalidCursor extends Failure<"InvalidCursor"> {
  readonly cursor: string
}
export const InvalidCursor: FailureClass<InvalidCursor> = ViewStores.InvalidCursor

/** What is read is being made anew after an update, and what there is cannot be shown by this program. Read it later. */
export interface ViewNotReady extends Failure<"ViewNotReady"> {
  readonly view: string
}
export const ViewNotReady: FailureClass<ViewNotReady> = Projections.ViewNotReady

/** The command was carried out, and what is read no longer follows. Close the newsroom and open it again. */
export interface ProjectorStopped extends Failure<"ProjectorStopped"> {}
export const ProjectorStopped: FailureClass<ProjectorStopped> = Projectors.ProjectorStopped

export type StoreError =
  | Conflict
  | GuardFailed
  | CommitIdReused
  | TooLarge
  | InvalidEvent
  | CorruptEvent
  | Ambiguous
  | StoreFault
  | SubjectErased
  | VaultFault
  | InvalidCursor
  | ViewNotReady
  | ProjectorStopped
  | StreamEnded
