/** What can keep a command to an article from being carried out, by the newsroom's own rules. */
import * as Rejections from "../../domain/ArticleRejections.ts"
import type { Failure, FailureClass } from "./failure.ts"

/** There is no such article, or none that the public may know of. */
export interface ArticleNotFound extends Failure<"ArticleNotFound"> {
  readonly article: string
}
export const ArticleNotFound: FailureClass<ArticleNotFound> = Rejections.ArticleNotFound

/** The id belongs to an article already. */
export interface ArticleExists extends Failure<"ArticleExists"> {
  readonly article: string
}
export const ArticleExists: FailureClass<ArticleExists> = Rejections.ArticleExists

/** Something that the public cannot do without is missing. */
export interface NotPublishable extends Failure<"NotPublishable"> {
  readonly article: string
  readonly missing: ReadonlyArray<"headline" | "body" | "section">
}
export const NotPublishable: FailureClass<NotPublishable> = Rejections.NotPublishable

/** Only a published article can be corrected or retracted. */
export interface ArticleNotLive extends Failure<"ArticleNotLive"> {
  readonly article: string
}
export const ArticleNotLive: FailureClass<ArticleNotLive> = Rejections.ArticleNotLive

/** The article was retracted; its text is not changed or shown any more. */
export interface ArticleIsRetracted extends Failure<"ArticleIsRetracted"> {
  readonly article: string
}
export const ArticleIsRetracted: FailureClass<ArticleIsRetracted> = Rejections.ArticleIsRetracted

/** A correction or a retraction tells the public what happened. */
export interface NoticeRequired extends Failure<"NoticeRequired"> {
  readonly article: string
}
export const NoticeRequired: FailureClass<NoticeRequired> = Rejections.NoticeRequired

/** The article has no paragraph of this id. */
export interface UnknownBlock extends Failure<"UnknownBlock"> {
  readonly article: string
  readonly block: string
}
export const UnknownBlock: FailureClass<UnknownBlock> = Rejections.UnknownBlock

/** Agency copy keeps its credit: it cannot be changed into another's. */
export interface AgencyCreditKept extends Failure<"AgencyCreditKept"> {
  readonly article: string
  readonly agency: "MAP" | "AFP" | "REUTERS"
}
export const AgencyCreditKept: FailureClass<AgencyCreditKept> = Rejections.AgencyCreditKept

export type ArticleError =
  | ArticleNotFound
  | ArticleExists
  | NotPublishable
  | ArticleNotLive
  | ArticleIsRetracted
  | NoticeRequired
  | UnknownBlock
  | AgencyCreditKept
