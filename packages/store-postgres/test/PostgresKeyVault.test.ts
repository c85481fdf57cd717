import * as KeyRotation from "@dateline/eventsourcing/KeyRotation"
import type { KeyVault } from "@dateline/eventsourcing/KeyVault"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as PostgresKeyVault from "../src/PostgresKeyVault.ts"
import { describePostgres, newPlace } from "./support/database.ts"
import { execute, openSession } from "./support/statements.ts"

const masterKey = new Uint8Array(32).fill(7)
const newMasterKey = new Uint8Array(32).fill(8)
const email = "reader@example.com"

type Vault = KeyVault["Service"]

const placeOf = (subject: string) => ({ subject, purpose: "contact", context: "context" })
const seal = (vault: Vault, subject: string) =>
  Effect.map(vault.seal([{ ...placeOf(subject), plainText: email }]), ([box]) => box!)
const open = (vault: Vault, subject: string, box: string) =>
  Effect.map(vault.open([{ ...placeOf(subject), box }]), ([text]) => text)

const newPlaces = Effect.all({ keys: newPlace, ledger: newPlace })

describePostgres("PostgresKeyVault", () => {
  it.live("a forgotten subject stays forgotten after a restart, and its key is in no row any more", () =>
    Effect.gen(function*() {
      const places = yield* newPlaces
      const [subject, box] = yield* Effect.scoped(Effect.gen(function*() {
        const vault = yield* PostgresKeyVault.make({ ...places, masterKey })
        const subject = yield* vault.subjectOf("email", email)
        return [subject, yield* seal(vault, subject)] as const
      }))
      const keys = execute(
        places.keys.url,
        `SELECT name, text FROM "${places.keys.schema}".keys WHERE text LIKE '%wrapped%'`
      )
      const before = yield* keys
      yield* Effect.scoped(Effect.flatMap(
        PostgresKeyVault.make({ ...places, masterKey }),
        (vault) => vault.forget(subject)
      ))
      assert.isBelow((yield* keys).length, before.length)
      const vault = yield* PostgresKeyVault.make({ ...places, masterKey })
      assert.deepStrictEqual(yield* open(vault, subject, box), { _tag: "Erased" })
      assert.strictEqual((yield* Effect.flip(seal(vault, subject)))._tag, "SubjectErased")
    }))

  it.live("after the master key was replaced the old one opens nothing, and the new one everything", () =>
    Effect.gen(function*() {
      const places = yield* newPlaces
      const box = yield* Effect.scoped(
        Effect.flatMap(PostgresKeyVault.make({ ...places, masterKey }), (vault) => seal(vault, "person"))
      )
      const storage = yield* PostgresKeyVault.storage(places.keys)
      yield* KeyRotation.rotate({ storage, from: masterKey, to: newMasterKey })
      const renewed = yield* PostgresKeyVault.make({ ...places, masterKey: newMasterKey })
      assert.strictEqual(yield* open(renewed, "person", box), email)
      const refused = yield* Effect.flip(PostgresKeyVault.make({ ...places, masterKey }))
      assert.strictEqual(refused.reason, "MasterKey")
    }))

  it.live("a database that cannot be reached is the vault's fault, and no key is made", () =>
    Effect.gen(function*() {
      const nowhere = { url: "postgres://nobody@127.0.0.1:1/nothing" }
      const fault = yield* Effect.flip(PostgresKeyVault.make({ keys: nowhere, ledger: nowhere, masterKey }))
      assert.deepStrictEqual([fault._tag, fault.reason], ["VaultFault", "Unavailable"])
    }))

  it.live(
    "a transaction that holds the keys is waited for as long as was told, and then it is the vault's fault",
    () =>
      Effect.gen(function*() {
        const { keys } = yield* newPlaces
        const storage = yield* PostgresKeyVault.storage({ ...keys, lockTimeout: "50 millis" })
        const session = yield* openSession(keys.url)
        yield* session("BEGIN")
        yield* session(`LOCK TABLE "${keys.schema}".keys IN SHARE MODE`)
        const change = storage.change({ expect: new Map(), set: new Map([["key", "text"]]) })
        const fault = yield* Effect.flip(change)
        assert.strictEqual(fault.reason, "Unavailable")
        assert.include(fault.message, "another transaction holds")
        yield* session("ROLLBACK")
        assert.isTrue(yield* change)
      }),
    20_000
  )
})
