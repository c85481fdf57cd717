/** Every error that a promise of a newsroom rejects with. */
import type { Role } from "../../domain/Actor.ts"
import * as Permissions from "../../domain/Permissions.ts"
import * as Input from "../../InvalidInput.ts"
import type { ArticleError } from "./articleErrors.ts"
import type { CommentError } from "./commentErrors.ts"
import type { Failure, FailureClass } from "./failure.ts"
import type { StoreError } from "./storeErrors.ts"

export * from "./articleErrors.ts"
export * from "./commentErrors.ts"
export type { Failure, FailureClass } from "./failure.ts"
export * from "./storeErrors.ts"

/** The actor's role does not allow it. */
export interface NotPermitted extends Failure<"NotPermitted"> {
  readonly role: Role
  /** Such as `article.publish`. */
  readonly action: string
}
export const NotPermitted: FailureClass<NotPermitted> = Permissions.NotPermitted

/** The request cannot be understood; nothing was done. */
export interface InvalidInput extends Failure<"InvalidInput"> {
  /** At least one, and one for each field. */
  readonly problems: ReadonlyArray<Input.FieldProblem>
}
export const InvalidInput: FailureClass<InvalidInput> = Input.InvalidInput

/** The newsroom has been closed, by `close()`. */
export class NewsroomClosed extends Error {
  readonly _tag = "NewsroomClosed"
  constructor() {
    super("The newsroom has been closed")
    this.name = "NewsroomClosed"
  }
}

/** A defect of the newsroom or of its store; `cause` is what was thrown. Whether anything was written is not known. */
export class Unexpected extends Error {
  readonly _tag = "Unexpected"
  constructor(cause: unknown) {
    super(`Unexpected: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.name = "Unexpected"
  }
}

/** To be narrowed by `_tag` or by `instanceof`. */
export type NewsroomError =
  | NotPermitted
  | InvalidInput
  | ArticleError
  | CommentError
  | StoreError
  | NewsroomClosed
  | Unexpected

/** One entry for each error there is, and no other: the compiler sees to it. */
const tags: { readonly [tag in NewsroomError["_tag"]]: true } = {
  NotPermitted: true,
  InvalidInput: true,
  ArticleNotFound: true,
  ArticleExists: true,
  NotPublishable: true,
  ArticleNotLive: true,
  ArticleIsRetracted: true,
  NoticeRequired: true,
  UnknownBlock: true,
  AgencyCreditKept: true,
  CommentNotFound: true,
  CommentExists: true,
  CommentsClosed: true,
  UnknownParent: true,
  AlreadyDecided: true,
  StaleRevision: true,
  ReasonRequired: true,
  UnknownReasonCode: true,
  NoteRequired: true,
  NoPolicyInForce: true,
  Conflict: true,
  GuardFailed: true,
  CommitIdReused: true,
  StreamEnded: true,
  TooLarge: true,
  InvalidEvent: true,
  CorruptEvent: true,
  Ambiguous: true,
  StoreFault: true,
  SubjectErased: true,
  VaultFault: true,
  InvalidCursor: true,
  ViewNotReady: true,
  ProjectorStopped: true,
  NewsroomClosed: true,
  Unexpected: true
}

/** Whether something that was thrown is an error of the newsroom: narrows it to the union, for a `switch` on `_tag`. */
export const isNewsroomError = (error: unknown): error is NewsroomError =>
  error instanceof Error && "_tag" in error && typeof error._tag === "string" && Object.hasOwn(tags, error._tag)
