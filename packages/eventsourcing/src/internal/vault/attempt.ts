/** Steps that may throw, and steps that another writer may be faster at. */
import * as Effect from "effect/Effect"
import { VaultFault, type VaultFaultReason } from "../../VaultError.ts"

/** What a step gives, or a fault that carries no cause: the message of a cause may quote what was opened. */
export const attempt = <A>(
  reason: VaultFaultReason,
  operation: string,
  sentence: string,
  run: () => A
): Effect.Effect<A, VaultFault> => Effect.try({ try: run, catch: () => fault(reason, operation, sentence) })

export const fault = (reason: VaultFaultReason, operation: string, sentence: string): VaultFault =>
  new VaultFault({ reason, operation, cause: sentence })

/** Every try loses only to a writer that wins, so this many in a row are a storage that refuses everything. */
const mostTries = 1000

/** Reads and changes until the change is made: `try` answers nothing when another writer came first. */
export const untilMade = Effect.fnUntraced(function*<A, E, R>(
  operation: string,
  tryOnce: Effect.Effect<A | undefined, E, R>
): Effect.fn.Return<A, E | VaultFault, R> {
  for (let count = 0; count < mostTries; count++) {
    const made = yield* tryOnce
    if (made !== undefined) return made
    yield* Effect.yieldNow
  }
  return yield* fault("Unavailable", operation, "its storage takes no change")
})
