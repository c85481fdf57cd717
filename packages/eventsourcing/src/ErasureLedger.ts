/**
 * Remembers for ever who was forgotten, apart from the keys and from the log, so that keys which come back with an old
 * copy open nothing. An adapter keeps numbered records and need not understand them; the vault chains them by digests.
 * A record names a subject, which is random, and never a person.
 */
import * as Effect from "effect/Effect"
import type { VaultFault } from "./VaultError.ts"

export interface ErasureLedger {
  /** The records from this place on, in order; places count from 0. */
  readonly read: (from: number) => Effect.Effect<ReadonlyArray<string>, VaultFault>
  /**
   * Adds a record at a place, durably: it survives a power cut once this succeeds. `false`, and nothing added, unless the
   * place is the first free one.
   */
  readonly append: (place: number, record: string) => Effect.Effect<boolean, VaultFault>
}

/** A ledger that ends with the program. */
export const memory = (): ErasureLedger => {
  const records: Array<string> = []
  return {
    read: (from) => Effect.sync(() => records.slice(from)),
    append: (place, record) =>
      Effect.sync(() => {
        if (place !== records.length) return false
        records.push(record)
        return true
      })
  }
}
