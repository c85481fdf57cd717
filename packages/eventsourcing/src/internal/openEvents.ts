/** Opens what is sealed in events that were read, for whoever may: before pure code sees them. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { eventId } from "../CommitId.ts"
import type { Box, KeyVault, VaultFault } from "../KeyVault.ts"
import type { Recorded } from "../Recorded.ts"
import { type Erased, erased, type Sealed } from "../Sealed.ts"
import { CorruptEvent } from "../StoreError.ts"
import { sealContext } from "./sealAppends.ts"
import { type Reader, readerOf } from "./sealedValues.ts"

type Fields = { readonly _tag: string; readonly [field: string]: unknown }

/** A sealed value, and which field of which event it stands in. */
interface Found {
  readonly place: number
  readonly field: string
  readonly sealed: Sealed
  readonly read: Reader
}

const boxOf = (log: string, recorded: Recorded<unknown>, { box, label, purpose, subject }: Sealed): Box => ({
  subject,
  purpose,
  box,
  context: sealContext(log, recorded.stream, eventId(recorded.commitId, recorded.index), label)
})

const misfit = (recorded: Recorded<unknown>, { label }: Sealed): CorruptEvent =>
  new CorruptEvent({
    stream: recorded.stream,
    version: recorded.version,
    position: recorded.position,
    type: (recorded.event as Fields)._tag, // as every event has
    reason: "InvalidPayload",
    detail: `what was sealed as "${label}" does not fit its field`
  })

const valueOf = (opened: string | Erased, read: Reader): Result.Result<unknown, unknown> =>
  typeof opened === "string" ? read(opened) : Result.succeed(erased)

const find = (events: ReadonlyArray<Recorded<unknown>>, purposes: ReadonlyArray<string>): ReadonlyArray<Found> => {
  const found: Array<Found> = []
  for (const [place, { event }] of events.entries()) {
    const fields = event as Fields // every event is a record of fields
    for (const field in fields) {
      const read = readerOf(fields[field])
      if (read === undefined) continue
      const sealed = fields[field] as Sealed // nothing else has a reader
      if (purposes.includes(sealed.purpose)) found.push({ place, field, sealed, read })
    }
  }
  return found
}

/** The events with the values of these purposes opened; those without any are the same objects as before. */
export const openEvents = Effect.fnUntraced(function*<Event>(
  vault: KeyVault["Service"],
  log: string,
  events: ReadonlyArray<Recorded<Event>>,
  purposes: ReadonlyArray<string>
): Effect.fn.Return<ReadonlyArray<Recorded<Event>>, VaultFault | CorruptEvent> {
  const found = find(events, purposes)
  if (found.length === 0) return events
  const opened = yield* vault.open(found.map(({ place, sealed }) => boxOf(log, events[place]!, sealed)))
  const changed = [...events]
  for (const [index, { field, place, read, sealed }] of found.entries()) {
    const recorded = changed[place]!
    const value = valueOf(opened[index]!, read)
    if (Result.isFailure(value)) return yield* misfit(recorded, sealed)
    changed[place] = { ...recorded, event: { ...recorded.event, [field]: value.success } }
  }
  return changed
})

/** One value of an event; whatever its purpose. */
export const openValue = Effect.fnUntraced(function*(
  vault: KeyVault["Service"],
  log: string,
  recorded: Recorded<unknown>,
  sealed: Sealed
): Effect.fn.Return<unknown, VaultFault | CorruptEvent> {
  const read = readerOf(sealed)
  if (read === undefined) return yield* misfit(recorded, sealed)
  const [opened] = yield* vault.open([boxOf(log, recorded, sealed)])
  const value = valueOf(opened!, read) // one for each box
  return Result.isSuccess(value) ? value.success : yield* misfit(recorded, sealed)
})
