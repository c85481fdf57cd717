/** One subscription for all projections that have come to the head of the log, for as long as they stay together. */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { CheckpointFromElsewhere } from "../Checkpoint.ts"
import type { Position } from "../Position.ts"
import type { Any as AnyProjection } from "../Projection.ts"
import type { CorruptEvent, StoreFault } from "../StoreError.ts"
import { readingOf } from "./projectorEngine.ts"
import { type Read, readPage } from "./readPage.ts"
import type { Active, Environment } from "./runningView.ts"

type Members = ReadonlyArray<{ readonly projection: AnyProjection; readonly state: Active }>
type Page = Extract<Read, { readonly _tag: "Page" }>["page"]

interface Pump {
  readonly names: string
  /** Each page says after which position it was read: one that was lost on the way shows as a gap. */
  readonly inbox: Queue.Queue<{ readonly from: Position; readonly page: Page }, Failure>
  readonly fiber: Fiber.Fiber<unknown, unknown>
  position: Position
}

type Failure = StoreFault | CorruptEvent | CheckpointFromElsewhere

export interface Tail {
  /** The next page for these projections, as soon as there is one; nothing when others have to be looked after. */
  readonly next: (
    members: Members,
    interruption: Effect.Effect<unknown>
  ) => Effect.Effect<Read | undefined, StoreFault | CheckpointFromElsewhere>
}

export const make = (environment: Environment, scope: Scope.Scope): Tail => {
  const { store } = environment
  let pump: Pump | undefined

  const close = Effect.suspend(() => {
    const fiber = pump?.fiber
    pump = undefined
    return fiber ? Fiber.interrupt(fiber) : Effect.void
  })

  const open = Effect.fnUntraced(function*(members: Members, names: string) {
    const reading = yield* readingOf(environment, members)
    const inbox = yield* Queue.bounded<{ readonly from: Position; readonly page: Page }, Failure>(1)
    let from = reading.after
    const offer = (page: Page) =>
      Effect.suspend(() => {
        const arrival = { from, page }
        from = page.position
        return Queue.offer(inbox, arrival)
      })
    const fiber = yield* Stream.runForEach(store.subscribe(reading), offer).pipe(
      Effect.catchCause((cause) => Queue.failCause(inbox, cause)),
      Effect.forkIn(scope)
    )
    return { names, inbox, fiber, position: reading.after }
  })

  const next: Tail["next"] = Effect.fnUntraced(function*(members, interruption) {
    const names = members.map(({ projection }) => projection.name).join("\n")
    const together = members.every(({ state }) => state.read === pump?.position)
    if (pump === undefined || pump.names !== names || !together) {
      yield* close
      pump = yield* open(members, names)
    }
    const arrival = yield* Effect.raceFirst(Queue.take(pump.inbox), Effect.as(interruption, undefined)).pipe(
      Effect.tapError(() => close),
      Effect.catchTag("CorruptEvent", () => Effect.succeed("corrupt" as const))
    )
    if (arrival === undefined) return undefined
    if (arrival === "corrupt") return yield* readPage(store, yield* readingOf(environment, members))
    if (arrival.from !== pump.position) {
      yield* close
      return undefined
    }
    pump.position = arrival.page.position
    return { _tag: "Page", page: arrival.page }
  })

  return { next }
}
