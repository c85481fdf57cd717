/**
 * Remembers the folded states of streams, so that a command reads only what came since. A state in the cache is never
 * decided on as it is: the tail of the stream is read first, so what other processes wrote is always known. Without a
 * cache, which is how programs begin, every command folds its stream from its beginning or from its snapshot.
 */
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import type { Folded } from "./internal/loadState.ts"

/** Two states of the same stream are told apart by the fold that made them. */
type Fold = (...arguments_: ReadonlyArray<never>) => unknown

export interface StateCacheService {
  readonly get: (log: string, stream: string, fold: Fold) => Folded<unknown> | undefined
  /** Told of every use, so that what is in use stays. */
  readonly set: (log: string, stream: string, fold: Fold, folded: Folded<unknown>) => void
  readonly forget: (log: string, stream: string, fold: Fold) => void
  /** How many states are remembered. */
  readonly size: () => number
}

/** The cache in force; none unless a program provides one, such as with {@link layer}. */
export const StateCache: Context.Reference<StateCacheService | undefined> = Context.Reference(
  "@dateline/eventsourcing/StateCache",
  { defaultValue: (): StateCacheService | undefined => undefined }
)

/** A new, empty cache of at most `capacity` states; the one that was used longest ago makes room. */
export const make = (options: { readonly capacity: number }): StateCacheService => {
  const states = new Map<string, Folded<unknown>>()
  const folds = new WeakMap<Fold, number>()
  let named = 0
  const keyOf = (log: string, stream: string, fold: Fold): string => {
    let number = folds.get(fold)
    if (number === undefined) folds.set(fold, number = named++)
    return `${number} ${log} ${stream}`
  }
  return {
    get: (log, stream, fold) => states.get(keyOf(log, stream, fold)),
    set: (log, stream, fold, folded) => {
      const key = keyOf(log, stream, fold)
      // A slower reader does not take back what a faster one has read.
      if ((states.get(key)?.version ?? 0) > folded.version) return
      states.delete(key) // a key that is set again would stay where it was, and the oldest place goes first
      states.set(key, folded)
      if (states.size > options.capacity) states.delete(states.keys().next().value!)
    },
    forget: (log, stream, fold) => void states.delete(keyOf(log, stream, fold)),
    size: () => states.size
  }
}

/** A cache for the program that is given it. `capacity`: states remembered, 1,000 unless told otherwise. */
export const layer = (options: { readonly capacity?: number } = {}): Layer.Layer<never> =>
  Layer.sync(StateCache, () => make({ capacity: options.capacity ?? 1000 }))
