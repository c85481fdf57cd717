/** How one event is written and read: its fields as JSON, its versions, its tags. What its fields are, others say. */
import * as Result from "effect/Result"
import type { DecodeProblem, Definition, EncodeProblem, RawEvent, Upcaster } from "../EventFamily.ts"
import { attempt, parsePayload, upcast } from "./upcast.ts"

/** What is said of an event beside its fields. */
export interface EventOptions {
  readonly type: string
  readonly upcasters: ReadonlyArray<Upcaster>
  readonly retired: boolean
}

/** Why fields do not fit, without their values. */
type Misfit = { readonly message: string }

/** One event of a family, ready to be written and read. */
export interface EventCodec extends Definition {
  /** Both take and give the fields with the event's name. */
  readonly encodeFields: (event: unknown) => Result.Result<unknown, Misfit>
  readonly decodeFields: (payload: unknown) => Result.Result<unknown, Misfit>
  readonly upcasters: ReadonlyArray<Upcaster>
  /** Whether payloads of the newest version are taken as they are. */
  readonly trusting: boolean
}

const newestOf = (codec: EventCodec): number => codec.upcasters.length + 1

export const encodeProblem = (type: string, detail: string): Result.Result<never, EncodeProblem> =>
  Result.fail({ _tag: "EncodeProblem", type, detail })

const problemOf = (reason: DecodeProblem["reason"], detail: string): DecodeProblem => ({
  _tag: "DecodeProblem",
  reason,
  detail
})

export const decodeProblem = (reason: DecodeProblem["reason"], detail: string): Result.Result<never, DecodeProblem> =>
  Result.fail(problemOf(reason, detail))

export const encode = (
  codec: EventCodec,
  event: { readonly _tag: string },
  tagsOf: () => ReadonlyArray<string>
): Result.Result<RawEvent, EncodeProblem> => {
  const { type } = codec
  if (codec.retired) return encodeProblem(type, "it is retired: old ones are read, and no new one is written")
  const encoded = attempt(() => codec.encodeFields(event))
  if (encoded === undefined) return encodeProblem(type, "a field's schema threw")
  if (Result.isFailure(encoded)) return encodeProblem(type, encoded.failure.message)
  const tags = attempt(tagsOf)
  if (tags === undefined) return encodeProblem(type, "the family's tags cannot be told of it")
  if (!tags.every((tag) => tag.isWellFormed())) return encodeProblem(type, "a tag contains half of a surrogate pair")
  const { _tag: _, ...fields } = encoded.success as { readonly _tag: string } // it was declared with this name
  const payload = attempt(() => JSON.stringify(fields))
  // Such as more lists in each other than the program's stack takes.
  if (payload === undefined) return encodeProblem(type, "its fields cannot be written as JSON")
  return Result.succeed({ type, schemaVersion: newestOf(codec), payload, tags })
}

export const decode = (
  codec: EventCodec,
  { payload, schemaVersion, type }: RawEvent
): Result.Result<unknown, DecodeProblem> => {
  const newest = newestOf(codec)
  if (schemaVersion > newest) {
    return decodeProblem("NewerVersion", `${type} has version ${schemaVersion}, this program knows up to ${newest}`)
  }
  if (!Number.isInteger(schemaVersion) || schemaVersion < 1) {
    return decodeProblem("InvalidPayload", `${schemaVersion} is not a version: versions are whole numbers from 1`)
  }
  const parsed = parsePayload(payload)
  if (typeof parsed === "string") return decodeProblem(parsed, "the payload is not a JSON object")
  if (schemaVersion === newest && codec.trusting) {
    parsed["_tag"] = type // in the object that was parsed, which is nobody else's: a copy would cost more than the parsing
    return Result.succeed(parsed)
  }
  const fields = upcast(parsed, schemaVersion, codec.upcasters)
  if (Result.isFailure(fields)) {
    return decodeProblem("UpcasterFailed", `the upcaster of ${type} from version ${fields.failure} gave no payload`)
  }
  const decoded = attempt(() => codec.decodeFields({ ...fields.success, _tag: type }))
  if (decoded === undefined) return decodeProblem("InvalidPayload", "a field's schema threw")
  return Result.mapError(decoded, ({ message }) => problemOf("InvalidPayload", message))
}
