/** Delivers the parked messages of a lane again, in their order, until one fails again or none is left. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { Alarm } from "./alarm.ts"
import { attempt, type Failed } from "./attempt.ts"
import { ofMessage } from "./errand.ts"
import * as Journal from "./journal.ts"
import type { Change, Message } from "./message.ts"

type Delivered = Result.Result<ReadonlyArray<Change>, Failed>

const gone: Failed = { attempts: 0, error: "the log does not have it" }

const deliver = Effect.fnUntraced(function*<R>({ lanes, reactor, store }: Alarm<R>, message: Message) {
  if (message.state === "discarded") return Result.succeed([]) satisfies Delivered
  const found = yield* Effect.orElseSucceed(ofMessage(store, reactor, message), () => Option.none())
  if (Option.isNone(found)) return Result.fail(gone)
  return yield* attempt(reactor, found.value, lanes.turn)
})

/** Whether the first message of the lane is out of the way, so that the next one can follow. */
const next = Effect.fnUntraced(function*<R>(alarm: Alarm<R>, lane: string) {
  const { memory, parked, reactor, views } = alarm
  yield* memory.flush() // what was parked a moment ago is found as well
  const first = Option.getOrUndefined(yield* Journal.firstOf(views, Journal.viewOf(reactor.name), lane))
  if (first === undefined) {
    // Those that are parked and wait to be written, behind an event that is still being tried, come with a later turn.
    if (parked.count(lane) === 0) memory.note({ _tag: "Replayed", lane })
    return false
  }
  const result: Delivered = yield* deliver(alarm, first)
  if (Result.isSuccess(result)) {
    parked.unpark(lane)
    memory.note(...result.success, { _tag: "Unpark", id: first.id })
    return true
  }
  const { attempts, error } = result.failure
  const again: Message = { ...first, state: "parked", attempts: first.attempts + attempts, error }
  memory.note({ _tag: "Park", message: again }, { _tag: "Replayed", lane })
  return false
})

// A fault of the store is met, and dealt with, by whoever writes next.
export const replay = <R>(alarm: Alarm<R>, lane: string): Effect.Effect<void, never, R> =>
  next(alarm, lane).pipe(Effect.repeat({ while: (delivered) => delivered }), Effect.ignore)
