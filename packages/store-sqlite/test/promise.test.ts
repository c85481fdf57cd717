import { EventStoreDriver } from "@dateline/eventsourcing/EventStoreDriver"
import * as Expected from "@dateline/eventsourcing/Expected"
import { KeyVault } from "@dateline/eventsourcing/KeyVault"
import * as Stores from "@dateline/eventsourcing/Stores"
import { Commits } from "@dateline/eventsourcing/testing"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import {
  FolderLocked,
  FolderUnusable,
  MasterKeyDamaged,
  MasterKeyMissing,
  sqlite,
  type SqliteOptions
} from "../src/promise.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

/** Opens the store of a folder, uses it, and closes it. */
const use = <A, E>(
  folder: string,
  body: Effect.Effect<A, E, EventStoreDriver | KeyVault>,
  options?: SqliteOptions
): Effect.Effect<A, unknown> => Effect.provide(body, Stores.layerOf(sqlite(folder, options)))

const head = Effect.flatMap(EventStoreDriver, (driver) => driver.head)
const note = Effect.flatMap(
  EventStoreDriver,
  (driver) => driver.commit(Commits.commit("one", [Commits.append("note-1", Expected.any, "kept")]))
)
const place = { subject: "s", purpose: "contact", context: "c" }
const seal = Effect.flatMap(
  KeyVault,
  (vault) => Effect.map(vault.seal([{ ...place, plainText: "salma@example.com" }]), ([box]) => box!)
)
const open = (box: string) =>
  Effect.flatMap(KeyVault, (vault) => Effect.map(vault.open([{ ...place, box }]), ([text]) => text))

describe("a folder of SQLite files", () => {
  it.live("is made with its files, which nobody else can read the keys of", () =>
    Effect.gen(function*() {
      const folder = path.join(yield* temporaryFolder, "not", "there")
      yield* use(folder, Effect.andThen(note, seal))
      const files = ["erasures.db", "keys.db", "master.key", "newsroom.db"]
      expect(fs.readdirSync(folder).toSorted()).toEqual([...files, "server.lock"])
      const mode = (name: string) => fs.statSync(path.join(folder, name)).mode & 0o777
      expect(files.map(mode)).toEqual([0o600, 0o600, 0o600, 0o600])
      expect(fs.statSync(folder).mode & 0o777).toBe(0o700)
    }))

  it.live("has what it had when it is opened again, personal data too", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const box = yield* use(folder, Effect.andThen(note, seal))
      expect(yield* use(folder, head)).toBe(1)
      expect(yield* use(folder, open(box))).toBe("salma@example.com")
    }))

  it.live("is not touched before it is opened", () =>
    Effect.gen(function*() {
      const folder = path.join(yield* temporaryFolder, "later")
      sqlite(folder)
      expect(fs.existsSync(folder)).toBe(false)
    }))

  it.live("writes no master key where one is given, and opens with that one only", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const masterKey = new Uint8Array(32).fill(7)
      const box = yield* use(folder, seal, { masterKey })
      expect(fs.existsSync(path.join(folder, "master.key"))).toBe(false)
      expect(yield* use(folder, open(box), { masterKey })).toBe("salma@example.com")
      const other = yield* Effect.flip(use(folder, head, { masterKey: new Uint8Array(32) }))
      expect(other).toMatchObject({ _tag: "VaultFault", message: expect.stringContaining("another master key") })
    }))

  it.live("does not open without its keys or its ledger of erasures, and opens again with them", () =>
    Effect.gen(function*() {
      for (const [name, reason] of [["keys.db", "KeysLost"], ["erasures.db", "LedgerLost"]] as const) {
        const folder = yield* temporaryFolder
        const box = yield* use(folder, seal)
        const [file, away] = [path.join(folder, name), path.join(folder, "away")]
        fs.renameSync(file, away)
        expect(yield* Effect.flip(use(folder, head))).toMatchObject({ _tag: "VaultFault", reason })
        fs.renameSync(away, file)
        expect(yield* use(folder, open(box))).toBe("salma@example.com")
      }
    }))
})

describe("a folder that cannot be opened says why", () => {
  const refusal = (folder: string, options?: SqliteOptions) => Effect.flip(use(folder, head, options))

  it.live("another program has it, until that one ends", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const inside = yield* use(folder, refusal(folder))
      expect(inside).toBeInstanceOf(FolderLocked)
      expect(yield* use(folder, head)).toBe(0)
    }))

  it.live("a file is in its way", () =>
    Effect.gen(function*() {
      const file = path.join(yield* temporaryFolder, "file")
      fs.writeFileSync(file, "")
      expect(yield* refusal(file)).toBeInstanceOf(FolderUnusable)
    }))

  it.live("its keys are there and the master key is gone, or is no key", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      yield* use(folder, seal)
      const key = path.join(folder, "master.key")
      fs.renameSync(key, `${key}.away`)
      expect(yield* refusal(folder)).toBeInstanceOf(MasterKeyMissing)
      fs.writeFileSync(key, "hello\n")
      expect(yield* refusal(folder)).toBeInstanceOf(MasterKeyDamaged)
      fs.renameSync(`${key}.away`, key)
      expect(yield* use(folder, head)).toBe(0)
    }))

  it.live("the given key has not 32 bytes", () =>
    Effect.gen(function*() {
      const error = yield* refusal(yield* temporaryFolder, { masterKey: new Uint8Array(16) })
      expect(error).toMatchObject({ _tag: "VaultFault", message: expect.stringContaining("32 bytes") })
    }))

  it.live("newsroom.db is another program's", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      fs.writeFileSync(path.join(folder, "newsroom.db"), "this is not a database, and long enough to be looked at")
      expect(yield* refusal(folder)).toMatchObject({ _tag: "StoreFault" })
    }))
})
