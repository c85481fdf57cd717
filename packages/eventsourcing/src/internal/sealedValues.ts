/**
 * Plain values that wait to be sealed, and how sealed ones are read, reachable only from inside this package: pure code
 * that holds a sealed value can neither read it, print it nor serialise it.
 */
import type * as Result from "effect/Result"

/** The plain value as JSON text, or nothing when it does not fit its field. */
export type Hidden = () => string | undefined
/** The plain value of a JSON text, or a failure that says nothing about it. */
export type Reader = (json: string) => Result.Result<unknown, unknown>

const hidden = new WeakMap<object, Hidden>()
const readers = new WeakMap<object, Reader>()

export const hide = (holder: object, plain: Hidden): void => {
  hidden.set(holder, plain)
}

/** What waits in a value, if anything does. */
export const hiddenIn = (value: unknown): Hidden | undefined =>
  typeof value === "object" && value !== null ? hidden.get(value) : undefined

export const stored = <A extends object>(sealed: A, reader: Reader): A => {
  readers.set(sealed, reader)
  return sealed
}

/** How the content of a sealed value is read, if the value is one that was decoded as such. */
export const readerOf = (value: unknown): Reader | undefined =>
  typeof value === "object" && value !== null ? readers.get(value) : undefined
