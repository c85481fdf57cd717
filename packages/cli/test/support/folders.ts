/** Data folders with something in them. */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import { EventStore } from "@dateline/eventsourcing/EventStore"
import * as Expected from "@dateline/eventsourcing/Expected"
import * as Projector from "@dateline/eventsourcing/Projector"
import { Commits } from "@dateline/eventsourcing/testing"
import * as Articles from "@dateline/publishing/Articles"
import * as Comments from "@dateline/publishing/Comments"
import * as CommentEvents from "@dateline/publishing/domain/CommentEvents"
import * as Policies from "@dateline/publishing/Policies"
import * as Projections from "@dateline/publishing/Projections"
import * as MasterKeyFile from "@dateline/store-sqlite/MasterKeyFile"
import * as SqliteEventStore from "@dateline/store-sqlite/SqliteEventStore"
import * as SqliteKeyVault from "@dateline/store-sqlite/SqliteKeyVault"
import * as SqliteViewStore from "@dateline/store-sqlite/SqliteViewStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"

/** A folder of its own, removed with the scope. */
export const emptyFolder = Effect.acquireRelease(
  Effect.sync(() => fs.mkdtempSync(path.join(os.tmpdir(), "dateline-cli-"))),
  (folder) => Effect.sync(() => fs.rmSync(folder, { recursive: true, force: true }))
)

export const databaseOf = (folder: string): string => path.join(folder, "newsroom.db")

/** An address that must be nowhere in what the program prints. */
export const email = "reader-who-wants-no-mail@example.com"

/** With the keys that are in the folder, as the program finds them. */
export const stores = (folder: string) =>
  Layer.unwrap(Effect.gen(function*() {
    const filename = databaseOf(folder)
    const keys = path.join(folder, "keys.db")
    const masterKeys = yield* MasterKeyFile.obtain(folder, keys)
    return Layer.provideMerge(
      EventStore.layer,
      Layer.mergeAll(
        SqliteEventStore.layer({ filename }),
        SqliteViewStore.layer({ filename }),
        SqliteKeyVault.layer({ filename: keys, ...masterKeys })
      )
    )
  }))

const story = {
  language: "fr",
  headline: "Rabat : ouverture de la 48e session",
  body: ["Premier paragraphe"],
  section: "national",
  actor: { role: "chief-editor", id: "desk" }
} as const

const publishAndComment = Effect.gen(function*() {
  yield* Policies.ensure
  for (let n = 1; n <= 3; n++) {
    const { id } = yield* Articles.draft({ ...story, commitId: CommitId.make(`draft-${n}`) })
    yield* Articles.publish({ id, actor: story.actor, commitId: CommitId.make(`publish-${n}`) })
    yield* Projector.catchUp({ projections: Projections.all })
    const words = { name: "Amina", email, body: "Bravo !", policyVersion: 1, language: "fr" } as const
    yield* Comments.submit({ ...words, articleId: id, commitId: CommitId.make(`comment-${n}`) })
  }
  yield* Projector.catchUp({ projections: Projections.all })
})

/** The first comment of the log, with all that is sealed in it. */
export const firstComment = Effect.gen(function*() {
  const store = yield* EventStore
  const [page] = yield* Stream.runCollect(store.readAll({ families: [CommentEvents.family] }))
  const [first] = yield* store.openAll(page!.events, ["publication", "contact"])
  return first?.event
})

/** A folder with three published articles, each with a comment, and the views of them. */
export const newsroomFolder = Effect.gen(function*() {
  const folder = yield* emptyFolder
  yield* Effect.provide(publishAndComment, stores(folder))
  return folder
})

/** A folder with a log of `count` events of one stream. */
export const notesFolder = Effect.fnUntraced(function*(count: number) {
  const folder = yield* emptyFolder
  yield* Effect.scoped(Effect.gen(function*() {
    const driver = yield* SqliteEventStore.make({ filename: databaseOf(folder) })
    const ids = Array.from({ length: count }, (_, n) => `c${n + 1}`)
    yield* Effect.forEach(
      ids,
      (id) => driver.commit(Commits.commit(id, [Commits.append("note-1", Expected.any, `${id} ${"x".repeat(200)}`)])),
      {
        concurrency: "unbounded"
      }
    )
  }))
  return folder
})

/** A newsroom's views on the folder that follow its log, until the scope closes: what a running server does. */
export const running = Effect.fnUntraced(function*(folder: string) {
  const layer = Projector.Projector.layer({ projections: Projections.all, lease: { takeOver: true } })
  const context = yield* Layer.build(Layer.provideMerge(layer, stores(folder)))
  const draft = Effect.gen(function*() {
    const { position } = yield* Articles.draft({ ...story, commitId: CommitId.make("while-running") })
    yield* (yield* Projector.Projector).caughtUp(position)
  })
  return { draft: Effect.provide(draft, context) }
})
