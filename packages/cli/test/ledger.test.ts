import * as CommitId from "@dateline/eventsourcing/CommitId"
import * as Commenters from "@dateline/publishing/Commenters"
import * as FolderLock from "@dateline/store-sqlite/FolderLock"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { dateline } from "./support/dateline.ts"
import { emptyFolder, firstComment, newsroomFolder, stores } from "./support/folders.ts"

const ledgerFiles = ["", "-wal", "-shm"].map((ending) => `erasures.db${ending}`)
const loseLedger = (folder: string) =>
  Effect.sync(() => ledgerFiles.forEach((file) => fs.rmSync(path.join(folder, file), { force: true })))

const read = (folder: string) => Effect.provide(firstComment, stores(folder))

/** A folder whose only commenter was forgotten. */
const forgetfulFolder = Effect.gen(function*() {
  const folder = yield* newsroomFolder
  const first = yield* read(folder)
  const subject = first?._tag === "CommentSubmitted" ? first.commenter : ""
  const request = { subject, actor: { role: "administrator", id: "desk" }, commitId: CommitId.make("forget") } as const
  yield* Effect.provide(Commenters.forget(request), stores(folder))
  return { folder, subject }
})

describe("dateline vault check", () => {
  it.live("says that keys, ledger and log agree, while a server runs", () =>
    Effect.gen(function*() {
      const { folder } = yield* forgetfulFolder
      yield* FolderLock.acquire(folder)
      const { code, stderr, stdout } = yield* dateline(folder, "vault", "check")
      assert.deepStrictEqual([code, stderr], [0, ""])
      assert.match(stdout, /^\d+ keys and 1 erasures: keys, ledger and log say the same\n$/)
    }))

  it.live("ends in an error that says what is missing, and names nobody", () =>
    Effect.gen(function*() {
      const { folder, subject } = yield* forgetfulFolder
      const whole = fs.readFileSync(path.join(folder, "erasures.db"))
      yield* loseLedger(folder)
      const lost = yield* dateline(folder, "vault", "check")
      assert.deepStrictEqual([lost.code, lost.stdout], [1, ""])
      assert.match(lost.stderr, /^There is no .*erasures\.db: restore it, or rebuild the ledger\n$/)
      // The ledger of other keys.
      const other = yield* newsroomFolder
      yield* read(other)
      fs.copyFileSync(path.join(other, "erasures.db"), path.join(folder, "erasures.db"))
      const wrong = yield* dateline(folder, "vault", "check")
      assert.strictEqual(wrong.code, 1)
      assert.include(wrong.stderr, "the ledger of erasures belongs to other keys")
      assert.include(wrong.stderr, "1 erasures are remembered by the keys and not by the ledger")
      assert.include(wrong.stderr, "1 people were forgotten as the log says, and the ledger does not know them")
      assert.notInclude(wrong.stderr, subject)
      fs.writeFileSync(path.join(folder, "erasures.db"), whole)
      assert.match((yield* dateline(yield* emptyFolder, "vault", "check")).stderr, /^There is no .*keys\.db: .*\n$/)
    }))
})

describe("dateline vault rebuild-ledger", () => {
  it.live("makes a lost ledger anew, with which the folder works again and nobody comes back", () =>
    Effect.gen(function*() {
      const { folder } = yield* forgetfulFolder
      const before = yield* read(folder)
      yield* loseLedger(folder)
      assert.include(String(yield* Effect.flip(read(folder))), "the ledger of erasures is gone")
      const { code, stderr, stdout } = yield* dateline(folder, "vault", "rebuild-ledger")
      assert.deepStrictEqual([code, stderr], [0, ""])
      assert.match(stdout, /^A new ledger has 1 erasures, of the keys, the log and what was left/)
      assert.deepStrictEqual(yield* read(folder), before)
      assert.strictEqual((yield* dateline(folder, "vault", "check")).code, 0)
    }))

  it.live("sets one aside that does not belong to the keys, and takes over what it says", () =>
    Effect.gen(function*() {
      const [{ folder }, other] = [yield* forgetfulFolder, yield* forgetfulFolder]
      yield* loseLedger(folder)
      fs.copyFileSync(path.join(other.folder, "erasures.db"), path.join(folder, "erasures.db"))
      const { stdout } = yield* dateline(folder, "vault", "rebuild-ledger")
      assert.match(stdout, /^A new ledger has 2 erasures.*; the one that was there is .*erasures\.db\.replaced-1\n$/)
      assert.strictEqual((yield* dateline(folder, "vault", "check")).code, 0)
    }))

  it.live("leaves a ledger alone that belongs to the keys, and a folder that a server has", () =>
    Effect.gen(function*() {
      const { folder } = yield* forgetfulFolder
      const { stdout } = yield* dateline(folder, "vault", "rebuild-ledger")
      assert.strictEqual(stdout, "The ledger of erasures belongs to the keys: there is nothing to rebuild\n")
      yield* loseLedger(folder)
      yield* FolderLock.acquire(folder)
      assert.match((yield* dateline(folder, "vault", "rebuild-ledger")).stderr, /is in use by another program/)
    }))
})
