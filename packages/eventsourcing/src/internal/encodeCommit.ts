/** Turns a request into what a driver commits: personal values sealed, events encoded, the whole digested. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as CommitId from "../CommitId.ts"
import type { RawEvent } from "../EventFamily.ts"
import type { Append, CommitRequest } from "../EventStore.ts"
import type * as Driver from "../EventStoreDriver.ts"
import type { KeyVault, SubjectErased, VaultFault } from "../KeyVault.ts"
import type { Sealed } from "../Sealed.ts"
import { InvalidEvent } from "../StoreError.ts"
import * as StreamId from "../StreamId.ts"
import { commitDigest } from "./digest.ts"
import * as pendingSecrets from "./pendingSecrets.ts"

/** What a sealed value is bound to: the log, the stream, the event and the label of the field. */
export const sealContext = (log: string, stream: string, event: string, label: string): string =>
  JSON.stringify([log, stream, event, label])

type Draft = { readonly _tag: string }

const hasSecrets = (event: Draft): boolean => {
  for (const name in event) if (pendingSecrets.get(event[name as keyof Draft]) !== undefined) return true
  return false
}

const sealEvent = Effect.fnUntraced(function*(
  vault: KeyVault["Service"],
  event: Draft,
  contextOf: (label: string) => string
): Effect.fn.Return<Draft, SubjectErased | VaultFault> {
  const sealed: Record<string, unknown> & Draft = { ...event }
  for (const [name, value] of Object.entries(event)) {
    const plain = pendingSecrets.get(value)
    if (plain === undefined) continue
    // Only Sealed.hide leaves a secret behind, and what it leaves it on is a Sealed.
    const { label, subject } = value as unknown as Sealed
    sealed[name] = { subject, label, box: yield* vault.seal(subject, contextOf(label), plain) }
  }
  return sealed
})

/** The appends with every personal value sealed. */
const sealAppends = Effect.fnUntraced(function*(
  vault: KeyVault["Service"],
  log: string,
  request: CommitRequest
): Effect.fn.Return<ReadonlyArray<Append>, SubjectErased | VaultFault> {
  let index = 0
  const appends: Array<Append> = []
  for (const append of request.appends) {
    const events: Array<Draft> = []
    for (const event of append.events) {
      const id = CommitId.eventId(request.id, index++)
      events.push(yield* sealEvent(vault, event, (label) => sealContext(log, append.stream, id, label)))
    }
    appends.push({ ...append, events: events as [Draft, ...Array<Draft>] })
  }
  return appends
})

/** A sealed value is bound to its event: one taken from another event could never be opened. */
const isForeign = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "subject" in value && "label" in value && "box" in value &&
  pendingSecrets.get(value) === undefined

const refuse = (append: Append, detail: string): Result.Result<never, InvalidEvent> =>
  Result.fail(new InvalidEvent({ stream: append.stream, type: append.events[0]._tag, detail }))

/** What is wrong with a request as a whole, before anything of it is sealed or encoded. */
const refusal = ({ actor, appends, id }: CommitRequest): Result.Result<void, InvalidEvent> => {
  const [first] = appends
  if (Result.isFailure(CommitId.parse(id))) return refuse(first, "the commit id is not one")
  if (!actor.role.isWellFormed() || !actor.id.isWellFormed()) {
    return refuse(first, "the actor contains half of a surrogate pair")
  }
  const streams = new Set<string>()
  for (const append of appends) {
    const { family, stream } = append
    if (streams.has(stream)) return refuse(append, "a commit names each stream once")
    streams.add(stream)
    if (StreamId.category(stream) !== family.category) {
      return refuse(append, `the stream is not of the category "${family.category}"`)
    }
    if (append.events.some((event) => Object.values(event).some(isForeign))) {
      return refuse(append, "a personal value was sealed for another event; hide it anew")
    }
  }
  return Result.void
}

const encodeAppend = ({ events, expected, family, stream }: Append): Result.Result<Driver.Append, InvalidEvent> => {
  const raw: Array<RawEvent> = []
  for (const event of events) {
    const encoded = family.encode(event)
    if (Result.isFailure(encoded)) {
      const { detail, type } = encoded.failure
      return Result.fail(new InvalidEvent({ stream, type, detail }))
    }
    raw.push(encoded.success)
  }
  return Result.succeed({ stream, expected, events: raw as [RawEvent, ...Array<RawEvent>] })
}

const metadataOf = ({ actor, causationId, correlationId }: CommitRequest): string =>
  JSON.stringify({ actor: { role: actor.role, id: actor.id }, correlationId, causationId })

/** The commit with encoded events. `appends`: those of the request, with nothing left to be sealed. */
const encode = (
  request: CommitRequest,
  appends: ReadonlyArray<Append>,
  recordedAt: number
): Result.Result<Driver.Commit, InvalidEvent> => {
  const encoded: Array<Driver.Append> = []
  for (const append of appends) {
    const one = encodeAppend(append)
    if (Result.isFailure(one)) return Result.fail(one.failure)
    encoded.push(one.success)
  }
  return Result.succeed({
    id: request.id,
    digest: commitDigest(request.id, request.actor, encoded),
    recordedAt,
    metadata: metadataOf(request),
    appends: encoded as [Driver.Append, ...Array<Driver.Append>],
    guards: request.guards ?? []
  })
}

export const encodeCommit = (
  vault: KeyVault["Service"],
  log: string,
  request: CommitRequest
): Effect.Effect<Driver.Commit, InvalidEvent | SubjectErased | VaultFault> =>
  Clock.clockWith((clock) => {
    const refused = refusal(request)
    if (Result.isFailure(refused)) return Effect.fail(refused.failure)
    const now = clock.currentTimeMillisUnsafe()
    return request.appends.some((append) => append.events.some(hasSecrets))
      ? Effect.flatMap(sealAppends(vault, log, request), (appends) => Effect.fromResult(encode(request, appends, now)))
      : Effect.fromResult(encode(request, request.appends, now))
  })
