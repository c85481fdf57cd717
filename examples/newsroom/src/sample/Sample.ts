/**
 * Fills a new newsroom with sample content, by the same functions that people's requests use. It is safe to interrupt:
 * every step has a commit id of its own, so that starting again goes on where it stopped and repeats nothing.
 */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import { EventStore } from "@dateline/eventsourcing/EventStore"
import type { KeyVault } from "@dateline/eventsourcing/KeyVault"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import type { Actor } from "@dateline/publishing/Actor"
import * as Articles from "@dateline/publishing/Articles"
import * as Comments from "@dateline/publishing/Comments"
import { family as articleEvents } from "@dateline/publishing/domain/ArticleEvents"
import { family as commentEvents } from "@dateline/publishing/domain/CommentEvents"
import * as Policies from "@dateline/publishing/Policies"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { amendments } from "./amendments.ts"
import { cultureAndSport } from "./articles.ar.culture.ts"
import { news } from "./articles.ar.ts"
import { english as englishArticles } from "./articles.en.ts"
import { french as frenchArticles } from "./articles.fr.ts"
import { arabic as arabicComments } from "./comments.ar.ts"
import { english as englishComments } from "./comments.en.ts"
import { french as frenchComments } from "./comments.fr.ts"
import type { Amendment, SampleArticle, SampleComment } from "./SampleContent.ts"

/** All sample articles, oldest first; the drafts among them are never published. */
export const articles: ReadonlyArray<SampleArticle> = [
  ...englishArticles,
  ...frenchArticles,
  ...news,
  ...cultureAndSport
]

/** All sample comments, oldest first. */
export const comments: ReadonlyArray<SampleComment> = [...englishComments, ...frenchComments, ...arabicComments]

/** What can keep the sample from being completed; starting again goes on from there. */
export type SampleError = Articles.ArticleError | Comments.SubmitError | Comments.DecisionError | PolicyError
type PolicyError = Effect.Error<typeof Policies.ensure>

type Step<A = void> = Effect.Effect<A, SampleError, EventStore | KeyVault>

const writer: Actor = { role: "writer", id: "sample-writer" }
const chief: Actor = { role: "chief-editor", id: "sample-chief-editor" }
const moderator: Actor = { role: "moderator", id: "sample-moderator" }

const commit = (what: string, about: string): CommitId.CommitId => CommitId.make(`sample-1-${what}-${about}`)

const createArticle = Effect.fnUntraced(function*({ unpublished, ...article }: SampleArticle) {
  yield* Articles.draft({ ...article, actor: writer, commitId: commit("draft", article.id) })
  if (unpublished) return
  yield* Articles.publish({ id: article.id, actor: chief, commitId: commit("publish", article.id) })
})

const decide = (id: string, { fate, key }: SampleComment): Step<unknown> => {
  const judgement = { id, actor: moderator, revision: 1 }
  const approve = Comments.approve({ ...judgement, commitId: commit("approve", key) })
  switch (fate._tag) {
    case "Pending":
      return Effect.void
    case "Held":
      return Comments.hold({ ...judgement, note: fate.note, commitId: commit("hold", key) })
    case "Approved":
      return approve
    case "Rejected": {
      const { _tag: _, ...reasons } = fate
      return Comments.reject({ ...judgement, ...reasons, commitId: commit("reject", key) })
    }
    case "Withdrawn": {
      const withdraw = Comments.withdraw({ id, commitId: commit("withdraw", key) })
      return fate.approvedBefore ? Effect.andThen(approve, withdraw) : withdraw
    }
  }
}

const createComments = Effect.fnUntraced(function*(policyVersion: number) {
  const ids = new Map<string, string>()
  for (const comment of comments) {
    const parentId = comment.answers === undefined ? undefined : ids.get(comment.answers)
    const { body, email, language, name } = comment
    const { id } = yield* Comments.submit({
      articleId: comment.article,
      ...(parentId === undefined ? {} : { parentId }),
      name,
      email,
      body,
      language,
      policyVersion,
      commitId: commit("submit", comment.key)
    })
    ids.set(comment.key, id)
    yield* decide(id, comment)
  }
})

const amendmentCommit = ({ _tag, article }: Amendment): CommitId.CommitId => commit(_tag.toLowerCase(), article)

const amend = (amendment: Amendment): Step<unknown> => {
  const { _tag, article: id, ...what } = amendment
  const act = { id, actor: chief, commitId: amendmentCommit(amendment) }
  switch (amendment._tag) {
    case "Typo":
      return Articles.fixTypo({ ...act, block: amendment.block, text: amendment.text })
    case "Correction":
      return Articles.correct({ ...act, ...what, notice: amendment.notice })
    case "Retraction":
      return Articles.retract({ ...act, notice: amendment.notice })
  }
}

const articleStream = (id: string): StreamId.StreamId => Result.getOrThrow(StreamId.make("article", id))
const isCommitted = Effect.fnUntraced(function*(id: CommitId.CommitId, article: string) {
  const store = yield* EventStore
  return Option.isSome(yield* store.findCommit(id, articleStream(article)))
})

const hasContent = Effect.gen(function*() {
  const store = yield* EventStore
  const pages = store.readAll({ families: [articleEvents, commentEvents], pageSize: 1 })
  return Option.isSome(yield* Stream.runHead(Stream.filter(pages, ({ events }) => events.length > 0)))
})

/**
 * - `created`: all of it is there now;
 * - `already`: all of it was there before, and whatever has become of it since is left alone;
 * - `declined`: the newsroom has content of its own.
 */
export type Outcome = "created" | "already" | "declined"

const first = articles[0]!
const last = amendments.at(-1)!

/**
 * Creates the sample content in a newsroom that has no content, or completes an interrupted creation. Nothing is ever
 * added to a newsroom's own content. Views know of it once the projector has caught up with the log's head.
 */
export const create: Step<Outcome> = Effect.gen(function*() {
  if (yield* isCommitted(amendmentCommit(last), last.article)) return "already"
  const begun = yield* isCommitted(commit("draft", first.id), first.id)
  if (!begun && (yield* hasContent)) return "declined"
  const policy = yield* Policies.ensure
  yield* Effect.forEach(articles, createArticle, { discard: true })
  yield* createComments(policy.version)
  yield* Effect.forEach(amendments, amend, { discard: true })
  return "created"
})
