/**
 * Whether keys and ledger of erasures say the same, and a ledger made anew from what is left when it was lost. Needs no
 * master key: nothing is opened. For whoever operates a vault; a program that opens one is told of the same by its faults.
 */
import * as Effect from "effect/Effect"
import * as Base64Url from "effect/encoding/Base64Url"
import * as Result from "effect/Result"
import type { ErasureLedger } from "./ErasureLedger.ts"
import { attempt, fault, untilMade } from "./internal/vault/attempt.ts"
import * as Entries from "./internal/vault/entries.ts"
import * as Erasures from "./internal/vault/erasures.ts"
import { judgeLedger } from "./internal/vault/openVault.ts"
import type { VaultFault } from "./VaultError.ts"
import { listAll, type VaultStorage } from "./VaultStorage.ts"

export type Erasure = Erasures.Erasure

export interface Findings {
  /** Keys that are there, the vault's own ones included. */
  readonly keys: number
  /** What the ledger has, as far as it can be read. */
  readonly erasures: ReadonlyArray<Erasure>
  /** Why no program would open the two together; nothing when one would. */
  readonly fault: VaultFault | undefined
  /** What the keys remember as destroyed and the ledger does not have: an old copy of the keys would bring it back. */
  readonly notInLedger: ReadonlyArray<Erasure>
  /** What the ledger says was forgotten and is still in the keys; the next program that opens them destroys it. */
  readonly notCarriedOut: ReadonlyArray<Erasure>
}

const decode = (part: string): string => Result.getOrElse(Base64Url.decodeString(part), () => part)

/** Of a name under `key/`: whose it is, and for what; all purposes without one. */
const erasureOf = (name: string): Erasure => {
  const [subject = "", purpose = "*"] = name.slice(Entries.keys.length).split("/")
  return { subject: decode(subject), ...(purpose === "*" ? {} : { purpose: decode(purpose) }) }
}

interface Held {
  readonly vault: Entries.VaultEntry
  readonly text: string
  readonly keys: ReadonlyArray<Erasure>
  /** Of a subject that was forgotten as a whole, only that. */
  readonly tombstones: ReadonlyArray<Erasure>
}

const readKeys = Effect.fnUntraced(function*(storage: VaultStorage): Effect.fn.Return<Held, VaultFault> {
  const [text] = yield* storage.get([Entries.vault])
  if (text === undefined) return yield* fault("KeysLost", "audit", "there are no keys here")
  const vault = yield* attempt("Damaged", "audit", "the vault's own entry is damaged", () => Entries.decodeVault(text))
  const entries = yield* listAll(storage, Entries.keys)
  const all = entries.map(([name, text]) => ({ erasure: erasureOf(name), isGone: text === Entries.tombstone }))
  const gone = all.filter(({ isGone }) => isGone).map(({ erasure }) => erasure)
  const whole = new Set(gone.filter(({ purpose }) => purpose === undefined).map(({ subject }) => subject))
  return {
    vault,
    text,
    keys: all.filter(({ isGone }) => !isGone).map(({ erasure }) => erasure),
    tombstones: gone.filter(({ purpose, subject }) => purpose === undefined || !whole.has(subject))
  }
})

const covers = (erasures: Erasures.Erasures, { purpose, subject }: Erasure): boolean =>
  purpose === undefined ? erasures.hasSubject(subject) : erasures.has({ subject, purpose })

/** Compares the two. Changes nothing. Fails with `VaultFault` when there are no keys, or when one cannot be read at all. */
export const audit = Effect.fn("VaultAudit.audit")(function*(
  storage: VaultStorage,
  ledger: ErasureLedger
): Effect.fn.Return<Findings, VaultFault> {
  const { keys, tombstones, vault } = yield* readKeys(storage)
  const erasures = Erasures.make(ledger)
  const unreadable = yield* Effect.match(erasures.refresh, {
    onFailure: (reason) => reason,
    onSuccess: () => undefined
  })
  return {
    keys: keys.length,
    erasures: erasures.since(0).map(({ purpose, subject }) => ({
      subject,
      ...(purpose === undefined ? {} : { purpose })
    })),
    fault: unreadable ?? judgeLedger(vault, erasures),
    notInLedger: tombstones.filter((one) => !covers(erasures, one)),
    notCarriedOut: keys.filter((one) => covers(erasures, one))
  }
})

/**
 * Fills a new, empty ledger from what is left: everything that the keys remember as destroyed, and whoever else is known to
 * have been forgotten, such as from the log. From then on the two belong together. Whoever was forgotten after the copy
 * that the keys come from, and is in neither, is not in the new ledger either. Other copies of the keys do not fit it. Answers
 * how many erasures it has.
 *
 * Fails with `VaultFault`: `LedgerLost` when the ledger is not empty, `KeysLost` when there are no keys.
 */
export const rebuildLedger = Effect.fn("VaultAudit.rebuildLedger")(function*(
  storage: VaultStorage,
  ledger: ErasureLedger,
  alsoForgotten: ReadonlyArray<Erasure> = []
): Effect.fn.Return<number, VaultFault> {
  const { tombstones, vault: { id } } = yield* readKeys(storage)
  const erasures = Erasures.make(ledger)
  yield* erasures.refresh
  if (erasures.head().records > 0) return yield* fault("LedgerLost", "rebuild the ledger", "there is one already")
  yield* erasures.begin(id)
  for (const one of [...tombstones, ...alsoForgotten]) if (!covers(erasures, one)) yield* erasures.add(one)
  // None of its erasures counts as carried out: whoever opens the vault next makes sure of each.
  yield* untilMade(
    "rebuild the ledger",
    Effect.gen(function*() {
      const { text } = yield* readKeys(storage)
      const first = { id, ...erasures.headAt(1) }
      const change = {
        expect: new Map([[Entries.vault, text]]),
        set: new Map([[Entries.vault, Entries.encodeVault(first)]])
      }
      return (yield* storage.change(change)) ? true : undefined
    })
  )
  return erasures.since(0).length
})
