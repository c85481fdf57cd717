/** A newsroom inside a program on Effect: stores in memory, one article, one comment, one decision. */
// #region program
import * as CommitIds from "@dateline/eventsourcing/CommitIds"
import { EventStore } from "@dateline/eventsourcing/EventStore"
import { KeyVault } from "@dateline/eventsourcing/KeyVault"
import * as MemoryEventStore from "@dateline/eventsourcing/MemoryEventStore"
import * as MemoryViewStore from "@dateline/eventsourcing/MemoryViewStore"
import { Projector } from "@dateline/eventsourcing/Projector"
import * as Articles from "@dateline/publishing/Articles"
import * as Comments from "@dateline/publishing/Comments"
import * as Pages from "@dateline/publishing/Pages"
import * as Policies from "@dateline/publishing/Policies"
import * as Projections from "@dateline/publishing/Projections"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

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
  const approved = yield* Comments.approve({
    commitId: yield* CommitIds.next,
    actor: moderator,
    id: comment.id,
    revision: 1
  })

  const projector = yield* Projector
  yield* projector.caughtUp(approved.position)
  const thread = yield* Pages.thread({ article: article.id, limit: 20 })
  for (const shown of thread.items) {
    if (shown.state === "visible") yield* Effect.sync(() => console.log(`${shown.name}: ${shown.body}`))
  }
})

const stores = EventStore.layer.pipe(
  Layer.provideMerge(Layer.mergeAll(MemoryEventStore.layer, MemoryViewStore.layer, KeyVault.layerMemory))
)
const newsroom = Projector.layer({ projections: Projections.all }).pipe(Layer.provideMerge(stores))

await Effect.runPromise(Effect.provide(program, newsroom))
// #endregion program
