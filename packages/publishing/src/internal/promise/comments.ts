/** What readers and moderators do with comments. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Commenters from "../../Commenters.ts"
import * as Comments from "../../Comments.ts"
import type { Actor } from "../../domain/Actor.ts"
import type { Status } from "../../domain/CommentEvents.ts"
import * as Language from "../../domain/Language.ts"
import * as Pages from "../../Pages.ts"
import type { CommentStatus } from "../../views/CommentStatus.ts"
import type { ShownComment } from "../../views/Thread.ts"
import { by, type Committed, withCommitId } from "./acting.ts"
import type { Listed } from "./articles.ts"
import type * as Requests from "./requests.ts"
import type { Running } from "./running.ts"

export interface CommentCommitted extends Committed {
  /** What has become of the comment. */
  readonly status: Status
}

export interface ThreadPage extends Listed<ShownComment> {
  /** All comments of the article that readers see. */
  readonly count: number
}

export interface Forgotten {
  readonly position: number
  /** How many comments there were. */
  readonly comments: number
}

/**
 * Every command rejects with `NotPermitted`, `InvalidInput`, a `CommentError` or a `StoreError`; `submit` with
 * `ArticleNotFound` too. When one resolves, every read knows of it.
 */
export interface CommentsApi {
  /** Takes in a reader's comment, which waits for a moderator. */
  readonly submit: (request: Requests.SubmitComment) => Promise<CommentCommitted>
  /** Shows it to the public. */
  readonly approve: (request: Requests.ApproveComment) => Promise<CommentCommitted>
  /** Refuses it, with at least one reason, which its author is told. */
  readonly reject: (request: Requests.RejectComment) => Promise<CommentCommitted>
  /** Sets it aside for a second look. */
  readonly hold: (request: Requests.HoldComment) => Promise<CommentCommitted>
  /** Takes it back, for its author. */
  readonly withdraw: (request: Requests.WithdrawComment) => Promise<CommentCommitted>
  /** The public comments of an article, oldest first; answers name their `parent`. */
  readonly list: (request: Requests.ListComments) => Promise<ThreadPage>
  /** What the author of a comment is told about it: whoever calls this has made sure that it is theirs. */
  readonly status: (id: string) => Promise<CommentStatus | undefined>
  /**
   * Forgets the author of this comment for good: their address becomes unreadable everywhere, and all of their comments
   * lose name and text. At their own request: whoever calls this has made sure of that.
   */
  readonly forgetAuthor: (request: Requests.WithdrawComment) => Promise<Forgotten>
}

/** In the language of the article, unless the request says otherwise. */
const submit = (request: Requests.SubmitComment) =>
  Effect.gen(function*() {
    const { language, ...rest } = yield* withCommitId(request)
    const article = language === undefined ? yield* Pages.article(request.articleId) : Option.none()
    const own = Option.match(article, { onNone: () => Language.all[0]!, onSome: (page) => page.language })
    return yield* Comments.submit({ ...rest, language: language ?? own })
  })

const forgetAuthor = (request: Requests.WithdrawComment) =>
  Effect.gen(function*() {
    const { commitId, id } = yield* withCommitId(request)
    const subject = yield* Commenters.subjectOf(id)
    return yield* Commenters.forget({ commitId, subject, actor: { role: "reader", id: subject } })
  })

export const commentsOf = ({ command, run }: Running, usual: Actor): CommentsApi => {
  const byActor = by(usual)
  return {
    submit: (request) => command(submit(request)),
    approve: (request) => command(Effect.flatMap(byActor(request), Comments.approve)),
    reject: (request) => command(Effect.flatMap(byActor(request), Comments.reject)),
    hold: (request) => command(Effect.flatMap(byActor(request), Comments.hold)),
    withdraw: (request) => command(Effect.flatMap(withCommitId(request), Comments.withdraw)),
    list: ({ articleId, ...paging }) => run(Pages.thread({ ...paging, article: articleId })),
    status: (id) => run(Effect.map(Pages.commentStatus(id), Option.getOrUndefined)),
    forgetAuthor: (request) => command(forgetAuthor(request))
  }
}
