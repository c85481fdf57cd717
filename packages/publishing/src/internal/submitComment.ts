/** Takes in a comment: finds out whose it is, what it depends on, and commits it on condition that this still holds. */
import { EventStore } from "@dateline/eventsourcing/EventStore"
import type { Guard } from "@dateline/eventsourcing/EventStoreDriver"
import * as Expected from "@dateline/eventsourcing/Expected"
import { type Claim, claiming, KeyVault } from "@dateline/eventsourcing/KeyVault"
import * as Sealed from "@dateline/eventsourcing/Sealed"
import type { StreamId } from "@dateline/eventsourcing/StreamId"
import * as Transact from "@dateline/eventsourcing/Transact"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { about, type Act } from "../Act.ts"
import type * as CommentInput from "../CommentInput.ts"
import * as Article from "../domain/Article.ts"
import * as ArticleEvents from "../domain/ArticleEvents.ts"
import { ArticleNotFound } from "../domain/ArticleRejections.ts"
import { decider } from "../domain/Comment.ts"
import type { Submit } from "../domain/CommentCommands.ts"
import * as Commenter from "../domain/Commenter.ts"
import * as CommenterEvents from "../domain/CommenterEvents.ts"
import { Body, Email, family, Name } from "../domain/CommentEvents.ts"
import { CommentsClosed, UnknownParent } from "../domain/CommentRejections.ts"
import { invalidField } from "../InvalidInput.ts"
import * as Policies from "../Policies.ts"
import * as EmailAddress from "../text/EmailAddress.ts"
import * as Ids from "./ids.ts"

export interface Submission extends Act {
  readonly articleId: string
  readonly input: CommentInput.Submission
}

const articleOf = Transact.stateOf(Article.decider, ArticleEvents.family)
const commenterOf = Transact.stateOf(Commenter.decider, CommenterEvents.family)
const commentOf = Transact.stateOf(decider, family)

const at = (stream: StreamId, version: number): Guard => ({
  _tag: "StreamAt",
  stream,
  expected: Expected.exactly(version)
})

/** The article is public and takes comments; the guard holds it to that. */
const openArticle = Effect.fnUntraced(function*(article: string) {
  const stream = Ids.articleStream(article)
  if (stream === undefined) return yield* new ArticleNotFound({ article })
  const { state, version } = yield* articleOf(stream)
  if (state._tag === "Nothing" || state._tag === "Draft") return yield* new ArticleNotFound({ article })
  if (state._tag === "Retracted") return yield* new CommentsClosed({ article })
  return at(stream, version)
})

/** The answered comment, with the article that it belongs to. `visible`: only if readers see it. */
const parentOf = Effect.fnUntraced(function*({ articleId: article, input }: Submission, visible: boolean) {
  if (input.parentId === undefined) return {}
  const stream = Ids.commentStream(input.parentId)
  const state = stream && (yield* commentOf(stream)).state
  if (state === undefined || state._tag === "Nothing" || (visible && state._tag !== "Approved")) {
    return yield* new UnknownParent({ article, parent: input.parentId })
  }
  return { parent: { id: input.parentId, article: state.article } }
})

/** The author has not been forgotten while the comment was on its way; the guard holds the commit to that. */
const rememberedCommenter = Effect.fnUntraced(function*(subject: string) {
  // Subjects come from the vault, and each is part of a stream's name.
  const stream = Ids.commenterStream(subject)!
  const { version } = yield* commenterOf(stream)
  return at(stream, version)
})

type Facts = Pick<Submit, "id" | "commenter" | "parent">

const commandOf = ({ articleId: article, input }: Submission, facts: Facts): Submit => {
  const { language, policyVersion } = input
  const { commenter } = facts
  const name = Sealed.hide(Name, commenter, input.name)
  const email = Sealed.hide(Email, commenter, EmailAddress.normalise(input.email))
  const body = Sealed.hide(Body, commenter, input.body)
  return { _tag: "Submit", ...facts, article, name, email, body, language, policyVersion }
}

const transact = Transact.run(decider, family)

const commit = (stream: StreamId, submission: Submission, facts: Facts, guards: ReadonlyArray<Guard>) =>
  transact({
    stream,
    command: commandOf(submission, facts),
    actor: { role: "reader", id: facts.commenter },
    ...about(submission),
    guards
  })

const attempt = Effect.fnUntraced(function*(id: string, stream: StreamId, submission: Submission, claim: Claim) {
  const { articleId, input } = submission
  const article = yield* openArticle(articleId)
  const parent = yield* parentOf(submission, true)
  if (Option.isNone(yield* Policies.version(input.policyVersion))) {
    return yield* invalidField("policyVersion", "unknown")
  }
  const vault = yield* KeyVault
  const commenter = yield* vault.subjectOf("commenter-email", EmailAddress.normalise(input.email), claim)
  const remembered = yield* rememberedCommenter(commenter)
  return yield* commit(stream, submission, { id, commenter, ...parent }, [article, remembered])
})

/**
 * A guard moves with every edit of the article; few edits happen while one comment is taken in. An author forgotten in
 * the meantime is somebody else from then on.
 */
const mostRetries = 5

export const submitComment = Effect.fnUntraced(function*(submission: Submission) {
  const id = Ids.commentId(submission.commitId)
  const stream = Ids.commentStream(id)!
  const store = yield* EventStore
  const { state } = yield* commentOf(stream)
  const known = yield* store.findCommit(submission.commitId, stream)
  // A repeat is answered as the first time, whatever has become of the article, the parent or the author since.
  if (Option.isSome(known) && state._tag !== "Nothing") {
    const parent = yield* parentOf(submission, false)
    return yield* commit(stream, submission, { id, commenter: state.commenter, ...parent }, [])
  }
  // Nobody is found by the address of a comment that was refused.
  return yield* claiming((claim) =>
    Effect.retry(attempt(id, stream, submission, claim), {
      times: mostRetries,
      while: ({ _tag }) => _tag === "GuardFailed" || _tag === "SubjectErased"
    })
  )
})
