/**
 * Makes a change of the past visible to somebody outside. The digests of all commits are chained in the order of the log,
 * and now and then the head of the chain is signed and kept; whoever has a signed head can tell whether the log up to
 * there still is what it was. Without a copy of a head outside, it proves nothing against somebody who can write the log,
 * the heads and the key: they can chain and sign anew.
 *
 * Sealed values stay cipher text in the digests, so erasing a person leaves every head valid.
 */
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Checkpoint, CheckpointFromElsewhere } from "./Checkpoint.ts"
import { EventStoreDriver } from "./EventStoreDriver.ts"
import * as Chain from "./internal/notary/chain.ts"
import * as Signature from "./internal/notary/signature.ts"
import { ownCheckpoint } from "./internal/ownCheckpoint.ts"
import * as Position from "./Position.ts"
import type { Json } from "./Projection.ts"
import type { StoreFault } from "./StoreError.ts"
import type { LogDamaged } from "./Verify.ts"
import { type ViewId, ViewStore } from "./ViewStore.ts"
import type { CheckpointMoved, Fenced, InvalidCursor, UnknownIndex, UnknownView } from "./ViewStoreError.ts"

/** What a log was, up to a position. JSON as it stands. */
export interface Head {
  /** The log's id. */
  readonly log: string
  readonly epoch: string
  /** The position of the last event in it. */
  readonly position: number
  readonly commits: number
  /** SHA-256 over the digests of all commits, each with the one before, in base64url. */
  readonly chain: string
  /** When it was signed, in milliseconds since the Unix epoch; by the signer's own clock. */
  readonly at: number
  /** The public key (Ed25519) under which it was signed, in base64url. */
  readonly key: string
  /** Over all the other fields, in base64url. */
  readonly signature: string
}

/** A key cannot be used, or this platform has no Ed25519. Carries no secret. */
export class SignerFault extends Data.TaggedError("SignerFault")<{ readonly cause: unknown }> {
  override get message(): string {
    const cause = this.cause instanceof Error ? this.cause.message : String(this.cause)
    return `Nothing can be signed with this key: ${cause}`
  }
}

/** The log is not what a signed head says, or nobody who was trusted signed it. */
export class HeadRefuted extends Data.TaggedError("HeadRefuted")<{
  readonly reason: "Signature" | "Log" | "Chain" | "Missing"
  /** The head that does not hold. */
  readonly head: Head
  /** The last position up to which an earlier head holds; 0 if none does. */
  readonly holdsUpTo: number
}> {
  override get message(): string {
    const { head, holdsUpTo, reason } = this
    const sentences = {
      Signature:
        `The head at position ${head.position} was not signed with the key that it names, or not with a trusted one`,
      Log: `The head at position ${head.position} is of log ${head.log}, epoch ${head.epoch}, and not of this one`,
      Chain: `The log was changed between positions ${holdsUpTo + 1} and ${head.position}`,
      Missing:
        `The log ended at position ${head.position} or later, and what followed position ${holdsUpTo} is not there`
    }
    return sentences[reason]
  }
}

export interface Signer {
  /** Its public key (Ed25519), in base64url: 43 characters. */
  readonly key: string
  readonly sign: (text: string) => Effect.Effect<string, SignerFault>
}

const attempt = <A>(run: () => Promise<A>): Effect.Effect<A, SignerFault> =>
  Effect.tryPromise({ try: run, catch: (cause) => new SignerFault({ cause }) })

/** A new key pair: `secret` (PKCS #8 in base64url) is for {@link signer}; `key` is for whoever verifies. */
export const makeKeys: Effect.Effect<{ readonly secret: string; readonly key: string }, SignerFault> = attempt(
  Signature.generate
)

/** Signs with a secret that {@link makeKeys} made. */
export const signer = (secret: string): Effect.Effect<Signer, SignerFault> =>
  Effect.map(attempt(() => Signature.load(secret)), ({ key, sign }): Signer => ({
    key,
    sign: (text) => attempt(() => sign(text))
  }))

/** Where heads are kept: a view of the notary's own, written as every view is. */
export const view: ViewId = { name: "dateline-notary", revision: 1, build: 0 }

const byPosition = { name: "byPosition", equal: ["log"], order: ["position"] } as const

const signed = (text: Omit<Head, "signature">): string =>
  JSON.stringify([text.log, text.epoch, text.position, text.commits, text.chain, text.at, text.key])

/** Why the heads that are kept cannot be read. */
export type HeadsError = StoreFault | UnknownView | UnknownIndex | InvalidCursor

/** Why no head could be made and kept. */
export type ExtendError = HeadsError | Fenced | CheckpointMoved | LogDamaged | CheckpointFromElsewhere | SignerFault

const list = Effect.fnUntraced(function*(log: string, limit: number, direction: "ascending" | "descending") {
  const views = yield* ViewStore
  const heads: Array<Head> = []
  let cursor: string | undefined
  do {
    const query = { index: byPosition.name, equal: [log], limit: Math.min(limit, 1000), direction }
    const page = yield* views.query(view, cursor === undefined ? query : { ...query, cursor })
    heads.push(...page.items.map(({ document }) => document as unknown as Head)) // the notary alone writes this view
    cursor = page.next
  } while (cursor !== undefined && heads.length < limit)
  return heads
})

/** All heads that are kept of the program's log, oldest first. */
export const heads: Effect.Effect<ReadonlyArray<Head>, HeadsError, EventStoreDriver | ViewStore> = Effect.gen(
  function*() {
    const { log } = yield* EventStoreDriver
    yield* Effect.flatMap(ViewStore, (views) => views.define(view, [byPosition]))
    return yield* list(log.id, Number.MAX_SAFE_INTEGER, "ascending")
  }
)

/**
 * Reads what was committed since the last head, compares every commit with its digest, and keeps a signed head of the whole
 * log; answers it, or nothing when nothing was committed since. Fails with `LogDamaged` before it would sign a log that is
 * not what was written. Two at once: one of them fails with `CheckpointMoved`, and nothing is lost.
 */
export const extend = Effect.fnUntraced(function*(
  by: Signer
): Effect.fn.Return<Option.Option<Head>, ExtendError, EventStoreDriver | ViewStore> {
  const driver = yield* EventStoreDriver
  const views = yield* ViewStore
  yield* views.define(view, [byPosition])
  const { epoch, id } = driver.log
  const start: Checkpoint = { log: id, epoch, position: Position.start }
  const stored = yield* views.checkpoint(view)
  const from = yield* ownCheckpoint(driver, "notary", Option.getOrElse(stored, () => start))
  const [last] = yield* list(id, 1, "descending")
  const link = yield* Chain.through(driver, last ?? Chain.empty)
  if (link.position === from.position) return Option.none()
  const body = { log: id, epoch, ...link, at: yield* Clock.currentTimeMillis, key: by.key }
  const head: Head = { ...body, signature: yield* by.sign(signed(body)) }
  const to: Checkpoint = { ...from, position: Position.make(head.position) }
  const upserts = new Map<string, Json>([[`${id} ${String(head.position).padStart(16, "0")}`, { ...head }]])
  yield* views.apply([{ view, fence: 0, from, to, upserts, deletes: [] }])
  return Option.some(head)
})

/** Whether the head was signed with the key that it names. */
export const isSigned = (head: Head): Effect.Effect<boolean, SignerFault> =>
  attempt(() => Signature.verify(head.key, signed(head), head.signature))

/**
 * Reads the whole log and holds it against heads that were kept, here or elsewhere: each must be signed with a key that is
 * trusted, and be what the log up to its position comes to. Fails with {@link HeadRefuted} at the first that does not
 * hold, and with `LogDamaged` when the log contradicts itself. Answers the position up to which heads vouch for the log.
 */
export const verify = Effect.fnUntraced(function*(options: {
  readonly heads: ReadonlyArray<Head>
  /** The public keys of signers who are trusted, in base64url. */
  readonly trusted: ReadonlyArray<string>
}): Effect.fn.Return<number, HeadRefuted | LogDamaged | StoreFault | SignerFault, EventStoreDriver> {
  const driver = yield* EventStoreDriver
  let link: Chain.Link = Chain.empty
  for (const head of options.heads.toSorted((a, b) => a.position - b.position)) {
    const refuted = (reason: HeadRefuted["reason"]) => new HeadRefuted({ reason, head, holdsUpTo: link.position })
    if (!options.trusted.includes(head.key) || !(yield* isSigned(head))) return yield* refuted("Signature")
    if (head.log !== driver.log.id || head.epoch !== driver.log.epoch) return yield* refuted("Log")
    const next: Chain.Link = yield* Chain.through(driver, link, head.position)
    if (next.position < head.position) return yield* refuted("Missing")
    if (next.chain !== head.chain || next.commits !== head.commits) return yield* refuted("Chain")
    link = next
  }
  return link.position
})
