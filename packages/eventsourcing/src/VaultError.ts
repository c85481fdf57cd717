/** What can go wrong with keys. None of these carries a plain text, a key or what a person is known by. */
import * as Data from "effect/Data"

/** The subject was forgotten, or what was kept of it for this purpose: nothing can be sealed for it any more. */
export class SubjectErased extends Data.TaggedError("SubjectErased")<{
  readonly subject: string
  /** The purpose of what was to be sealed. */
  readonly purpose: string
}> {
  override get message(): string {
    return `The subject ${this.subject} was forgotten; nothing can be sealed for it`
  }
}

/**
 * - `Unavailable`: the storage or the ledger cannot be read or written, or there is no vault.
 * - `MasterKey`: the master key is not, or not the only one, that the keys are wrapped with.
 * - `KeysLost`: the keys that the log or the ledger belongs to are not here.
 * - `LedgerLost`: the ledger of erasures is missing, was cut short or changed, or belongs to other keys.
 * - `NoKey`: the vault never had a key of the subject; another vault may have.
 * - `Damaged`: what is to be opened, or a key, was changed, or belongs elsewhere.
 */
export type VaultFaultReason = "Unavailable" | "MasterKey" | "KeysLost" | "LedgerLost" | "NoKey" | "Damaged"

/** The vault cannot do its work. */
export class VaultFault extends Data.TaggedError("VaultFault")<{
  readonly reason: VaultFaultReason
  /** What was being done, such as `open` or `open keys.db`. */
  readonly operation: string
  readonly cause: unknown
}> {
  override get message(): string {
    const cause = this.cause instanceof Error ? this.cause.message : String(this.cause)
    return `The key vault failed at "${this.operation}": ${cause}`
  }
}
