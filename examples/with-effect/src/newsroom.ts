/** A newsroom inside a program on Effect: one article, one comment, one decision. */
// #region program
import * as CommitIds from "@dateline/eventsourcing/CommitIds"
import { Projector } from "@dateline/eventsourcing/Projector"
import * as Articles from "@dateline/publishing/Articles"
import * as Comments from "@dateline/publishing/Comments"
import * as Pages from "@dateline/publishing/Pages"
import * as Policies from "@dateline/publishing/Policies"
import * as Projections from "@dateline/publishing/Projections"
import * as Effect from "effect/Effect"

const editor = { role: "editor", id: "salma" } as const
const moderator = { role: "moderator", id: "youssef" } as const

const program = Effect.gen(function*() {
  const policy = yield* Policies.ensure
  const article = yield* Articles.draft({
    commitId: yield* CommitIds.next,
    actor: editor,
    language: "ar",
    section: "culture",
    headline: "الرباط: افتتاح الدورة الـ48 لمعرض الكتاب",
    body: ["فتح المعرض أبوابه صباح اليوم أمام زواره."]
  })
  yield* Articles.publish({ commitId: yield* CommitIds.next, actor: editor, id: article.id })

  const comment = yield* Comments.submit({
    commitId: yield* CommitIds.next,
    articleId: article.id,
    language: "ar",
    name: "أمينة",
    email: "amina@example.com",
    body: "خبر جميل، شكرا لكم.",
    policyVersion: policy.version
  })
  const decision = { commitId: yield* CommitIds.next, actor: moderator, id: comment.id, revision: 1 }
  const approved = yield* Comments.approve(decision)

  const projector = yield* Projector
  yield* projector.caughtUp(approved.position)
  const thread = yield* Pages.thread({ article: article.id, limit: 20 })
  return thread.items.flatMap((shown) => shown.state === "visible" ? [`${shown.name}: ${shown.body}`] : [])
})

/** The comments that readers see, once the projections follow the log. */
export const newsroom = Effect.provide(program, Projector.layer({ projections: Projections.all }))
// #endregion program
