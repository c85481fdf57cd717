/** The form of a wrong store: a log that does one thing otherwise. */
import type * as Effect from "effect/Effect"
import type { OpenedLog } from "./Harness.ts"
import * as SimulatedLog from "./SimulatedLog.ts"

export interface WrongStore {
  /** What it does wrong. */
  readonly name: string
  /** The name of the law that it breaks. */
  readonly breaks: string
  readonly open: Effect.Effect<OpenedLog>
}

export const wrong = (name: string, breaks: string, twist: SimulatedLog.Twist): WrongStore => ({
  name,
  breaks,
  open: SimulatedLog.open(twist)
})
