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

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** The fields as they were written, in an object that is the caller's own; or what is wrong with the text. */
export const parsePayload = (text: string): Record<string, unknown> | "InvalidJson" | "InvalidPayload" => {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return "InvalidJson"
  }
  return isObject(parsed) ? parsed : "InvalidPayload"
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
