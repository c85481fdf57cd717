/**
 * Personal data inside an event. Pure code can put a value in and can never take it out: there is no accessor, and
 * printing or serialising a sealed value shows no plain text. The kernel encrypts it under its subject's key before a
 * store sees the event, and an event that still holds plain text does not encode. Destroying the subject's key erases
 * the value wherever it was copied: in the log, in backups, in exports.
 */
import * as Schema from "effect/Schema"
import * as pendingSecrets from "./internal/pendingSecrets.ts"
import { annotation } from "./internal/sealedAnnotation.ts"

/** What an event, a log and a backup hold instead of a personal value. */
export interface Sealed<Label extends string = string> {
  /** Whose data this is: the id under which its key is kept. Never the person's name or address. */
  readonly subject: string
  /** What the value is, such as `email`; bound to the cipher text, so it outlives every renaming of fields. */
  readonly label: Label
  /** Nonce and cipher text in base64url; empty until the kernel has sealed the value. */
  readonly box: string
}

/**
 * Declares an event's field as personal. Only a top-level field of an event can be sealed; anywhere else encoding fails.
 *
 * @example
 * const events = { CommentSubmitted: { email: Sealed.field("email"), body: Schema.String } }
 */
export const field = <const Label extends string>(label: Label) =>
  Schema.Struct({
    subject: Schema.NonEmptyString,
    label: Schema.Literal(label),
    box: Schema.String.check(Schema.isPattern(/^[\w-]{38,}$/, { description: "what the kernel sealed" }))
  }).annotate(annotation({ label }))

/**
 * Puts a personal value into a draft of an event. The result says nothing about the value; the kernel seals it when the
 * event is committed.
 */
export const hide = <const Label extends string>(label: Label, subject: string, plainText: string): Sealed<Label> => {
  const sealed: Sealed<Label> = { subject, label, box: "" }
  pendingSecrets.put(sealed, plainText)
  return sealed
}
