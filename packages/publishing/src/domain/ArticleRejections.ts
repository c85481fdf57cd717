/** Why a command to an article is refused. */
import * as Data from "effect/Data"
import type { Agency } from "./Agency.ts"

/** There is no such article, or none that the public may know of. */
export class ArticleNotFound extends Data.TaggedError("ArticleNotFound")<{ readonly article: string }> {
  override get message(): string {
    return `There is no article ${this.article}`
  }
}

/** The id belongs to an article already. */
export class ArticleExists extends Data.TaggedError("ArticleExists")<{ readonly article: string }> {
  override get message(): string {
    return `There is an article ${this.article} already`
  }
}

/** Something that the public cannot do without is missing. */
export class NotPublishable extends Data.TaggedError("NotPublishable")<{
  readonly article: string
  readonly missing: ReadonlyArray<"headline" | "body" | "section">
}> {
  override get message(): string {
    return `Article ${this.article} cannot be published without: ${this.missing.join(", ")}`
  }
}

/** Only a published article can be corrected or retracted. */
export class ArticleNotLive extends Data.TaggedError("ArticleNotLive")<{ readonly article: string }> {
  override get message(): string {
    return `Article ${this.article} has not been published`
  }
}

/** The article was retracted; its text is not changed or shown any more. */
export class ArticleIsRetracted extends Data.TaggedError("ArticleIsRetracted")<{ readonly article: string }> {
  override get message(): string {
    return `Article ${this.article} was retracted`
  }
}

/** A correction or a retraction tells the public what happened. */
export class NoticeRequired extends Data.TaggedError("NoticeRequired")<{ readonly article: string }> {
  override get message(): string {
    return `A public notice is required for article ${this.article}`
  }
}

/** The article has no paragraph of this id. */
export class UnknownBlock extends Data.TaggedError("UnknownBlock")<{
  readonly article: string
  readonly block: string
}> {
  override get message(): string {
    return `Article ${this.article} has no paragraph ${this.block}`
  }
}

/** Agency copy keeps its credit: it cannot be changed into another's. */
export class AgencyCreditKept extends Data.TaggedError("AgencyCreditKept")<{
  readonly article: string
  readonly agency: Agency
}> {
  override get message(): string {
    return `Article ${this.article} is copy of ${this.agency} and keeps that credit`
  }
}

export type ArticleRejection =
  | ArticleNotFound
  | ArticleExists
  | NotPublishable
  | ArticleNotLive
  | ArticleIsRetracted
  | NoticeRequired
  | UnknownBlock
  | AgencyCreditKept
