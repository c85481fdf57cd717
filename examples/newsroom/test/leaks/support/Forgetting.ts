/** Forgets commenters in a data folder whose newsroom is stopped, by the library's own function. */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import { EventStore } from "@dateline/eventsourcing/EventStore"
import * as Commenters from "@dateline/publishing/Commenters"
import * as FolderLock from "@dateline/store-sqlite/FolderLock"
import * as MasterKeyFile from "@dateline/store-sqlite/MasterKeyFile"
import * as SqliteEventStore from "@dateline/store-sqlite/SqliteEventStore"
import * as SqliteKeyVault from "@dateline/store-sqlite/SqliteKeyVault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as path from "node:path"

const stores = (folder: string) =>
  Layer.unwrap(Effect.gen(function*() {
    yield* FolderLock.acquire(folder)
    const keys = path.join(folder, "keys.db")
    const masterKeys = yield* MasterKeyFile.obtain(folder, keys)
    return EventStore.layer.pipe(Layer.provideMerge(Layer.mergeAll(
      SqliteEventStore.layer({ filename: path.join(folder, "newsroom.db") }),
      SqliteKeyVault.layer({ filename: keys, ...masterKeys })
    )))
  }))

const actor = { role: "administrator", id: "leaks" } as const

export interface Forgotten {
  readonly subject: string
  /** What the desk could read of the address before, and what it can read now. */
  readonly before: unknown
  readonly after: unknown
}

/** Forgets the authors of these comments. */
export const forget = (folder: string, comments: ReadonlyArray<string>): Promise<ReadonlyArray<Forgotten>> =>
  Effect.forEach(
    comments,
    Effect.fnUntraced(function*(comment) {
      const before = yield* Commenters.emailOf({ comment, actor })
      const subject = yield* Commenters.subjectOf(comment)
      yield* Commenters.forget({ subject, actor, commitId: CommitId.make(`forget-${comment}`) })
      return { subject, before, after: yield* Commenters.emailOf({ comment, actor }) }
    })
  ).pipe(Effect.provide(stores(folder)), Effect.runPromise)
