/**
 * Replaces the master key of a vault: every data key is wrapped anew, and what is sealed stays as it is. It can be
 * stopped at any point, by a crash too, and taken up again by the same call; programs that hold both keys go on meanwhile.
 */
import * as Effect from "effect/Effect"
import { fault, untilMade } from "./internal/vault/attempt.ts"
import * as Entries from "./internal/vault/entries.ts"
import * as MasterKeys from "./internal/vault/masterKeys.ts"
import type { VaultFault } from "./VaultError.ts"
import type { VaultStorage } from "./VaultStorage.ts"

export interface Options {
  readonly storage: VaultStorage
  /** The master key that the keys are wrapped with; 32 bytes. */
  readonly from: Uint8Array
  /** The one that they will be wrapped with; 32 bytes. */
  readonly to: Uint8Array
  /** Told how many keys this call has wrapped anew, now and then. */
  readonly onProgress?: (rewrapped: number) => Effect.Effect<void>
}

const pageSize = 200

/** Changes one entry from what it is expected to be to what it shall be; nothing when another writer came first. */
const replace = (storage: VaultStorage, name: string, from: string | undefined, to: string | undefined) =>
  Effect.map(
    storage.change({ expect: new Map([[name, from]]), set: new Map([[name, to]]), shred: to === undefined }),
    (made) => made ? true : undefined
  )

const wrapAgain = (masters: MasterKeys.MasterKeys, name: string, text: string) =>
  Effect.map(
    MasterKeys.unwrap(masters, name, text),
    // What was unwrapped is an entry.
    (raw) => MasterKeys.wrap(masters, name, raw, Entries.decodeKey(text).claim)
  )

/** Whether another master key wraps it, as far as the text tells; one that is no entry is found out when it is unwrapped. */
const isUnderOther = (masters: MasterKeys.MasterKeys, text: string): boolean =>
  text !== Entries.tombstone && !text.startsWith(`{"master":${JSON.stringify(masters.current)}`)

/** All keys of a page in one change; one by one when somebody was faster with one of them. */
const rewrapPage = Effect.fnUntraced(function*(
  storage: VaultStorage,
  masters: MasterKeys.MasterKeys,
  page: ReadonlyArray<readonly [name: string, text: string]>
) {
  const set = new Map<string, string>()
  for (const [name, text] of page) set.set(name, yield* wrapAgain(masters, name, text))
  if (set.size === 0 || (yield* storage.change({ expect: new Map(page), set }))) return
  for (const [name] of page) {
    yield* untilMade(
      "rotate",
      Effect.gen(function*() {
        const [text] = yield* storage.get([name])
        if (text === undefined || !isUnderOther(masters, text)) return true
        return yield* replace(storage, name, text, yield* wrapAgain(masters, name, text))
      })
    )
  }
})

const rewrapAll = Effect.fnUntraced(function*({ onProgress, storage }: Options, masters: MasterKeys.MasterKeys) {
  let rewrapped = 0
  let after = ""
  for (;;) {
    const page = yield* storage.list(Entries.keys, after, pageSize)
    const last = page.at(-1)
    if (last === undefined) return rewrapped
    const old = page.filter(([, text]) => isUnderOther(masters, text))
    yield* rewrapPage(storage, masters, old)
    rewrapped += old.length
    after = last[0]
    if (onProgress && old.length > 0) yield* onProgress(rewrapped)
  }
})

/**
 * Wraps every data key with `to` and forgets `from`, which no vault is made with any more afterwards. Answers how many
 * keys this call wrapped anew. Done before: no effect. Fails with {@link VaultFault}: `MasterKey` when the keys are
 * wrapped with another key than these two.
 */
export const rotate = Effect.fn("KeyRotation.rotate")(function*(
  options: Options
): Effect.fn.Return<{ readonly rewrapped: number }, VaultFault> {
  const { storage } = options
  const masters = yield* MasterKeys.make(options.to, [options.from])
  const [from] = [...masters.byFingerprint.keys()].filter((one) => one !== masters.current)
  if (from === undefined) return yield* fault("MasterKey", "rotate", "the new master key is the previous one")
  yield* MasterKeys.admit(storage, masters)
  const name = Entries.masterName(from)
  // From here on no key is made under the previous one, so whatever is found under it is all there is.
  const begun = yield* untilMade(
    "rotate",
    Effect.gen(function*() {
      const [state] = yield* storage.get([name])
      if (state === undefined) return "done" as const
      return state === Entries.retiring || (yield* replace(storage, name, state, Entries.retiring))
        ? "begun"
        : undefined
    })
  )
  if (begun === "done") return { rewrapped: 0 }
  const rewrapped = yield* rewrapAll(options, masters)
  yield* untilMade("rotate", replace(storage, name, Entries.retiring, undefined))
  return { rewrapped }
})
