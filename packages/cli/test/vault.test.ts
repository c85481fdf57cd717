import { EventStore } from "@dateline/eventsourcing/EventStore"
import * as FolderLock from "@dateline/store-sqlite/FolderLock"
import * as MasterKeyFile from "@dateline/store-sqlite/MasterKeyFile"
import * as SqliteKeyVault from "@dateline/store-sqlite/SqliteKeyVault"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { randomBytes } from "node:crypto"
import * as fs from "node:fs"
import * as path from "node:path"
import { dateline, datelineIn } from "./support/dateline.ts"
import { emptyFolder, firstComment, newsroomFolder, stores } from "./support/folders.ts"

const keyIn = (folder: string) => fs.readFileSync(path.join(folder, "master.key"), "utf8")
const previousIn = (folder: string) => fs.existsSync(path.join(folder, "master.key.previous"))
const read = (folder: string) => Effect.provide(firstComment, stores(folder))

/** Whether a vault of the folder opens with this key alone. */
const opensWith = (folder: string, text: string) =>
  Effect.scoped(SqliteKeyVault.make({
    filename: path.join(folder, "keys.db"),
    masterKey: MasterKeyFile.parse(text.trim())!
  })).pipe(Effect.match({ onFailure: ({ reason }) => reason, onSuccess: () => "opens" }))

describe("dateline vault rotate", () => {
  it.live("replaces the key of the folder: what was sealed opens, and with the old key nothing does", () =>
    Effect.gen(function*() {
      const folder = yield* newsroomFolder
      const [before, old] = [yield* read(folder), keyIn(folder)]
      const { code, stderr, stdout } = yield* dateline(folder, "vault", "rotate")
      assert.strictEqual(code, 0, stderr)
      assert.match(stdout, /^\d+ keys were wrapped with the new master key; the previous one opens nothing any more\n$/)
      assert.notStrictEqual(keyIn(folder), old)
      assert.isFalse(previousIn(folder))
      assert.deepStrictEqual(yield* read(folder), before)
      assert.deepStrictEqual([yield* opensWith(folder, old), yield* opensWith(folder, keyIn(folder))], [
        "MasterKey",
        "opens"
      ])
    }))

  it.live("stopped with the new key written and no data key wrapped anew, is taken up, and the folder works meanwhile", () =>
    Effect.gen(function*() {
      const folder = yield* newsroomFolder
      const [before, keys] = [yield* read(folder), path.join(folder, "keys.db")]
      yield* MasterKeyFile.replace(folder, keys)
      const fresh = keyIn(folder)
      assert.deepStrictEqual(yield* read(folder), before)
      assert.strictEqual((yield* dateline(folder, "vault", "rotate")).code, 0)
      assert.strictEqual(keyIn(folder), fresh)
      assert.isFalse(previousIn(folder))
      assert.deepStrictEqual(yield* read(folder), before)
    }))

  it.live("stopped between the two files, makes the new key then, and loses none", () =>
    Effect.gen(function*() {
      const folder = yield* newsroomFolder
      const before = yield* read(folder)
      fs.copyFileSync(path.join(folder, "master.key"), path.join(folder, "master.key.previous"))
      assert.deepStrictEqual(yield* read(folder), before)
      assert.strictEqual((yield* dateline(folder, "vault", "rotate")).code, 0)
      assert.isFalse(previousIn(folder))
      assert.deepStrictEqual(yield* read(folder), before)
    }))

  it.live("takes both keys from the environment where the folder has none, while a server holds the folder", () =>
    Effect.gen(function*() {
      const folder = yield* newsroomFolder
      const [before, old, fresh] = [yield* read(folder), keyIn(folder).trim(), randomBytes(32).toString("hex")]
      fs.rmSync(path.join(folder, "master.key"))
      yield* FolderLock.acquire(folder)
      const lacking = yield* datelineIn(folder, { DATELINE_MASTER_KEY: fresh }, "vault", "rotate")
      assert.deepStrictEqual([lacking.code, lacking.stdout], [1, ""])
      assert.match(lacking.stderr, /DATELINE_MASTER_KEY_PREVIOUS\n$/)
      const both = { DATELINE_MASTER_KEY: fresh, DATELINE_MASTER_KEY_PREVIOUS: old }
      assert.strictEqual((yield* datelineIn(folder, both, "vault", "rotate")).code, 0)
      assert.match((yield* datelineIn(folder, both, "vault", "rotate")).stdout, /^0 keys/)
      fs.writeFileSync(path.join(folder, "master.key"), `${Buffer.from(fresh, "hex").toString("base64url")}\n`)
      assert.deepStrictEqual(yield* read(folder), before)
    }))

  it.live("says in one sentence what keeps it from beginning", () =>
    Effect.gen(function*() {
      const folder = yield* newsroomFolder
      assert.match((yield* dateline(yield* emptyFolder, "vault", "rotate")).stderr, /^There is no .*keys\.db: .*\n$/)
      const nonsense = yield* datelineIn(folder, { DATELINE_MASTER_KEY: "x" }, "vault", "rotate")
      assert.strictEqual(nonsense.stderr, "DATELINE_MASTER_KEY must be 32 bytes in hexadecimal or base64\n")
      const wrong = randomBytes(32).toString("hex")
      const others = { DATELINE_MASTER_KEY: wrong, DATELINE_MASTER_KEY_PREVIOUS: "0".repeat(64) }
      assert.match((yield* datelineIn(folder, others, "vault", "rotate")).stderr, /made with another master key\n$/)
      yield* FolderLock.acquire(folder)
      assert.match((yield* dateline(folder, "vault", "rotate")).stderr, /is in use by another program/)
      assert.strictEqual((yield* Effect.provide(EventStore.use(({ head }) => head), stores(folder))) > 0, true)
    }))
})
