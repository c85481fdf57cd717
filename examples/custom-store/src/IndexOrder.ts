/**
 * The order in which every view store keeps documents: false before true, numbers by size, text by its code points. A
 * database that compares UTF-8 byte by byte has it already; JavaScript's `<` compares UTF-16 and has not.
 */
import type { Json } from "@dateline/eventsourcing/Projection"

export type Scalar = string | number | boolean

// #region order
const compareText = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** Numbers and truth values come before every text. */
const compare = (a: Scalar, b: Scalar): number => {
  if (typeof a === "string" && typeof b === "string") return compareText(a, b)
  if (typeof a === "string") return 1
  return typeof b === "string" ? -1 : Number(a) - Number(b)
}
// #endregion

export const compareAll = (a: ReadonlyArray<Scalar>, b: ReadonlyArray<Scalar>): number => {
  for (const [place, value] of a.entries()) {
    const order = compare(value, b[place]!)
    if (order !== 0) return order
  }
  return 0
}

const isScalar = (value: Json | undefined): value is Scalar => ["string", "number", "boolean"].includes(typeof value)

/** The values of a document's fields; nothing when it lacks one, because then it is not in the index. */
export const valuesOf = (document: Json, fields: ReadonlyArray<string>): ReadonlyArray<Scalar> | undefined => {
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    return fields.length === 0 ? [] : undefined
  }
  const record = document as { readonly [field: string]: Json | undefined } // neither a list nor null
  const values = fields.map((field) => Object.hasOwn(record, field) ? record[field] : undefined)
  return values.every(isScalar) ? values : undefined
}
