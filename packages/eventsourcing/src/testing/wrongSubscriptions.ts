/** Subscriptions that each break one law, and keep all the others. Not for use. */
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Stream from "effect/Stream"
import type { SubscribeOptions } from "../EventStore.ts"
import * as Position from "../Position.ts"
import { subscribing, type WrongRuntime } from "./wrongRuntime.ts"

/** How far behind a consumer may be before it is given up. */
const most = 50

type After = NonNullable<SubscribeOptions<unknown>["after"]>

const beyond = (after: After): After => typeof after === "number" && after > 0 ? Position.make(after + 1) : after

export const wrongSubscriptions: ReadonlyArray<WrongRuntime> = [
  subscribing(
    "begins to listen when it has read everything, and passes over what came in between",
    "a subscription brings every event once and in order: what was there before it, and what comes after",
    (right) => (options) => {
      if (options.after === "end") return right.subscribe(options)
      let pages = 0
      const isRead = (page: { readonly position: number; readonly head: number }) =>
        ++pages > 3 && page.position >= page.head
      return Stream.concat(
        Stream.takeUntil(right.subscribe(options), isRead),
        right.subscribe({ ...options, after: "end" })
      )
    }
  ),
  subscribing(
    "passes over the event that follows the position where it begins",
    "a subscription goes on from any position and from any checkpoint, and at the end begins with what comes then",
    (right) => ({ after, ...options }) =>
      right.subscribe({ ...options, ...(after === undefined ? {} : { after: beyond(after) }) })
  ),
  subscribing(
    "reads on and keeps what nobody has taken",
    "a subscription reads no further than a few pages ahead of a slow consumer",
    (right) => (options) => Stream.buffer(right.subscribe(options), { capacity: "unbounded" })
  ),
  subscribing(
    "gives up what a consumer has not taken once it is far behind",
    "a consumer that stands still keeps no writer waiting, and is then given everything",
    (right) => (options) => {
      let live = false
      return Stream.filter(right.subscribe(options), ({ head, position }) => {
        const kept = !live || head - position < most
        live ||= position >= head
        return kept
      })
    }
  ),
  subscribing(
    "begins at the end where a place is not of the log",
    "a place that the log has not come to, or that is of another log or epoch, is refused",
    (right) => (options) =>
      Stream.catchTag(
        right.subscribe(options),
        "CheckpointFromElsewhere",
        () => right.subscribe({ ...options, after: "end" })
      )
  ),
  subscribing(
    "looks only when it is told to",
    "a subscription that is told of nothing looks by itself",
    (right, driver) => (options) =>
      Stream.unwrap(Effect.gen(function*() {
        const told = Latch.makeUnsafe(false)
        yield* Effect.forkScoped(Stream.runForEach(driver.changed, () => told.open), { startImmediately: true })
        let live = false
        return Stream.mapEffect(right.subscribe(options), (page) => {
          const wait = live ? told.await : Effect.void
          live ||= page.position >= page.head
          return Effect.as(wait, page)
        })
      }))
  )
]
