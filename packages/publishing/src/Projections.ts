/** All views of a newsroom: give them to `Projector.layer`. */
import type * as Projection from "@dateline/eventsourcing/Projection"
import * as ArticleCards from "./views/ArticleCards.ts"
import * as ArticleDesk from "./views/ArticleDesk.ts"
import * as ArticlePage from "./views/ArticlePage.ts"
import * as CommentStatus from "./views/CommentStatus.ts"
import * as Corrections from "./views/Corrections.ts"
import * as ModerationQueue from "./views/ModerationQueue.ts"
import * as Thread from "./views/Thread.ts"
import * as ThreadCounts from "./views/ThreadCounts.ts"

export const all: ReadonlyArray<Projection.Any> = [
  ArticlePage.projection,
  ArticleCards.projection,
  ArticleDesk.projection,
  Corrections.projection,
  Thread.projection,
  ThreadCounts.projection,
  CommentStatus.projection,
  ModerationQueue.projection
]
