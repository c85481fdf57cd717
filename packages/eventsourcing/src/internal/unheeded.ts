/**
 * Runs an effect whose failure is nobody's concern, such as giving back a claim that ends by itself. `Effect.ignore` can
 * also write the failure to a log, and so brings a logger into every program that has it: 2 kB, compressed.
 */
import * as Effect from "effect/Effect"

const nothing = (): void => undefined

export const unheeded = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<void, never, R> =>
  Effect.match(effect, { onFailure: nothing, onSuccess: nothing })
