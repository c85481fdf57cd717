/**
 * What the log remembers of its keys: an event that names the vault which seals for it, written before the first sealed
 * value is. A program that is given other keys, or new ones in place of lost ones, finds out when it opens the log.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as CommitId from "../CommitId.ts"
import type { EventStoreDriver, RecordedRaw } from "../EventStoreDriver.ts"
import * as Expected from "../Expected.ts"
import { type KeyVault, none, VaultFault } from "../KeyVault.ts"
import type { Ambiguous, StoreFault, TooLarge } from "../StoreError.ts"
import { commitDigest } from "./digest.ts"

/** No family has this category, so that no consumer of the log is given the event. */
const stream = "dateline_vault-witness"
const type = "VaultAttached"
const actor = { role: "rule", id: "key-vault" }

const vaultOf = ({ payload }: RecordedRaw): unknown => {
  try {
    return (JSON.parse(payload) as { readonly vault?: unknown } | null)?.vault
  } catch {
    return undefined
  }
}

/** The id of the vault that seals for the log; nothing while none has. */
const attached = (driver: EventStoreDriver["Service"]): Effect.Effect<unknown, StoreFault> =>
  Effect.map(driver.readStream(stream, 0, 1, "backward"), ([last]) => last && vaultOf(last))

const judge = (known: unknown, vault: string): Effect.Effect<void, VaultFault> =>
  known === vault ? Effect.void : Effect.fail(
    new VaultFault({
      reason: "KeysLost",
      operation: "open the log",
      cause: "what is sealed in it was sealed with the keys of another vault; is this the right key file?"
    })
  )

/** Fails when the log was sealed for by another vault than this one. */
export const check = Effect.fnUntraced(function*(
  driver: EventStoreDriver["Service"],
  vault: KeyVault["Service"]
): Effect.fn.Return<boolean, StoreFault | VaultFault> {
  if (vault.id === none) return false
  const known = yield* attached(driver)
  if (known === undefined) return false
  yield* judge(known, vault.id)
  return true
})

/** Writes which vault seals for the log, unless it stands there. */
export const attach = Effect.fnUntraced(function*(
  driver: EventStoreDriver["Service"],
  vault: KeyVault["Service"]
): Effect.fn.Return<void, StoreFault | VaultFault | Ambiguous | TooLarge> {
  if (vault.id === none) return // sealing will say that there is no vault
  const id = CommitId.make(`vault-${vault.id}`)
  const event = { type, schemaVersion: 1, payload: JSON.stringify({ vault: vault.id }), tags: [] }
  const append = { stream, expected: Expected.noStream, events: [event] } as const
  const outcome = yield* driver.commit({
    id,
    digest: commitDigest(id, actor, [append]),
    recordedAt: yield* Clock.currentTimeMillis,
    metadata: JSON.stringify({ actor }),
    appends: [append],
    guards: []
  })
  // Another program was faster: with the same vault, or with one that is not ours.
  if (outcome._tag !== "Committed" && outcome._tag !== "Repeated") yield* judge(yield* attached(driver), vault.id)
})
