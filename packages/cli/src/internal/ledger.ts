/** `dateline vault check` and `rebuild-ledger`: whether keys, ledger of erasures and log say the same of who was forgotten. */
import { EventStore } from "@dateline/eventsourcing/EventStore"
import { EventStoreDriver } from "@dateline/eventsourcing/EventStoreDriver"
import { KeyVault } from "@dateline/eventsourcing/KeyVault"
import * as VaultAudit from "@dateline/eventsourcing/VaultAudit"
import * as Commenters from "@dateline/publishing/Commenters"
import * as FolderLock from "@dateline/store-sqlite/FolderLock"
import * as SqliteErasureLedger from "@dateline/store-sqlite/SqliteErasureLedger"
import * as SqliteKeyVault from "@dateline/store-sqlite/SqliteKeyVault"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fs from "node:fs"
import * as path from "node:path"
import { dataFlag, openLog } from "./dataFolder.ts"
import { keysIn } from "./keys.ts"
import { NoKeys } from "./noKeys.ts"

/** Keys, ledger and log do not say the same. */
export class Disagreement extends Data.TaggedError("Disagreement")<{ readonly sentences: ReadonlyArray<string> }> {
  override get message(): string {
    return this.sentences.join("\n")
  }
}

const ledgerIn = (folder: string): string => path.join(folder, "erasures.db")

/** Whom the log says to have been forgotten; nobody where there is no log. */
const forgottenInLog = Effect.fnUntraced(function*(folder: string) {
  const log = yield* Effect.catchTag(openLog(folder), "NoLog", () => Effect.succeed(undefined))
  if (log === undefined) return []
  const stores = Layer.provide(EventStore.layer, [Layer.succeed(EventStoreDriver, log.driver), KeyVault.layerNone])
  return yield* Effect.provide(Commenters.forgotten, stores)
})

const open = Effect.fnUntraced(function*(folder: string) {
  const filename = keysIn(folder)
  if (!fs.existsSync(filename)) return yield* new NoKeys({ filename })
  return yield* SqliteKeyVault.storage({ filename })
})

const some = (count: number, what: string): ReadonlyArray<string> => count === 0 ? [] : [`${count} ${what}`]

/** Reads only, so a server may be running. */
const runCheck = Effect.fnUntraced(function*({ data }: { readonly data: string }) {
  const storage = yield* open(data)
  if (!fs.existsSync(ledgerIn(data))) {
    return yield* new Disagreement({ sentences: [`There is no ${ledgerIn(data)}: restore it, or rebuild the ledger`] })
  }
  const ledger = yield* SqliteErasureLedger.make({ filename: ledgerIn(data) })
  const found = yield* VaultAudit.audit(storage, ledger)
  const erased = new Set(found.erasures.filter(({ purpose }) => purpose === undefined).map(({ subject }) => subject))
  const missing = (yield* forgottenInLog(data)).filter((subject) => !erased.has(subject))
  const sentences = [
    ...(found.fault === undefined ? [] : [found.fault.message]),
    ...some(found.notInLedger.length, "erasures are remembered by the keys and not by the ledger"),
    ...some(missing.length, "people were forgotten as the log says, and the ledger does not know them"),
    ...some(
      found.notCarriedOut.length,
      "keys are of people whom the ledger says to be forgotten; the next start destroys them"
    )
  ]
  if (sentences.length > 0) return yield* new Disagreement({ sentences })
  yield* Console.log(`${found.keys} keys and ${found.erasures.length} erasures: keys, ledger and log say the same`)
}, Effect.scoped)

/** A ledger that programs refuse is salvaged as far as it can be read. */
const salvage = Effect.fnUntraced(function*(data: string) {
  if (!fs.existsSync(ledgerIn(data))) return undefined
  const audited = Effect.gen(function*() {
    const ledger = yield* SqliteErasureLedger.make({ filename: ledgerIn(data) })
    return yield* VaultAudit.audit(yield* open(data), ledger)
  })
  const found = yield* Effect.result(Effect.scoped(audited))
  return found._tag === "Success" ? found.success : undefined
})

const runRebuild = Effect.fnUntraced(function*({ data }: { readonly data: string }) {
  const storage = yield* open(data)
  yield* FolderLock.acquire(data)
  const found = yield* salvage(data)
  if (found !== undefined && found.fault === undefined) {
    return yield* Console.log("The ledger of erasures belongs to the keys: there is nothing to rebuild")
  }
  const known = [...(found?.erasures ?? []), ...(yield* forgottenInLog(data)).map((subject) => ({ subject }))]
  const aside = yield* SqliteErasureLedger.setAside(ledgerIn(data))
  const ledger = yield* SqliteErasureLedger.make({ filename: ledgerIn(data) })
  const count = yield* VaultAudit.rebuildLedger(storage, ledger, known)
  const kept = aside === undefined ? "" : `; the one that was there is ${aside}`
  yield* Console.log(`A new ledger has ${count} erasures, of the keys, the log and what was left${kept}`)
}, Effect.scoped)

export const check = Command.make("check", { data: dataFlag }, runCheck).pipe(
  Command.withDescription("Compare the keys with the ledger of erasures, and both with the log")
)

export const rebuildLedger = Command.make("rebuild-ledger", { data: dataFlag }, runRebuild).pipe(
  Command.withDescription("Make a lost ledger of erasures anew from the keys and the log; no server may be running")
)
