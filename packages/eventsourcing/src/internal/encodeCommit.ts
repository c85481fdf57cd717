/** Turns a request into what a driver commits: personal values sealed, events encoded, the whole digested. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import * as Result from "effect/Result"
import * as CommitId from "../CommitId.ts"
import type { RawEvent } from "../EventFamily.ts"
import type { Append, CommitRequest } from "../EventStore.ts"
import type * as Driver from "../EventStoreDriver.ts"
import type { Claim, KeyVault, SubjectErased, VaultFault } from "../KeyVault.ts"
import { Origin } from "../Origin.ts"
import type { Actor } from "../Recorded.ts"
import { InvalidEvent } from "../StoreError.ts"
import * as StreamId from "../StreamId.ts"
import { commitDigest } from "./digest.ts"
import { hasHidden, sealAppends } from "./sealAppends.ts"
import { hiddenIn } from "./sealedValues.ts"

/** A sealed value is bound to its event: one taken from another event could never be opened. */
const isForeign = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "subject" in value && "label" in value && "box" in value &&
  hiddenIn(value) === undefined

const hasForeign = (event: object): boolean => {
  for (const field in event) if (isForeign(event[field as keyof object])) return true
  return false
}

const refuse = (append: Append, detail: string): Result.Result<never, InvalidEvent> =>
  Result.fail(new InvalidEvent({ stream: append.stream, type: append.events[0]._tag, detail }))

/** What is wrong with a request as a whole, before anything of it is sealed or encoded. */
const refusal = ({ actor, appends, id }: CommitRequest): Result.Result<void, InvalidEvent> => {
  const [first] = appends
  if (Result.isFailure(CommitId.parse(id))) return refuse(first, "the commit id is not one")
  if (!actor.role.isWellFormed() || !actor.id.isWellFormed()) {
    return refuse(first, "the actor contains half of a surrogate pair")
  }
  const streams = appends.length === 1 ? undefined : new Set<string>()
  for (const append of appends) {
    const { family, stream } = append
    if (streams?.has(stream)) return refuse(append, "a commit names each stream once")
    streams?.add(stream)
    if (StreamId.category(stream) !== family.category) {
      return refuse(append, `the stream is not of the category "${family.category}"`)
    }
    if (append.events.some(hasForeign)) {
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

/** Of the author of the commit before: one often makes many, one after another. */
const lastActor = { role: "", id: "", text: JSON.stringify({ role: "", id: "" }) }

const actorText = ({ id, role }: Actor): string => {
  if (id !== lastActor.id || role !== lastActor.role) {
    Object.assign(lastActor, { role, id, text: JSON.stringify({ role, id }) })
  }
  return lastActor.text
}

const metadataOf = (request: CommitRequest, origin: Origin): string => {
  const correlationId = request.correlationId ?? origin.correlationId
  const causationId = request.causationId ?? origin.causationId
  const correlation = correlationId === undefined ? "" : `,"correlationId":${JSON.stringify(correlationId)}`
  const causation = causationId === undefined ? "" : `,"causationId":${JSON.stringify(causationId)}`
  return `{"actor":${actorText(request.actor)}${correlation}${causation}}`
}

/** The commit with encoded events. `appends`: those of the request, with nothing left to be sealed. */
const encode = (
  request: CommitRequest,
  appends: ReadonlyArray<Append>,
  fiber: Fiber.Fiber<unknown, unknown>
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
    recordedAt: fiber.getRef(Clock.Clock).currentTimeMillisUnsafe(),
    metadata: metadataOf(request, fiber.getRef(Origin)),
    appends: encoded as [Driver.Append, ...Array<Driver.Append>],
    guards: request.guards ?? []
  })
}

/** Whether something in the request is to be sealed. */
export const isPersonal = (request: CommitRequest): boolean =>
  request.appends.some((append) => append.events.some(hasHidden))

/** A request with nothing to be sealed, for the fiber that commits it. */
export const encodeCommit = (
  request: CommitRequest,
  fiber: Fiber.Fiber<unknown, unknown>
): Result.Result<Driver.Commit, InvalidEvent> => {
  const refused = refusal(request)
  return Result.isFailure(refused) ? Result.fail(refused.failure) : encode(request, request.appends, fiber)
}

/**
 * A request in which something is to be sealed. `claim`: for the keys that are made for it, which a commit that is refused
 * gives back.
 */
export const sealCommit = (
  vault: KeyVault["Service"],
  log: string,
  request: CommitRequest,
  claim: Claim
): Effect.Effect<Driver.Commit, InvalidEvent | SubjectErased | VaultFault> =>
  Effect.withFiber((fiber) => {
    const refused = refusal(request)
    if (Result.isFailure(refused)) return Effect.fail(refused.failure)
    return Effect.flatMap(
      sealAppends(vault, log, request, claim),
      (appends) => Effect.fromResult(encode(request, appends, fiber))
    )
  })
