/** The form of a vault that breaks one law. */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as ErasureLedger from "../ErasureLedger.ts"
import * as VaultStorage from "../VaultStorage.ts"
import type { OpenedVault, Vault } from "./Harness.ts"
import { openVault, type VaultPorts } from "./openVault.ts"

export interface WrongVault {
  /** What it does wrong. */
  readonly name: string
  /** The name of the law that it breaks. */
  readonly breaks: string
  readonly open: Effect.Effect<OpenedVault, unknown, Scope.Scope>
}

export const memory = (): VaultPorts => ({ storage: VaultStorage.memory(), ledger: ErasureLedger.memory() })

export const over = (ports: VaultPorts): Effect.Effect<OpenedVault, unknown> =>
  openVault(Effect.succeed({ ...ports, connect: Effect.succeed(ports) }))

/** A vault of which every opening does one thing otherwise; `change` is asked once for each opening. */
export const wrong = (
  name: string,
  breaks: string,
  makeChange: () => (right: Vault) => Partial<Vault>
): WrongVault => ({
  name,
  breaks,
  open: Effect.gen(function*() {
    const opened = yield* over(memory())
    const change = makeChange()
    const changed = (right: Vault): Vault => ({ ...right, ...change(right) })
    return {
      ...opened,
      vault: changed(opened.vault),
      connect: Effect.map(opened.connect, changed),
      backup: Effect.map(opened.backup, ({ restore }) => ({ restore: Effect.map(restore, changed) })),
      rotate: Effect.map(opened.rotate, ({ renewed, withOld }) => ({ renewed: changed(renewed), withOld }))
    }
  })
})

/** A vault that is right, in surroundings that are not. */
export const misplaced = (
  name: string,
  breaks: string,
  change: (opened: OpenedVault, ports: VaultPorts) => Partial<OpenedVault>
): WrongVault => ({
  name,
  breaks,
  open: Effect.gen(function*() {
    const ports = memory()
    const opened = yield* over(ports)
    return { ...opened, ...change(opened, ports) }
  })
})
