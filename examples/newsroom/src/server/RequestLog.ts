/**
 * What a request leaves in the log: one line that says which route answered, never what was asked for. It is written
 * without the program's logger, whose cost would be more than that of a page that is kept.
 */
import * as Effect from "effect/Effect"
import { LogOutput } from "../LogOutput.ts"

export interface Answered {
  /** The request's own, under which the log of events has what it committed; none for pages that are kept. */
  readonly id?: string
  readonly method: string
  /** The route's pattern. */
  readonly route: string
  readonly status: number
  /** Milliseconds since the Unix epoch. */
  readonly from: number
  readonly to: number
}

/** Logfmt asks for quotation marks only around what has a space in it. */
const quoted = (text: string): string => text.includes(" ") ? `"${text}"` : text

export const write = ({ from, id, method, route, status, to }: Answered): Effect.Effect<void> =>
  Effect.map(LogOutput, (output) => {
    const time = new Date(to).toISOString()
    const facts = `method=${method} route=${quoted(route)} status=${status} ms=${to - from}`
    output(`timestamp=${time} level=INFO message=request ${facts}${id === undefined ? "" : ` id=${id}`}`)
  })
