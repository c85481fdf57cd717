/**
 * Keeps one data key for each person and purpose for which the log holds personal data, apart from the log. What is
 * sealed under a key is readable while the key exists; destroying the key erases all of it at once, in every copy. Who
 * was forgotten is also kept in a ledger of its own, which is asked whenever anything is sealed or opened, so that keys
 * which come back with an old copy revive nobody. Not a general secret store.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Base64Url from "./internal/base64Url.ts"
import { randomBytes } from "./internal/randomBytes.ts"
import { unheeded } from "./internal/unheeded.ts"
import type { Erased } from "./Sealed.ts"
import { type SubjectErased, VaultFault } from "./VaultError.ts"

export { type Erased, erased } from "./Sealed.ts"
export { SubjectErased, VaultFault, type VaultFaultReason } from "./VaultError.ts"

/** What a text is sealed for. The same for all three gives the same key and box, for the same text. */
export interface Place {
  /** Whose data it is: a random id, never the person's name or address. */
  readonly subject: string
  /** What it is kept for, such as `publication`; each purpose of a subject has a key of its own. */
  readonly purpose: string
  /** Bound to the box: it opens in this context and in no other. */
  readonly context: string
}

/** A text to be sealed. Whole Unicode: a half of a surrogate pair would not come back. */
export interface Plain extends Place {
  readonly plainText: string
}

export interface Box extends Place {
  readonly box: string
}

/** Names a commit for which keys and look-ups may be made in vain: see {@link claim}. */
export interface Claim {
  readonly id: string
  /** The names of the keys and look-ups that were made for it. */
  readonly made: Set<string>
}

/** For one commit that may be refused: give it to `seal` and `subjectOf`, and to `discard` once the commit was refused. */
export const claim = (): Claim => ({ id: Base64Url.encode(randomBytes(12)), made: new Set() })

export class KeyVault extends Context.Service<KeyVault, {
  /** The vault's own id, which a log that it has sealed for remembers. Random; it stays with the keys. */
  readonly id: string
  /**
   * Encrypts texts, each under the key of its subject and purpose, made at first use. The same text for the same place
   * gives the same box, so that a repeated commit has the same bytes. Fails with {@link SubjectErased}, and nothing is
   * sealed, when one of the subjects was forgotten.
   */
  readonly seal: (
    texts: ReadonlyArray<Plain>,
    claim?: Claim
  ) => Effect.Effect<ReadonlyArray<string>, SubjectErased | VaultFault>
  /**
   * Decrypts what {@link seal} answered; {@link Erased} once the subject, or this purpose of it, was forgotten. Fails with
   * {@link VaultFault} `NoKey` when the vault never had the key, and `Damaged` when box and place do not belong together.
   */
  readonly open: (boxes: ReadonlyArray<Box>) => Effect.Effect<ReadonlyArray<string | Erased>, VaultFault>
  /**
   * Removes the keys and look-ups that were made for a commit that was refused, unless somebody else uses them by now.
   * Those of a program that was killed in between stay: keys that sealed nothing, and a digest that finds nobody.
   */
  readonly discard: (claim: Claim) => Effect.Effect<void, VaultFault>
  /**
   * The subject known by an identifying value, such as an e-mail address; a new random one when there is none. The
   * value itself is not stored, only a keyed digest of it. `scope` separates uses.
   */
  readonly subjectOf: (scope: string, value: string, claim?: Claim) => Effect.Effect<string, VaultFault>
  /**
   * Destroys the subject's keys and look-ups, for good; or, when a purpose is named, that purpose's key alone. It is
   * written to the ledger first. When it fails, the same again completes it; again after that, no effect.
   */
  readonly forget: (subject: string, purpose?: string) => Effect.Effect<void, VaultFault>
  /** Whether the whole subject was forgotten. */
  readonly isForgotten: (subject: string) => Effect.Effect<boolean, VaultFault>
}>()("@dateline/eventsourcing/KeyVault") {
  /** For logs without personal data: sealing or opening anything fails with {@link VaultFault} `Unavailable`. */
  static readonly layerNone: Layer.Layer<KeyVault> = Layer.sync(KeyVault, () => {
    const fail = (operation: string) =>
      Effect.fail(new VaultFault({ reason: "Unavailable", operation, cause: "this program was given no key vault" }))
    return KeyVault.of({
      id: none,
      seal: () => fail("seal"),
      open: () => fail("open"),
      discard: () => Effect.void,
      subjectOf: () => fail("subjectOf"),
      forget: () => fail("forget"),
      isForgotten: () => fail("isForgotten")
    })
  })
}

/** Nothing of the commit was written, and nothing of it ever will be. */
export const isRefusal = ({ _tag }: { readonly _tag: string }): boolean =>
  _tag !== "StoreFault" && _tag !== "Ambiguous" && _tag !== "VaultFault"

/**
 * Something that leads to a commit, with a claim of its own for what is made on the way: given back when it is refused, by
 * whatever error but a fault. After a fault it is not certain that nothing was written, and what was made stays: what is not
 * used does no harm, what is lost does.
 */
export const claiming = <A, E extends { readonly _tag: string }, R>(
  use: (claim: Claim) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R | KeyVault> =>
  Effect.suspend(() => {
    const own = claim()
    const giveBack = Effect.flatMap(KeyVault, (vault) => unheeded(vault.discard(own)))
    return Effect.tapError(use(own), (error) => isRefusal(error) ? giveBack : Effect.void)
  })

/** The id of no vault at all: such a program cannot tell whether the log's keys are there. */
export const none = ""
