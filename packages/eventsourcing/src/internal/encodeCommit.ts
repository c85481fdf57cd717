/** Turns a request into what a driver commits: personal values sealed, events encoded, the whole digested. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { eventId } from "../CommitId.ts"
import type { RawEvent } from "../EventFamily.ts"
import type { Append, CommitRequest } from "../EventStore.ts"
import type * as Driver from "../EventStoreDriver.ts"
import type { KeyVault, SubjectErased, VaultFault } from "../KeyVault.ts"
import type { Metadata } from "../Recorded.ts"
import type { Sealed } from "../Sealed.ts"
import { InvalidEvent } from "../StoreError.ts"
import { commitDigest } from "./digest.ts"
import * as pendingSecrets from "./pendingSecrets.ts"

/** What a sealed value is bound to: the log, the stream, the event and the label of the field. */
export const sealContext = (log: string, stream: string, event: string, label: string): string =>
  JSON.stringify([log, stream, event, label])

type Draft = { readonly _tag: string }

const hasSecrets = (event: Draft): boolean => {
  for (const value of Object.values(event)) if (pendingSecrets.get(value) !== undefined) return true
  return false
}

const sealFields = Effect.fnUntraced(function*(
  vault: KeyVault["Service"],
  log: string,
  stream: string,
  id: string,
  event: Draft
): Effect.fn.Return<Draft, SubjectErased | VaultFault> {
  const sealed: Record<string, unknown> & Draft = { ...event }
  for (const [name, value] of Object.entries(event)) {
    const plain = pendingSecrets.get(value)
    if (plain === undefined) continue
    const holder = value as unknown as Sealed
    const box = yield* vault.seal(holder.subject, sealContext(log, stream, id, holder.label), plain)
    sealed[name] = { subject: holder.subject, label: holder.label, box }
  }
  return sealed
})

const encodeAppend = Effect.fnUntraced(function*(
  vault: KeyVault["Service"],
  log: string,
  request: CommitRequest,
  append: Append,
  firstIndex: number
): Effect.fn.Return<Driver.Append, InvalidEvent | SubjectErased | VaultFault> {
  const events: Array<RawEvent> = []
  for (const draft of append.events) {
    const id = eventId(request.id, firstIndex + events.length)
    const event = hasSecrets(draft) ? yield* sealFields(vault, log, append.stream, id, draft) : draft
    const encoded = append.family.encode(event)
    if (Result.isFailure(encoded)) {
      const { detail, type } = encoded.failure
      return yield* new InvalidEvent({ stream: append.stream, type, detail })
    }
    events.push(encoded.success)
  }
  return { stream: append.stream, expected: append.expected, events: events as [RawEvent, ...Array<RawEvent>] }
})

const metadataOf = (request: CommitRequest): Metadata => ({
  actor: { role: request.actor.role, id: request.actor.id },
  ...(request.correlationId === undefined ? {} : { correlationId: request.correlationId }),
  ...(request.causationId === undefined ? {} : { causationId: request.causationId })
})

export const encodeCommit = Effect.fnUntraced(function*(
  vault: KeyVault["Service"],
  log: string,
  request: CommitRequest
): Effect.fn.Return<Driver.Commit, InvalidEvent | SubjectErased | VaultFault> {
  const appends: Array<Driver.Append> = []
  let index = 0
  for (const append of request.appends) {
    appends.push(yield* encodeAppend(vault, log, request, append, index))
    index += append.events.length
  }
  return {
    id: request.id,
    digest: commitDigest(request.actor, appends),
    recordedAt: yield* Clock.currentTimeMillis,
    metadata: JSON.stringify(metadataOf(request)),
    appends: appends as [Driver.Append, ...Array<Driver.Append>],
    guards: request.guards ?? []
  }
})
