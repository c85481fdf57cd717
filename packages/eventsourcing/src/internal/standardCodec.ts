/** An event whose fields a Standard Schema describes, of whatever library. */
import * as Equal from "effect/Equal"
import * as Result from "effect/Result"
import type { StandardSchemaV1 } from "effect/StandardSchema"
import type { EventCodec, EventOptions } from "./eventCodec.ts"
import { attempt } from "./upcast.ts"

export type Fields = { readonly [field: string]: unknown }
export type FieldsSchema = StandardSchemaV1<any, Fields>

const misfit = (message: string): Result.Result<never, Error> => Result.fail(new Error(message))

/** Which fields are wrong. A library's own words may quote what it was given, which may be personal. */
const pathOf = ({ path = [] }: StandardSchemaV1.Issue): string =>
  path.map((part) => String(typeof part === "object" ? part.key : part)).join(".") || "its fields as a whole"

const validated = (schema: FieldsSchema, fields: unknown): Result.Result<Fields, Error> => {
  const result = schema["~standard"].validate(fields)
  if ("then" in result) return misfit("its schema answers later; a family has to know at once")
  return result.issues
    ? misfit(`not as its schema wants it: ${result.issues.map(pathOf).join()}`)
    : Result.succeed(result.value)
}

const withoutName = (event: unknown): Fields => {
  const { _tag: _, ...fields } = event as { readonly _tag: string } // an event, or a payload with its name
  return fields
}

/**
 * The fields as they are written: those of which the schema will make the same again. A date that JSON makes a text, and a
 * change that the schema would make twice, cannot be written; they could not be read.
 */
const written = (schema: FieldsSchema, event: unknown): Result.Result<Fields, Error> => {
  const fields = validated(schema, withoutName(event))
  if (Result.isFailure(fields)) return fields
  const text = attempt(() => JSON.stringify(fields.success))
  const read = text === undefined ? misfit("") : validated(schema, JSON.parse(text))
  return Result.isSuccess(read) && Equal.equals(read.success, fields.success)
    ? fields
    : misfit(
      "something else would be read than is written: its fields must be plain JSON, which the schema leaves as it is"
    )
}

export const make = (schema: FieldsSchema, { retired, type, upcasters }: EventOptions): EventCodec => {
  const named = Result.map((fields: Fields) => ({ ...fields, _tag: type }))
  return {
    type,
    schema,
    changes: upcasters.map((step) => step.changes),
    retired,
    upcasters,
    // Nothing says what a schema makes of a value but the schema.
    trusting: false,
    encodeFields: (event) => named(written(schema, event)),
    decodeFields: (payload) => named(validated(schema, withoutName(payload)))
  }
}
