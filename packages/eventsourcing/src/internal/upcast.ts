/** A stored payload brought to its newest version: parsed, then changed step by step. */
import * as Result from "effect/Result"

type Payload = { readonly [field: string]: unknown }

/** The part of an upcaster that works. */
interface Step {
  readonly upcast: (payload: Payload) => Payload
}

/** What a function written by others gives, or nothing if it throws: its message may quote what it was given. */
export const attempt = <A>(run: () => A): A | undefined => {
  try {
    return run()
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is Payload =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** The fields as they were written. */
export const parsePayload = (text: string): Result.Result<Payload, "InvalidJson" | "InvalidPayload"> => {
  const parsed: unknown = attempt(() => JSON.parse(text))
  if (parsed === undefined) return Result.fail("InvalidJson")
  return isObject(parsed) ? Result.succeed(parsed) : Result.fail("InvalidPayload")
}

/** The fields of today; fails with the number of the version whose upcaster threw, or gave something else than fields. */
export const upcast = (payload: Payload, from: number, steps: ReadonlyArray<Step>): Result.Result<Payload, number> => {
  let current = payload
  for (let version = from; version <= steps.length; version++) {
    const next = attempt(() => steps[version - 1]!.upcast(current))
    if (!isObject(next)) return Result.fail(version)
    current = next
  }
  return Result.succeed(current)
}
