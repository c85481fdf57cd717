import { assert, describe, it } from "@effect/vitest"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import * as SqliteKeyVault from "../src/SqliteKeyVault.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

const masterKey = new Uint8Array(32).fill(7)
const email = "reader@example.com"
const inFolder = Effect.map(temporaryFolder, (folder) => path.join(folder, "keys.db"))

/** Everything that is on the disk under the vault's name. */
const bytesOf = (filename: string) =>
  Buffer.concat(
    [filename, `${filename}-wal`].filter((file) => fs.existsSync(file)).map((file) => fs.readFileSync(file))
  )

describe("SqliteKeyVault", () => {
  it.effect("opens after a restart what it sealed before", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const box = yield* Effect.scoped(
        Effect.flatMap(SqliteKeyVault.make({ filename, masterKey }), (vault) => vault.seal("person", "context", email))
      )
      const vault = yield* SqliteKeyVault.make({ filename, masterKey })
      assert.strictEqual(yield* vault.open("person", "context", box), email)
      assert.strictEqual(yield* vault.seal("person", "context", email), box)
    }))

  it.effect("a forgotten subject stays forgotten after a restart, and is another one when it comes back", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const [subject, box] = yield* Effect.scoped(Effect.gen(function*() {
        const vault = yield* SqliteKeyVault.make({ filename, masterKey })
        const subject = yield* vault.subjectOf("email", email)
        assert.strictEqual(yield* vault.subjectOf("email", email), subject)
        const box = yield* vault.seal(subject, "context", email)
        yield* vault.forget(subject)
        return [subject, box] as const
      }))
      const vault = yield* SqliteKeyVault.make({ filename, masterKey })
      assert.deepStrictEqual(yield* vault.open(subject, "context", box), { _tag: "Erased" })
      assert.strictEqual((yield* Effect.flip(vault.seal(subject, "context", email)))._tag, "SubjectErased")
      assert.notStrictEqual(yield* vault.subjectOf("email", email), subject)
    }))

  it.effect("a forgotten key is in no file any more, not even wrapped, and those of others are", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const vault = yield* SqliteKeyVault.make({ filename, masterKey })
      const subjects = Array.from({ length: 200 }, (_, n) => `person-${n}`)
      yield* Effect.forEach(subjects, (subject) => vault.seal(subject, "context", email))
      const reader = new Database(filename, { readonly: true })
      const wrapped = new Map(
        subjects.map((
          subject
        ) => [
          subject,
          reader.prepare<[string], Buffer>("SELECT wrapped FROM keys WHERE subject = ?").pluck().get(subject)!
        ])
      )
      reader.close()
      for (const subject of subjects) assert.isTrue(bytesOf(filename).includes(wrapped.get(subject)!), subject)
      yield* vault.forget("person-77")
      assert.isFalse(bytesOf(filename).includes(wrapped.get("person-77")!))
      assert.isTrue(bytesOf(filename).includes(wrapped.get("person-78")!))
    }))

  it.effect("while another process reads the file, forgetting does not claim that the key is gone", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const vault = yield* SqliteKeyVault.make({ filename, masterKey })
      yield* vault.seal("person", "context", email)
      const reader = new Database(filename, { readonly: true })
      const rows = reader.prepare("SELECT subject FROM keys").iterate()
      rows.next()
      const fault = yield* Effect.flip(vault.forget("person"))
      assert.include(fault.message, "another process is reading the key file")
      rows.return?.()
      reader.close()
      yield* vault.forget("person")
    }))

  it.effect("its file can be read by its owner only", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      fs.writeFileSync(filename, "", { mode: 0o644 })
      const vault = yield* SqliteKeyVault.make({ filename, masterKey })
      yield* vault.seal("person", "context", email)
      for (const file of [filename, `${filename}-wal`, `${filename}-shm`]) {
        assert.strictEqual(fs.statSync(file).mode & 0o777, 0o600, file)
      }
    }))

  it.effect("two programs that make a key for the same person at once use the same one", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const [one, two] = yield* Effect.all([
        SqliteKeyVault.make({ filename, masterKey }),
        SqliteKeyVault.make({ filename, masterKey })
      ])
      const boxes = yield* Effect.all([one.seal("person", "c", email), two.seal("person", "c", email)], {
        concurrency: 2
      })
      assert.strictEqual(boxes[0], boxes[1])
    }))

  it.effect("with another master key it does not open, and with its own it still does", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const made = (masterKey: Uint8Array) => Effect.scoped(SqliteKeyVault.make({ filename, masterKey }))
      yield* made(masterKey)
      const other = yield* Effect.flip(made(new Uint8Array(32).fill(8)))
      assert.strictEqual(other._tag, "VaultFault")
      assert.include(other.message, `open ${filename}": its keys were made with another master key`)
      assert.include((yield* Effect.flip(made(new Uint8Array(31)))).message, "32 bytes")
      yield* made(masterKey)
    }))

  it.effect("in a new file it takes what it cannot open for lost, and not for forgotten", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const sealed = Effect.flatMap(
        SqliteKeyVault.make({ filename, masterKey }),
        (vault) => vault.seal("person", "context", email)
      )
      const box = yield* Effect.scoped(sealed)
      fs.rmSync(filename)
      const vault = yield* SqliteKeyVault.make({ filename, masterKey })
      const fault = yield* Effect.flip(vault.open("person", "context", box))
      assert.strictEqual(fault._tag, "VaultFault")
      assert.include(fault.message, "is this the right key file?")
    }))
})
