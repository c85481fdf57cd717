/** The ledger as the vault reads it: a chain of records, each with the digest of the one before, and who is in it. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Base64Url from "effect/encoding/Base64Url"
import type { ErasureLedger } from "../../ErasureLedger.ts"
import type { VaultFault } from "../../VaultError.ts"
import { sha256 } from "../sha256.ts"
import { attempt, fault, untilMade } from "./attempt.ts"

/** What was forgotten of a subject: what was kept for one purpose, or everything. */
export interface Erasure {
  readonly subject: string
  readonly purpose?: string
}

/** The first record names the vault that the ledger belongs to; the others are erasures. */
interface LedgerRecord extends Partial<Erasure> {
  readonly vault?: string
  /** When, in milliseconds since the Unix epoch. Nothing is decided by it. */
  readonly at: number
  /** The digest of the record before; empty in the first. */
  readonly previous: string
}

/** How far a ledger has come. */
export interface LedgerHead {
  readonly records: number
  /** The digest of the last record; empty before the first. */
  readonly digest: string
}

export interface Erasures {
  /** Reads what others have added. Fails when what was read before is not there any more. */
  readonly refresh: Effect.Effect<void, VaultFault>
  readonly head: () => LedgerHead
  /** What the head was with so many records; no more than there are. */
  readonly headAt: (records: number) => LedgerHead
  /** The vault that the ledger belongs to; nothing while it is empty. */
  readonly owner: () => string | undefined
  /** Whether the ledger, as it was last read, has this key. */
  readonly has: (key: Required<Erasure>) => boolean
  readonly hasSubject: (subject: string) => boolean
  /** The erasures from a place on. */
  readonly since: (records: number) => ReadonlyArray<Erasure>
  /** Whether this was the head once. */
  readonly wasHead: (head: LedgerHead) => boolean
  /** Makes the first record, unless there is one. */
  readonly begin: (vault: string) => Effect.Effect<void, VaultFault>
  /** Adds an erasure, unless it is there. */
  readonly add: (erasure: Erasure) => Effect.Effect<void, VaultFault>
}

const digestOf = (record: string): string => Base64Url.encode(sha256(record))

const lost = (sentence: string): VaultFault => fault("LedgerLost", "read the ledger of erasures", sentence)

const keyOf = ({ purpose, subject }: Erasure): string =>
  JSON.stringify(
    purpose === undefined ? [subject] : [
      subject,
      purpose
    ]
  )

export const make = (ledger: ErasureLedger): Erasures => {
  const records: Array<LedgerRecord> = []
  const digests: Array<string> = []
  const known = new Set<string>()
  let last: string | undefined

  const take = Effect.fnUntraced(function*(text: string) {
    const record = yield* attempt(
      "LedgerLost",
      "read the ledger of erasures",
      `record ${records.length} cannot be read`,
      () => JSON.parse(text) as LedgerRecord
    )
    if (record.previous !== (digests.at(-1) ?? "")) {
      return yield* lost(`record ${records.length} does not follow the one before: one was changed or is missing`)
    }
    records.push(record)
    digests.push(digestOf(text))
    last = text
    if (record.subject !== undefined) known.add(keyOf(record as Erasure))
  })

  /** The last record that is known is read again: it says that nothing was cut off or changed before it. */
  const refresh = Effect.suspend(() => ledger.read(Math.max(records.length - 1, 0))).pipe(
    Effect.flatMap((texts) => {
      if (texts[0] !== last) return Effect.fail(lost("records that were there are missing or were changed"))
      return texts.length <= 1 ? Effect.void : Effect.forEach(texts.slice(1), take, { discard: true })
    })
  )
  const refreshFromNothing = Effect.suspend(() => ledger.read(0)).pipe(
    Effect.flatMap((texts) => Effect.forEach(texts, take, { discard: true }))
  )
  const read = Effect.suspend(() => last === undefined ? refreshFromNothing : refresh)

  const append = (record: Omit<LedgerRecord, "at" | "previous">) =>
    Effect.gen(function*() {
      const at = yield* Clock.currentTimeMillis
      const text = JSON.stringify({ ...record, at, previous: digests.at(-1) ?? "" })
      if (yield* ledger.append(records.length, text)) yield* take(text)
    })

  const headAt = (count: number): LedgerHead => ({ records: count, digest: digests[count - 1] ?? "" })

  return {
    refresh: read,
    head: () => headAt(records.length),
    headAt,
    owner: () => records[0]?.vault,
    has: ({ purpose, subject }) =>
      known.size > 0 && (known.has(keyOf({ subject })) || known.has(keyOf({ subject, purpose }))),
    hasSubject: (subject) => known.has(keyOf({ subject })),
    since: (from) =>
      records.slice(from).filter((record): record is LedgerRecord & Erasure => record.subject !== undefined),
    wasHead: ({ digest, records: count }) => count === 0 ? digest === "" : digests[count - 1] === digest,
    begin: (vault) =>
      untilMade(
        "begin the ledger of erasures",
        Effect.gen(function*() {
          yield* read
          if (records.length > 0) return true
          yield* append({ vault })
          return undefined
        })
      ).pipe(Effect.asVoid),
    add: (erasure) =>
      untilMade(
        "write the ledger of erasures",
        Effect.gen(function*() {
          yield* read
          if (known.has(keyOf(erasure))) return true
          yield* append(erasure)
          return undefined
        })
      ).pipe(Effect.asVoid)
  }
}
