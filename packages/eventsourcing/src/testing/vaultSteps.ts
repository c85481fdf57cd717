/** What the laws of vaults do and look at. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as KeyVault from "../KeyVault.ts"
import type { Vault } from "./Harness.ts"

export const email = "reader@example.com"
export const contact: KeyVault.Place = { subject: "person", purpose: "contact", context: "here" }
export const publication: KeyVault.Place = { ...contact, purpose: "publication" }

export const seal = (vault: Vault, place = contact, plainText = email, claim?: KeyVault.Claim) =>
  Effect.map(vault.seal([{ ...place, plainText }], claim), ([box]): KeyVault.Box => ({ ...place, box: box! }))

export const open = (vault: Vault, box: KeyVault.Box) => Effect.map(vault.open([box]), ([text]) => text!)

/** How an effect ends: with its fault's reason, its error's tag, or not in a failure. */
export const ending = <A, E>(effect: Effect.Effect<A, E, never>): Effect.Effect<string> =>
  Effect.map(Effect.exit(effect), (exit) => {
    if (Exit.isSuccess(exit)) return "no failure"
    const error: unknown = Option.getOrUndefined(Exit.findErrorOption(exit))
    if (error instanceof KeyVault.VaultFault) return error.reason
    return typeof error === "object" && error !== null && "_tag" in error ? String(error._tag) : "a defect"
  })
