/** Work on the tables of a vault: whatever fails is the vault's fault. */
import { VaultFault } from "@dateline/eventsourcing/KeyVault"
import type { StoreFault } from "@dateline/eventsourcing/StoreError"
import * as Effect from "effect/Effect"
import type { SqlError } from "effect/sql/SqlError"
import { storeFault } from "./postgresError.ts"

export const vaultFault = ({ cause, operation }: StoreFault): VaultFault =>
  new VaultFault({ reason: "Unavailable", operation, cause })

export const attempt = <A>(operation: string, body: Effect.Effect<A, SqlError>): Effect.Effect<A, VaultFault> =>
  Effect.mapError(body, (error) => vaultFault(storeFault(operation, error)))
