/** Work on the files of a vault: a lock that is held for long is a fault, and a fault is the vault's. */
import { VaultFault } from "@dateline/eventsourcing/KeyVault"
import type { StoreFault } from "@dateline/eventsourcing/StoreError"
import * as Effect from "effect/Effect"
import { whileBusy } from "./connection.ts"

/** Nobody should wait for long before a page with personal data. */
const attempts = 10

export const vaultFault = ({ cause, operation }: StoreFault): VaultFault =>
  new VaultFault({ reason: "Unavailable", operation, cause })

export const attempt = <A>(operation: string, run: () => A): Effect.Effect<A, VaultFault> =>
  Effect.mapError(whileBusy(operation, run, attempts), vaultFault)
