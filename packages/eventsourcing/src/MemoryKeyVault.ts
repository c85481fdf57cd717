/** Data keys that end with the program: for logs in memory, and for tests. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ErasureLedger from "./ErasureLedger.ts"
import { randomBytes } from "./internal/randomBytes.ts"
import { keyBytes } from "./internal/vault/masterKeys.ts"
import { KeyVault } from "./KeyVault.ts"
import * as StoredKeyVault from "./StoredKeyVault.ts"
import * as VaultStorage from "./VaultStorage.ts"

/** A new vault without any key, under a master key of its own. */
export const make: Effect.Effect<KeyVault["Service"]> = Effect.suspend(() =>
  StoredKeyVault.make({
    storage: VaultStorage.memory(),
    ledger: ErasureLedger.memory(),
    masterKey: randomBytes(keyBytes)
  })
).pipe(Effect.orDie)

/** A new vault for the program that is given it. */
export const layer: Layer.Layer<KeyVault> = Layer.effect(KeyVault, make)
