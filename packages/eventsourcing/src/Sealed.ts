/**
 * Personal data inside an event. Pure code can put a value in and can never take it out: there is no accessor, and
 * printing or serialising a sealed value shows no plain text. The kernel encrypts it under its subject's key before a
 * store sees the event, and an event that still holds plain text does not encode. Destroying the subject's key erases
 * the value wherever it was copied: in the log, in backups, in exports.
 *
 * Whoever declares the purposes that it reads for gets values of those purposes opened, or {@link Erased}, before its
 * pure code runs; values of all other purposes stay sealed for it, also in its types.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { annotation } from "./internal/sealedAnnotation.ts"
import * as SealedValues from "./internal/sealedValues.ts"

/** What an event, a log and a backup hold instead of a personal value of type `A`. */
export interface Sealed<out A = unknown, out Purpose extends string = string, out Label extends string = string> {
  /** Whose data this is: the id under which its keys are kept. Never the person's name or address. */
  readonly subject: string
  /** What it is kept for, such as `publication`: each purpose of a subject has a key of its own. */
  readonly purpose: Purpose
  /** What the value is, such as `email`; bound to the cipher text, so it outlives every renaming of fields. */
  readonly label: Label
  /** Nonce and cipher text in base64url; empty until the kernel has sealed the value. */
  readonly box: string
  /** Never there: it keeps what the type says of the plain value. */
  readonly "~plain"?: A
}

/** What opening gives when the subject was forgotten, or this purpose of it. A lost key is no erased one: that is a fault. */
export interface Erased {
  readonly _tag: "Erased"
}

export const erased: Erased = { _tag: "Erased" }

export const isErased = (value: unknown): value is Erased =>
  typeof value === "object" && value !== null && "_tag" in value && value._tag === "Erased"

/** A personal field of an event, to be used in its definition and to {@link hide} values for it. */
export interface Field<A, Purpose extends string, Label extends string>
  extends Schema.Codec<Sealed<A, Purpose, Label>, Sealed<never, Purpose, Label>>
{
  readonly label: Label
  readonly purpose: Purpose
  /** What the plain value must be. */
  readonly value: Schema.Codec<A, unknown>
}

const isSealed = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "subject" in value && "box" in value

/**
 * Declares an event's field as personal. Only a top-level field of an event can be sealed; anywhere else encoding fails.
 * Neither label nor purpose may ever change: what was sealed with them opens with no other.
 *
 * @example
 * const Email = Sealed.field("email", { purpose: "contact", value: Schema.String })
 * const events = { CommentSubmitted: { email: Email, article: Schema.String } }
 */
export const field = <const Label extends string, const Purpose extends string, A>(label: Label, options: {
  readonly purpose: Purpose
  readonly value: Schema.Codec<A, unknown>
}): Field<A, Purpose, Label> => {
  const { purpose, value } = options
  const decode = Schema.decodeUnknownResult(Schema.toCodecJson(value))
  const read = (json: string): Result.Result<unknown, unknown> => Result.flatMap(parse(json), decode)
  const stored = Schema.Struct({
    subject: Schema.NonEmptyString,
    purpose: Schema.Literal(purpose),
    label: Schema.Literal(label),
    box: Schema.String.check(Schema.isPattern(/^[\w-]{38,}$/, { description: "what the kernel sealed" }))
  })
  // Read through this field and no other way, a value is known to be sealed, whatever else looks like it.
  const known = stored.pipe(Schema.decodeTo(
    Schema.declare((value: unknown): value is typeof stored.Type => isSealed(value)),
    SchemaTransformation.transform({
      decode: (raw) => SealedValues.stored({ ...raw }, read),
      // What is another field's fails on the way out, by its label or its purpose.
      encode: ({ box, label, purpose, subject }) => ({ subject, purpose, label, box })
    })
  )).annotate(annotation({ label, purpose }))
  // The type says more than the schema can: what the plain value is.
  return Object.assign(known as unknown as Field<A, Purpose, Label>, { label, purpose, value })
}

const parse = (json: string): Result.Result<unknown, unknown> => Result.try(() => JSON.parse(json))

/**
 * Puts a personal value into a draft of an event. The result says nothing about the value; the kernel seals it when the
 * event is committed. A value that does not fit the field makes the commit fail with `InvalidEvent`.
 */
export const hide = <A, const Purpose extends string, const Label extends string>(
  field: Field<A, Purpose, Label>,
  subject: string,
  value: A
): Sealed<A, Purpose, Label> => {
  const { label, purpose } = field
  const sealed: Sealed<A, Purpose, Label> = { subject, purpose, label, box: "" }
  const encode = Schema.encodeUnknownResult(Schema.toCodecJson(field.value))
  SealedValues.hide(sealed, () => {
    const encoded = encode(value)
    return Result.isSuccess(encoded) ? JSON.stringify(encoded.success) : undefined
  })
  return sealed
}

type OpenedValue<Value, Purpose extends string> = Value extends Sealed<infer A, infer Its>
  ? [Its] extends [Purpose] ? A | Erased : Value
  : Value

/** An event as it is for whoever may open these purposes. */
export type Opened<Event, Purpose extends string> = [Purpose] extends [never] ? Event
  : Event extends unknown ? { readonly [Name in keyof Event]: OpenedValue<Event[Name], Purpose> }
  : never

type Scalar = string | number | boolean | bigint | symbol | null | undefined

type UnsealedValue<A> = A extends Scalar ? A : A extends Sealed | Erased ? never : Unsealed<A>

/**
 * A document's type as it is when nothing in it is sealed or erased, and `never` where something is: a document of a view
 * must be the same as this, so that no view holds a sealed value, or forgets to say what it shows for an erased one.
 */
export type Unsealed<A> = { [Name in keyof A]: A extends Sealed | Erased ? never : UnsealedValue<A[Name]> }
