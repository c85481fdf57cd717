/** The form of a runtime that breaks one law. */
import * as Effect from "effect/Effect"
import type { EventStore } from "../EventStore.ts"
import type { Driver } from "./Harness.ts"
import { kernel, type Runtime } from "./Runtime.ts"

export interface WrongRuntime {
  /** What it does wrong. */
  readonly name: string
  /** The name of the law that it breaks. */
  readonly breaks: string
  /** New for every law: some remember what they did. */
  readonly make: () => Runtime
}

export const wrong = (name: string, breaks: string, change: (right: Runtime) => Partial<Runtime>): WrongRuntime => ({
  name,
  breaks,
  make: () => ({ ...kernel, ...change(kernel) })
})

type Subscribe = EventStore["Service"]["subscribe"]

/** A runtime whose subscriptions are another's. */
export const subscribing = (
  name: string,
  breaks: string,
  change: (right: EventStore["Service"], driver: Driver) => Subscribe
): WrongRuntime =>
  wrong(name, breaks, ({ store }) => ({
    store: (driver) => Effect.map(store(driver), (right) => ({ ...right, subscribe: change(right, driver) }))
  }))
