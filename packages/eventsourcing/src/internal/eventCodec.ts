/** How one event is written and read: its fields as JSON, its versions, its tags. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import type { DecodeProblem, Definition, EncodeProblem, RawEvent, Upcaster } from "../EventFamily.ts"
import { attempt, parsePayload, upcast } from "./upcast.ts"

/** One event of a family, ready to be written and read. */
export interface EventCodec extends Definition {
  readonly encodeFields: (event: unknown) => Result.Result<unknown, Schema.SchemaError>
  readonly decodeFields: (payload: unknown) => Result.Result<unknown, Schema.SchemaError>
  readonly upcasters: ReadonlyArray<Upcaster>
  /** Whether payloads of the newest version are taken as they are. */
  readonly trusting: boolean
}

/**
 * Whatever JSON has no form for, such as a date or NaN, is given one, or refused: what is written can be read. Events are
 * decoded without services: a family has nobody to ask.
 */
const asCodec = (schema: Schema.Top): Schema.Codec<unknown, unknown> =>
  Schema.toCodecJson(schema as Schema.Codec<unknown, unknown>)

/** What is read is what was written: nothing is made of it, such as a date of a text. */
const isPlain = ({ ast }: Schema.Top): boolean => SchemaAST.toEncoded(ast) === ast

export const make = ({ declared, retired, trusting, type, upcasters }: {
  readonly type: string
  readonly declared: Schema.Struct.Fields | Schema.Struct<Schema.Struct.Fields>
  readonly upcasters: ReadonlyArray<Upcaster>
  readonly retired: boolean
  readonly trusting: boolean
}): EventCodec => {
  const struct = Schema.isSchema(declared) ? declared : Schema.Struct(declared)
  // With its name it has a field at least: a struct without any lets every field pass.
  const named = asCodec(Schema.TaggedStruct(type, struct.fields))
  const schema = asCodec(struct)
  const changes = upcasters.map((step) => step.changes)
  return {
    type,
    schema,
    changes,
    retired,
    upcasters,
    trusting: trusting && isPlain(named),
    encodeFields: Schema.encodeUnknownResult(named),
    decodeFields: Schema.decodeUnknownResult(named)
  }
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
  if (Result.isFailure(parsed)) return decodeProblem(parsed.failure, "the payload is not a JSON object")
  if (schemaVersion === newest && codec.trusting) return Result.succeed({ ...parsed.success, _tag: type })
  const fields = upcast(parsed.success, schemaVersion, codec.upcasters)
  if (Result.isFailure(fields)) {
    return decodeProblem("UpcasterFailed", `the upcaster of ${type} from version ${fields.failure} gave no payload`)
  }
  const decoded = attempt(() => codec.decodeFields({ ...fields.success, _tag: type }))
  if (decoded === undefined) return decodeProblem("InvalidPayload", "a field's schema threw")
  return Result.mapError(decoded, ({ message }) => problemOf("InvalidPayload", message))
}
