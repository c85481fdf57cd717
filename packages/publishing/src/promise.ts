/**
 * The newsroom for programs without Effect: plain async methods, errors to be told apart by `_tag`.
 *
 * @example
 * const newsroom = await createNewsroom({ store: memory() })
 * const { id } = await newsroom.articles.draft({ language: "en", headline: "Rain at last" })
 */
export type { Store } from "@dateline/eventsourcing/Store"
export { memory } from "@dateline/eventsourcing/Stores"
export type { Actor, Role } from "./domain/Actor.ts"
export type { Agency } from "./domain/Agency.ts"
export type { Status } from "./domain/CommentEvents.ts"
export type { Language } from "./domain/Language.ts"
export type { Policy, ReasonCode } from "./domain/PolicyEvents.ts"
export type { Section } from "./domain/Section.ts"
export type { Committed } from "./internal/promise/acting.ts"
export type { ArticlesApi, Listed } from "./internal/promise/articles.ts"
export type { CommentCommitted, CommentsApi, Forgotten, ThreadPage } from "./internal/promise/comments.ts"
export type { DeskApi, ModerationApi } from "./internal/promise/desk.ts"
export * from "./internal/promise/errors.ts"
export type * from "./internal/promise/events.ts"
export { createNewsroom, type Newsroom, type NewsroomOptions } from "./internal/promise/newsroom.ts"
export type * from "./internal/promise/requests.ts"
export type {
  Listener,
  Listening,
  RecordedEvent,
  SubscribeOptions,
  Subscription
} from "./internal/promise/subscribe.ts"
export type { FieldProblem, Problem } from "./InvalidInput.ts"
export type { ArticleCard } from "./views/ArticleCards.ts"
export type { DeskArticle } from "./views/ArticleDesk.ts"
export type { ArticlePage, CorrectionNotice, LiveArticle, RetractedArticle } from "./views/ArticlePage.ts"
export type { CommentStatus } from "./views/CommentStatus.ts"
export type { QueuedComment } from "./views/ModerationQueue.ts"
export type { ShownComment, Tombstone, VisibleComment } from "./views/Thread.ts"
