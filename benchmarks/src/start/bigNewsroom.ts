/**
 * A newsroom of about 100,000 events, made by the functions that people's requests use: for each article a draft, its
 * publication, now and then a corrected slip, and the comments of 20 readers, of which moderators approved most.
 */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import * as EventStore from "@dateline/eventsourcing/EventStore"
import * as Projector from "@dateline/eventsourcing/Projector"
import { ViewStore } from "@dateline/eventsourcing/ViewStore"
import * as Articles from "@dateline/publishing/Articles"
import * as Comments from "@dateline/publishing/Comments"
import * as Section from "@dateline/publishing/domain/Section"
import * as Policies from "@dateline/publishing/Policies"
import * as Projections from "@dateline/publishing/Projections"
import * as SqliteEventStore from "@dateline/store-sqlite/SqliteEventStore"
import * as SqliteKeyVault from "@dateline/store-sqlite/SqliteKeyVault"
import * as SqliteViewStore from "@dateline/store-sqlite/SqliteViewStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { mkdirSync } from "node:fs"
import { join } from "node:path"

export const events = 100_000

/** What data keys are wrapped with, here and in the server that is started on the files. */
export const masterKey = "42".repeat(32)

const readers = 20

const stores = (data: string) =>
  EventStore.EventStore.layer.pipe(Layer.provideMerge(Layer.mergeAll(
    SqliteEventStore.layer({ filename: join(data, "newsroom.db") }),
    SqliteViewStore.layer({ filename: join(data, "newsroom.db") }),
    SqliteKeyVault.layer({ filename: join(data, "keys.db"), masterKey: Buffer.from(masterKey, "hex") })
  )))

const chief = { role: "chief-editor", id: "chief" } as const
const moderator = { role: "moderator", id: "moderator" } as const

const commit = (what: string, number: number) => CommitId.make(`bench-${what}-${number}`)

const paragraph = "قال المنظمون إن الدورة الـ48 ستعرف مشاركة أزيد من 300 عارض، بينهم «MY santé» الذي يشارك لأول مرة. "

const article = Effect.fnUntraced(function*(number: number) {
  const id = `bench${number}`
  yield* Articles.draft({
    id,
    actor: chief,
    commitId: commit("draft", number),
    language: "ar",
    section: Section.all[number % Section.all.length]!,
    headline: `الرباط: خبر رقم ${number} عن افتتاح الدورة الـ48 للمعرض`,
    body: Array.from({ length: 5 }, () => paragraph.repeat(3)),
    dateline: { place: "الرباط", date: "2024-05-12" },
    agency: "MAP"
  })
  yield* Articles.publish({ id, actor: chief, commitId: commit("publish", number) })
  if (number % 5 === 0) {
    const text = `${paragraph}تصويب.`
    yield* Articles.fixTypo({ id, actor: chief, block: "p2", text, commitId: commit("typo", number) })
  }
  return id
})

const comment = Effect.fnUntraced(function*(articleId: string, number: number) {
  const { id } = yield* Comments.submit({
    articleId,
    name: `قارئ ${number}`,
    email: `reader${number % 5000}@example.org`,
    body: `${paragraph}(${number})`,
    language: "ar",
    policyVersion: 1,
    commitId: commit("submit", number)
  })
  const judgement = { id, actor: moderator, revision: 1 }
  if (number % 10 < 8) yield* Comments.approve({ ...judgement, commitId: commit("approve", number) })
  else if (number % 10 === 8) {
    yield* Comments.reject({ ...judgement, codes: ["insult-person"], commitId: commit("reject", number) })
  }
})

const story = Effect.fnUntraced(function*(number: number) {
  const id = yield* article(number)
  for (let reader = 0; reader < readers; reader++) yield* comment(id, number * readers + reader)
})

const fill = Effect.gen(function*() {
  yield* Policies.ensure
  const store = yield* EventStore.EventStore
  for (let number = 0; (yield* store.head) < events; number += 50) {
    yield* Effect.forEach(Array.from({ length: 50 }, (_, n) => number + n), story, {
      concurrency: "unbounded",
      discard: true
    })
  }
})

/** Makes the files in a folder, views and all. */
export const make = (data: string): Promise<void> => {
  mkdirSync(data, { recursive: true })
  const all = Effect.andThen(fill, Projector.catchUp({ projections: Projections.all, pageSize: 5000 }))
  return Effect.runPromise(Effect.provide(all, stores(data)))
}

/** Forgets the views of such files. */
export const forgetViews = (data: string): Promise<void> =>
  Effect.runPromise(Effect.provide(
    Effect.gen(function*() {
      const views = yield* ViewStore
      for (const { name } of Projections.all) {
        for (const build of yield* views.builds(name)) yield* views.drop(build)
      }
    }),
    stores(data)
  ))
