/** `dateline vault`: another master key for every data key, and whether keys and ledger of erasures say the same. */
import * as KeyRotation from "@dateline/eventsourcing/KeyRotation"
import * as FolderLock from "@dateline/store-sqlite/FolderLock"
import * as MasterKeyFile from "@dateline/store-sqlite/MasterKeyFile"
import * as SqliteKeyVault from "@dateline/store-sqlite/SqliteKeyVault"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import { dataFlag } from "./dataFolder.ts"
import { givenKeys, keysIn } from "./keys.ts"
import { check, rebuildLedger } from "./ledger.ts"
import { NoKeys } from "./noKeys.ts"

/** The master key comes from the environment, and the one that it replaces does not. */
export class PreviousKeyMissing extends Data.TaggedError("PreviousKeyMissing") {
  override get message(): string {
    return "Give the key that DATELINE_MASTER_KEY replaces in DATELINE_MASTER_KEY_PREVIOUS"
  }
}

const rewrap = Effect.fnUntraced(
  function*(filename: string, keys: { readonly from: Uint8Array; readonly to: Uint8Array }) {
    const storage = yield* SqliteKeyVault.storage({ filename })
    const onProgress = (rewrapped: number) => Console.error(`${rewrapped} keys`)
    const { rewrapped } = yield* KeyRotation.rotate({ storage, ...keys, onProgress })
    yield* Console.log(
      `${rewrapped} keys were wrapped with the new master key; the previous one opens nothing any more`
    )
  }
)

/** A server may be running that was given both keys; where the keys are files, none may. */
const run = Effect.fnUntraced(function*({ data }: { readonly data: string }) {
  const filename = keysIn(data)
  if (!fs.existsSync(filename)) return yield* new NoKeys({ filename })
  const { current, previous } = yield* givenKeys
  if (current !== undefined) {
    if (previous === undefined) return yield* new PreviousKeyMissing()
    return yield* rewrap(filename, { from: previous, to: current })
  }
  yield* FolderLock.acquire(data)
  yield* rewrap(filename, yield* MasterKeyFile.replace(data, filename))
  yield* MasterKeyFile.forgetPrevious(data)
}, Effect.scoped)

const rotate = Command.make("rotate", { data: dataFlag }, run).pipe(
  Command.withDescription("Replace the master key; stopped half-way, the same again completes it")
)

export const vault = Command.make("vault").pipe(
  Command.withDescription("The keys of personal data"),
  Command.withSubcommands([rotate, check, rebuildLedger])
)
