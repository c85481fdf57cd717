/**
 * Where a vault keeps its keys and look-ups: a small map from names to texts with an atomic change, for authors of
 * adapters. No plain text and no unwrapped key reaches it. Keep it apart from the log, or a copy of the log carries its
 * own keys.
 */
import * as Effect from "effect/Effect"
import type { VaultFault } from "./VaultError.ts"

/** A change that is made as a whole, or not at all. */
export interface Change {
  /** What must be stored under these names, or nothing must be (`undefined`), for the change to be made. */
  readonly expect: ReadonlyMap<string, string | undefined>
  /** What is stored under these names afterwards; `undefined` removes. */
  readonly set: ReadonlyMap<string, string | undefined>
  /**
   * Whether whatever was replaced or removed, by this change or an earlier one, must be gone from the disk and from every
   * journal that the storage keeps when the change succeeds. It may then fail after the change was made; made again, it
   * completes.
   */
  readonly shred?: boolean
}

/** Names and texts are ASCII; a name has at most some hundred characters, a text some thousand. */
export interface VaultStorage {
  /** What is stored under each of the names, all at one moment. */
  readonly get: (names: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<string | undefined>, VaultFault>
  /**
   * At most `limit` names that begin with `prefix`, with their texts, ordered by ASCII and from the first one greater
   * than `after` on (from the first of all for the empty text).
   */
  readonly list: (
    prefix: string,
    after: string,
    limit: number
  ) => Effect.Effect<ReadonlyArray<readonly [name: string, text: string]>, VaultFault>
  /** Makes a change, durably. `false`, and nothing changed, when something is not as expected. */
  readonly change: (change: Change) => Effect.Effect<boolean, VaultFault>
}

const compare = (a: string, b: string): number => a < b ? -1 : a > b ? 1 : 0

/** A storage that ends with the program. */
export const memory = (): VaultStorage => {
  const texts = new Map<string, string>()
  return {
    get: (names) => Effect.sync(() => names.map((name) => texts.get(name))),
    list: (prefix, after, limit) =>
      Effect.sync(() =>
        Array.from(texts)
          .filter(([name]) => name.startsWith(prefix) && name > after)
          .toSorted(([a], [b]) => compare(a, b))
          .slice(0, limit)
      ),
    change: ({ expect, set }) =>
      Effect.sync(() => {
        for (const [name, text] of expect) if (texts.get(name) !== text) return false
        for (const [name, text] of set) {
          if (text === undefined) texts.delete(name)
          else texts.set(name, text)
        }
        return true
      })
  }
}

/** Most names that are listed at once. */
const pageSize = 500

/** Everything under a prefix. */
export const listAll = Effect.fnUntraced(function*(
  storage: VaultStorage,
  prefix: string
): Effect.fn.Return<ReadonlyArray<readonly [name: string, text: string]>, VaultFault> {
  const all: Array<readonly [string, string]> = []
  for (;;) {
    const page = yield* storage.list(prefix, all.at(-1)?.[0] ?? "", pageSize)
    all.push(...page)
    if (page.length < pageSize) return all
  }
})
