/** What can keep a command to a comment from being carried out, by the newsroom's own rules. */
import type { Status } from "../../domain/CommentEvents.ts"
import * as Rejections from "../../domain/CommentRejections.ts"
import * as Policies from "../../Policies.ts"
import type { Failure, FailureClass } from "./failure.ts"

/** There is no such comment. */
export interface CommentNotFound extends Failure<"CommentNotFound"> {
  readonly comment: string
}
export const CommentNotFound: FailureClass<CommentNotFound> = Rejections.CommentNotFound

/** The id belongs to a comment already. */
export interface CommentExists extends Failure<"CommentExists"> {
  readonly comment: string
}
export const CommentExists: FailureClass<CommentExists> = Rejections.CommentExists

/** The article takes no comments. */
export interface CommentsClosed extends Failure<"CommentsClosed"> {
  readonly article: string
}
export const CommentsClosed: FailureClass<CommentsClosed> = Rejections.CommentsClosed

/** The comment that is to be answered does not belong to the article, or readers do not see it. */
export interface UnknownParent extends Failure<"UnknownParent"> {
  readonly article: string
  readonly parent: string
}
export const UnknownParent: FailureClass<UnknownParent> = Rejections.UnknownParent

/** The comment has been decided or is gone; `status` is what became of it. */
export interface AlreadyDecided extends Failure<"AlreadyDecided"> {
  readonly comment: string
  readonly status: Status
}
export const AlreadyDecided: FailureClass<AlreadyDecided> = Rejections.AlreadyDecided

/** The decision was made on a text that is not the comment's present one. */
export interface StaleRevision extends Failure<"StaleRevision"> {
  readonly comment: string
  readonly judged: number
  readonly current: number
}
export const StaleRevision: FailureClass<StaleRevision> = Rejections.StaleRevision

/** A rejection gives at least one reason. */
export interface ReasonRequired extends Failure<"ReasonRequired"> {
  readonly comment: string
}
export const ReasonRequired: FailureClass<ReasonRequired> = Rejections.ReasonRequired

/** The policy in force has no such reason. */
export interface UnknownReasonCode extends Failure<"UnknownReasonCode"> {
  readonly code: string
  readonly policyVersion: number
}
export const UnknownReasonCode: FailureClass<UnknownReasonCode> = Rejections.UnknownReasonCode

/** The reason explains nothing without words of the moderator's own. */
export interface NoteRequired extends Failure<"NoteRequired"> {
  readonly code: string
}
export const NoteRequired: FailureClass<NoteRequired> = Rejections.NoteRequired

/** No policy was ever activated. A newsroom puts the default one in force when it is first opened. */
export interface NoPolicyInForce extends Failure<"NoPolicyInForce"> {}
export const NoPolicyInForce: FailureClass<NoPolicyInForce> = Policies.NoPolicyInForce

export type CommentError =
  | CommentNotFound
  | CommentExists
  | CommentsClosed
  | UnknownParent
  | AlreadyDecided
  | StaleRevision
  | ReasonRequired
  | UnknownReasonCode
  | NoteRequired
  | NoPolicyInForce
