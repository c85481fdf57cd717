/** An event whose fields a schema of Effect's describes. */
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import type { EventCodec, EventOptions } from "./eventCodec.ts"

/**
 * Whatever JSON has no form for, such as a date or NaN, is given one, or refused: what is written can be read. Events are
 * decoded without services: a family has nobody to ask.
 */
const asCodec = (schema: Schema.Top): Schema.Codec<unknown, unknown> =>
  Schema.toCodecJson(schema as Schema.Codec<unknown, unknown>)

/** What is read is what was written: nothing is made of it, such as a date of a text. */
const isPlain = ({ ast }: Schema.Top): boolean => SchemaAST.toEncoded(ast) === ast

type Declared = Schema.Struct.Fields | Schema.Struct<Schema.Struct.Fields>

export const make = (declared: Declared, trusting: boolean, { retired, type, upcasters }: EventOptions): EventCodec => {
  const struct = Schema.isSchema(declared) ? declared : Schema.Struct(declared)
  // With its name it has a field at least: a struct without any lets every field pass.
  const named = asCodec(Schema.TaggedStruct(type, struct.fields))
  return {
    type,
    schema: asCodec(struct),
    changes: upcasters.map((step) => step.changes),
    retired,
    upcasters,
    trusting: trusting && isPlain(named),
    encodeFields: Schema.encodeUnknownResult(named),
    decodeFields: Schema.decodeUnknownResult(named)
  }
}
