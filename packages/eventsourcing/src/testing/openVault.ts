/** Makes a vault ready for the laws from the two ports that an author implements: a storage of keys, and a ledger. */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as ErasureLedger from "../ErasureLedger.ts"
import * as KeyRotation from "../KeyRotation.ts"
import type * as KeyVault from "../KeyVault.ts"
import * as StoredKeyVault from "../StoredKeyVault.ts"
import * as VaultStorage from "../VaultStorage.ts"
import type { OpenedVault } from "./Harness.ts"

/** What a vault is made over. */
export interface VaultPorts {
  readonly storage: VaultStorage.VaultStorage
  readonly ledger: ErasureLedger.ErasureLedger
}

const masterKey = new Uint8Array(32).fill(7)
const newMasterKey = new Uint8Array(32).fill(8)

/** Everything that is stored, to be put back later in place of what there is by then. */
const copyOf = Effect.fnUntraced(function*(storage: VaultStorage.VaultStorage) {
  const kept = new Map(yield* VaultStorage.listAll(storage, ""))
  return Effect.gen(function*() {
    const present = yield* VaultStorage.listAll(storage, "")
    const gone = present.filter(([name]) => !kept.has(name)).map(([name]) => [name, undefined] as const)
    yield* storage.change({ expect: new Map(), set: new Map([...gone, ...kept]) })
  })
})

/**
 * A vault for the laws. `ports`: new and empty; `connect`: the same through another connection, where there is such a
 * thing, else the same.
 *
 * @example
 * const harness: Harness = { vault: openVault(Effect.sync(() => ({ ...ports, connect: Effect.succeed(ports) }))) }
 */
export const openVault = <E, R>(
  open: Effect.Effect<VaultPorts & { readonly connect: Effect.Effect<VaultPorts, E, R> }, E, R>
): Effect.Effect<OpenedVault, unknown, R> =>
  Effect.gen(function*() {
    const services = yield* Effect.context<R>()
    const { connect, ...ports } = yield* open
    const { ledger, storage } = ports
    const over = (
      given: VaultPorts,
      key = masterKey
    ): Effect.Effect<KeyVault.KeyVault["Service"], unknown, Scope.Scope> =>
      StoredKeyVault.make({ ...given, masterKey: key })
    return {
      vault: yield* Effect.scoped(over(ports)),
      connect: Effect.flatMap(Effect.provide(connect, services), (other) => over(other)),
      backup: Effect.map(copyOf(storage), (putBack) => ({ restore: Effect.andThen(putBack, over(ports)) })),
      withoutKeys: Effect.suspend(() => over({ ledger, storage: VaultStorage.memory() })),
      withoutLedger: Effect.suspend(() => over({ storage, ledger: ErasureLedger.memory() })),
      rotate: Effect.gen(function*() {
        yield* KeyRotation.rotate({ storage, from: masterKey, to: newMasterKey })
        return { renewed: yield* over(ports, newMasterKey), withOld: over(ports) }
      })
    }
  })
