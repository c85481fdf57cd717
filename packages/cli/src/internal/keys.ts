/** The data keys of a folder, and the master keys that open them: from the environment, or from the folder's files. */
import { KeyVault } from "@dateline/eventsourcing/KeyVault"
import * as MasterKeyFile from "@dateline/store-sqlite/MasterKeyFile"
import * as SqliteKeyVault from "@dateline/store-sqlite/SqliteKeyVault"
import * as Config from "effect/Config"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as fs from "node:fs"
import * as path from "node:path"

/** A variable holds something else than a key. */
export class NotAKey extends Data.TaggedError("NotAKey")<{ readonly name: string }> {
  override get message(): string {
    return `${this.name} must be 32 bytes in hexadecimal or base64`
  }
}

export const keysIn = (folder: string): string => path.join(folder, "keys.db")

const fromEnvironment = Effect.fnUntraced(function*(name: string) {
  const given = Option.getOrUndefined(yield* Config.option(Config.Redacted(name)))
  if (given === undefined || Redacted.value(given) === "") return undefined
  return MasterKeyFile.parse(Redacted.value(given)) ?? (yield* new NotAKey({ name }))
})

/** What `DATELINE_MASTER_KEY` and `DATELINE_MASTER_KEY_PREVIOUS` say. */
export const givenKeys = Effect.all({
  current: fromEnvironment("DATELINE_MASTER_KEY"),
  previous: fromEnvironment("DATELINE_MASTER_KEY_PREVIOUS")
})

/** The vault of a folder; none where there are no keys, which a log without personal data needs none of. */
export const vaultIn = (folder: string) =>
  Layer.unwrap(Effect.gen(function*() {
    const filename = keysIn(folder)
    if (!fs.existsSync(filename)) return KeyVault.layerNone
    const { current, previous } = yield* givenKeys
    const masterKeys = current
      ? { masterKey: current, previousMasterKeys: previous ? [previous] : [] }
      : yield* MasterKeyFile.obtain(folder, filename)
    return SqliteKeyVault.layer({ filename, ...masterKeys })
  }))
