/** Seals what is hidden in the events of a commit. */
import * as Effect from "effect/Effect"
import * as CommitId from "../CommitId.ts"
import type { Append, CommitRequest } from "../EventStore.ts"
import type { Claim, KeyVault, Plain, SubjectErased, VaultFault } from "../KeyVault.ts"
import type { Sealed } from "../Sealed.ts"
import { InvalidEvent } from "../StoreError.ts"
import { hiddenIn } from "./sealedValues.ts"

/** What a sealed value is bound to: the log, the stream, the event and the label of the field. */
export const sealContext = (log: string, stream: string, event: string, label: string): string =>
  JSON.stringify([log, stream, event, label])

type Draft = { readonly _tag: string }

export const hasHidden = (event: Draft): boolean => {
  for (const name in event) if (hiddenIn(event[name as keyof Draft]) !== undefined) return true
  return false
}

/** A field that is to be sealed, and where the result belongs. */
interface Secret extends Plain {
  readonly draft: Draft
  readonly field: string
}

/** The secrets of one event, or what is wrong with one of them; no word of their plain text. */
const secretsOf = (
  { stream }: Append,
  draft: Draft,
  contextOf: (label: string) => string
): ReadonlyArray<Secret> | InvalidEvent => {
  const secrets: Array<Secret> = []
  const refuse = (detail: string) => new InvalidEvent({ stream, type: draft._tag, detail })
  for (const [field, value] of Object.entries(draft)) {
    const hidden = hiddenIn(value)
    if (hidden === undefined) continue
    // Only Sealed.hide leaves something behind, and what it leaves it on is a Sealed.
    const { label, purpose, subject } = value as unknown as Sealed
    const plainText = hidden()
    if (plainText === undefined) return refuse(`what is hidden in "${field}" does not fit its field`)
    const context = contextOf(label)
    // The two would have the same context, so that one could be put in the other's place unnoticed.
    if (secrets.some((other) => other.context === context && other.subject === subject)) {
      return refuse(`two values of one subject have the label "${label}"; each needs its own`)
    }
    secrets.push({ subject, purpose, context, plainText, draft, field })
  }
  return secrets
}

/** The appends with every personal value sealed. */
export const sealAppends = Effect.fnUntraced(function*(
  vault: KeyVault["Service"],
  log: string,
  request: CommitRequest,
  claim: Claim
): Effect.fn.Return<ReadonlyArray<Append>, InvalidEvent | SubjectErased | VaultFault> {
  let index = 0
  const secrets: Array<Secret> = []
  for (const append of request.appends) {
    for (const draft of append.events) {
      const id = CommitId.eventId(request.id, index++)
      const found = secretsOf(append, draft, (label) => sealContext(log, append.stream, id, label))
      if (found instanceof InvalidEvent) return yield* found
      secrets.push(...found)
    }
  }
  const boxes = yield* vault.seal(secrets, claim)
  const sealed = new Map<Draft, Record<string, unknown> & Draft>()
  for (const [place, { draft, field }] of secrets.entries()) {
    const event = sealed.get(draft) ?? { ...draft }
    const { label, purpose, subject } = event[field as "_tag"] as unknown as Sealed // as above
    ;(event as Record<string, unknown>)[field] = { subject, purpose, label, box: boxes[place] }
    sealed.set(draft, event)
  }
  return request.appends.map((append) => ({
    ...append,
    events: append.events.map((draft) => sealed.get(draft) ?? draft) as [Draft, ...Array<Draft>]
  }))
})
