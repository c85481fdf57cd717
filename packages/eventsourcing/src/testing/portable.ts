/** Values as JSON that tells them apart, for comparing and for showing them. */

const objectOf = (value: object): unknown => {
  if (value instanceof Date) return { $date: value.toJSON() }
  if (value instanceof Map) return { $map: portable([...value]) }
  if (value instanceof Set) return { $set: portable([...value]) }
  // A store may answer a subclass of its own, which would print itself in another way.
  if (value instanceof Uint8Array) return { $bytes: [...value] }
  if (Array.isArray(value)) return value.map(portable)
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return Object.fromEntries(fields.map(([name, inner]) => [name, portable(inner)]))
}

/** A value as JSON: what JSON has no form for becomes `{ "$date": … }` and the like. A field without a value is none. */
export const portable = (value: unknown): unknown => {
  if (value === undefined) return { $undefined: true }
  if (typeof value === "bigint") return { $bigint: String(value) }
  if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { $number: Object.is(value, -0) ? "-0" : String(value) }
  }
  return typeof value === "object" && value !== null ? objectOf(value) : value
}

/** The order of fields says nothing. */
const sorted = (_: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => a < b ? -1 : 1))
    : value

/** The same text for the same value, and for no other. */
export const text = (value: unknown, indent?: number): string => JSON.stringify(portable(value), sorted, indent)

/** A value that went through {@link text}, as it was; dates, maps and sets excepted. */
export const fromText = (json: string): unknown =>
  JSON.parse(json, (_, value) => {
    if (typeof value !== "object" || value === null) return value
    if ("$bytes" in value) return Uint8Array.from(value.$bytes)
    if ("$number" in value) return Number(value.$number)
    return value
  })
