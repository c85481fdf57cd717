import * as KeyRotation from "@dateline/eventsourcing/KeyRotation"
import type { KeyVault } from "@dateline/eventsourcing/KeyVault"
import { assert, describe, it } from "@effect/vitest"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import * as SqliteKeyVault from "../src/SqliteKeyVault.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

const masterKey = new Uint8Array(32).fill(7)
const newMasterKey = new Uint8Array(32).fill(8)
const email = "reader@example.com"
const inFolder = Effect.map(temporaryFolder, (folder) => path.join(folder, "keys.db"))
const files = ["keys.db", "keys.db-wal", "keys.db-shm", "erasures.db", "erasures.db-wal", "erasures.db-shm"]

type Vault = KeyVault["Service"]
const placeOf = (subject: string) => ({ subject, purpose: "contact", context: "context" })
const seal = (vault: Vault, subject: string) =>
  Effect.map(vault.seal([{ ...placeOf(subject), plainText: email }]), ([box]) => box!)
const open = (vault: Vault, subject: string, box: string) =>
  Effect.map(vault.open([{ ...placeOf(subject), box }]), ([text]) => text)

/** Everything that is on the disk under the vault's name. */
const bytesOf = (filename: string) =>
  Buffer.concat(
    [filename, `${filename}-wal`].filter((file) => fs.existsSync(file)).map((file) => fs.readFileSync(file))
  )

/** The wrapped keys by subject, as somebody reads them who has the file. */
const wrappedKeys = (filename: string): ReadonlyMap<string, string> => {
  const reader = new Database(filename, { readonly: true })
  const rows = reader.prepare<[], { name: string; text: string }>("SELECT * FROM entries WHERE name LIKE 'key/%'").all()
  reader.close()
  return new Map(
    rows.filter(({ text }) => text.startsWith("{")).map(({ name, text }) => [
      Buffer.from(name.split("/")[1]!, "base64url").toString(),
      JSON.parse(text).wrapped as string
    ])
  )
}

describe("SqliteKeyVault", () => {
  it.effect("a forgotten subject stays forgotten after a restart, and is another one when it comes back", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const [subject, box] = yield* Effect.scoped(Effect.gen(function*() {
        const vault = yield* SqliteKeyVault.make({ filename, masterKey })
        const subject = yield* vault.subjectOf("email", email)
        assert.strictEqual(yield* vault.subjectOf("email", email), subject)
        const box = yield* seal(vault, subject)
        yield* vault.forget(subject)
        return [subject, box] as const
      }))
      const vault = yield* SqliteKeyVault.make({ filename, masterKey })
      assert.deepStrictEqual(yield* open(vault, subject, box), { _tag: "Erased" })
      assert.strictEqual((yield* Effect.flip(seal(vault, subject)))._tag, "SubjectErased")
      assert.notStrictEqual(yield* vault.subjectOf("email", email), subject)
    }))

  it.effect("a forgotten key is in no file any more, not even wrapped, and those of others are", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const vault = yield* SqliteKeyVault.make({ filename, masterKey })
      const subjects = Array.from({ length: 200 }, (_, n) => `person-${n}`)
      yield* Effect.forEach(subjects, (subject) => seal(vault, subject))
      const wrapped = wrappedKeys(filename)
      for (const subject of subjects) assert.isTrue(bytesOf(filename).includes(wrapped.get(subject)!), subject)
      yield* vault.forget("person-77")
      assert.isFalse(bytesOf(filename).includes(wrapped.get("person-77")!))
      assert.isTrue(bytesOf(filename).includes(wrapped.get("person-78")!))
    }))

  it.effect("after the master key was replaced, no key that the old one opens is in any file", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const vault = yield* SqliteKeyVault.make({ filename, masterKey })
      const boxes = yield* Effect.forEach(["a", "b", "c"], (subject) => seal(vault, subject))
      const old = [...wrappedKeys(filename).values()]
      assert.isTrue(old.length >= 3)
      const storage = yield* SqliteKeyVault.storage({ filename })
      yield* KeyRotation.rotate({ storage, from: masterKey, to: newMasterKey })
      for (const wrapped of old) assert.isFalse(bytesOf(filename).includes(wrapped))
      const next = yield* SqliteKeyVault.make({ filename, masterKey: newMasterKey })
      assert.strictEqual(yield* open(next, "b", boxes[1]!), email)
      const refused = yield* Effect.flip(SqliteKeyVault.make({ filename, masterKey }))
      assert.strictEqual(refused.reason, "MasterKey")
    }))

  it.effect("while another process reads the file, forgetting does not claim that the key is gone", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const vault = yield* SqliteKeyVault.make({ filename, masterKey })
      const box = yield* seal(vault, "person")
      const [wrapped] = wrappedKeys(filename).values()
      const reader = new Database(filename, { readonly: true })
      const rows = reader.prepare("SELECT name FROM entries").iterate()
      rows.next()
      const fault = yield* Effect.flip(vault.forget("person"))
      assert.include(fault.message, "another process is reading the key file")
      assert.deepStrictEqual(yield* open(vault, "person", box), { _tag: "Erased" })
      rows.return?.()
      reader.close()
      yield* vault.forget("person")
      assert.isFalse(bytesOf(filename).includes(wrapped!))
    }))

  it.effect("its files can be read by their owner only", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      fs.writeFileSync(filename, "", { mode: 0o644 })
      const vault = yield* SqliteKeyVault.make({ filename, masterKey })
      yield* seal(vault, "person")
      for (const file of files.map((name) => path.join(path.dirname(filename), name))) {
        assert.strictEqual(fs.statSync(file).mode & 0o777, 0o600, file)
      }
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

  it.effect("an old copy of its files opens nothing that was forgotten since, with the ledger as it is now", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const box = yield* Effect.scoped(Effect.flatMap(
        SqliteKeyVault.make({ filename, masterKey }),
        (vault) => seal(vault, "person")
      ))
      const copy = fs.readFileSync(filename)
      yield* Effect.scoped(Effect.flatMap(
        SqliteKeyVault.make({ filename, masterKey }),
        (vault) => vault.forget("person")
      ))
      fs.writeFileSync(filename, copy)
      const [wrapped] = wrappedKeys(filename).values()
      const vault = yield* SqliteKeyVault.make({ filename, masterKey })
      assert.deepStrictEqual(yield* open(vault, "person", box), { _tag: "Erased" })
      assert.isFalse(bytesOf(filename).includes(wrapped!))
    }))

  it.effect("does not take a log, or keys, for a ledger", () =>
    Effect.gen(function*() {
      const filename = yield* inFolder
      const fault = yield* Effect.flip(SqliteKeyVault.make({ filename, ledger: filename, masterKey }))
      assert.include(fault.message, "was not made by Dateline to hold a ledger of erasures")
    }))
})
