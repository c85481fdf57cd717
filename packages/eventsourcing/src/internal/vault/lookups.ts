/** From identifying values to subjects, by keyed digests. */
import * as Effect from "effect/Effect"
import * as Base64Url from "effect/encoding/Base64Url"
import type { Claim } from "../../KeyVault.ts"
import type { VaultFault } from "../../VaultError.ts"
import type { VaultStorage } from "../../VaultStorage.ts"
import { randomBytes } from "../randomBytes.ts"
import { untilMade } from "./attempt.ts"
import * as Entries from "./entries.ts"
import type { Erasures } from "./erasures.ts"

export interface Lookups {
  /** The subject of a digest; a new one when there is none, or when it was forgotten. */
  readonly subjectOf: (digest: string, claim: Claim | undefined) => Effect.Effect<string, VaultFault>
  /** Removes the look-ups that were made for the claim and that nobody else has used. */
  readonly discard: (claim: Claim) => Effect.Effect<void, VaultFault>
}

export const make = (storage: VaultStorage, erasures: Erasures): Lookups => {
  const subjectOf: Lookups["subjectOf"] = (digest, claim) => {
    const name = Entries.lookupName(digest)
    const begin = Effect.fnUntraced(function*(text: string | undefined) {
      const subject = Base64Url.encode(randomBytes(15))
      const entry = Entries.encodeLookup({ subject, ...(claim === undefined ? {} : { claim: claim.id }) })
      const set = new Map([[name, entry], [Entries.knownName(subject, digest), "."]])
      if (!(yield* storage.change({ expect: new Map([[name, text]]), set }))) return undefined
      claim?.made.add(name)
      return subject
    })
    return untilMade(
      "subjectOf",
      Effect.gen(function*() {
        const [text] = yield* storage.get([name])
        yield* erasures.refresh
        const known = text === undefined ? undefined : Entries.decodeLookup(text)
        if (known === undefined || erasures.hasSubject(known.subject)) return yield* begin(text)
        if (known.claim === undefined || known.claim === claim?.id) return known.subject
        // What was made for another commit, which may still give it back, is kept by whoever uses it as well.
        const kept = Entries.encodeLookup({ subject: known.subject })
        const change = { expect: new Map([[name, text]]), set: new Map([[name, kept]]) }
        return (yield* storage.change(change)) ? known.subject : undefined
      })
    )
  }

  const discard: Lookups["discard"] = Effect.fnUntraced(function*({ id, made }) {
    const names = [...made].filter((name) => name.startsWith(Entries.lookups))
    const texts = names.length === 0 ? [] : yield* storage.get(names)
    for (const [place, name] of names.entries()) {
      const text = texts[place]
      const entry = text === undefined ? undefined : Entries.decodeLookup(text)
      if (entry?.claim !== id) continue
      const known = Entries.knownName(entry.subject, Entries.digestOf(name))
      yield* storage.change({ expect: new Map([[name, text]]), set: new Map([[name, undefined], [known, undefined]]) })
    }
  })

  return { subjectOf, discard }
}
