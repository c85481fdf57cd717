/** The part of a reactor that looks at the clock: timers that are due, and what others ordered. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Latch from "effect/Latch"
import * as Result from "effect/Result"
import { attempt } from "./attempt.ts"
import { ofTimer } from "./errand.ts"
import * as Journal from "./journal.ts"
import type { Lanes } from "./lanes.ts"
import type { Memory } from "./memory.ts"
import type { KeptTimer } from "./message.ts"
import type { Parked } from "./parked.ts"
import { replay } from "./replay.ts"
import type { Run } from "./run.ts"

export interface Alarm<R> extends Run<R> {
  readonly memory: Memory
  readonly parked: Parked
  readonly lanes: Lanes<R>
  /** Opened when a timer was set. */
  readonly changed: Latch.Latch
}

/**
 * How long the clock is not looked at, in milliseconds. A timer that is known is slept for exactly; this is for those that
 * other programs set, for orders, and for a clock that was set forward while we slept.
 */
const longestNap = 250

/** How long it takes at most to see that the log has been read up to a due timer's barrier, in milliseconds. */
const barrierNap = 5

/** A timer fires only when everything is known that was in the log at its time: there might be its cancellation. */
interface Barrier {
  readonly position: number
  readonly time: number
}

const fire = Effect.fnUntraced(function*<R>({ lanes, memory, parked, reactor }: Alarm<R>, timer: KeptTimer) {
  const errand = ofTimer(reactor, timer)
  const fired = { _tag: "Fired", key: timer.key, at: timer.at } as const
  const now = yield* Clock.currentTimeMillis
  if (parked.holds(errand.lane)) return memory.note(parked.park(errand, now), fired)
  const result = yield* attempt(reactor, errand, lanes.turn)
  if (Result.isSuccess(result)) memory.note(...result.success, fired)
  else memory.note(parked.park(errand, now, result.failure), fired)
})

export const run = Effect.fnUntraced(function*<R>(alarm: Alarm<R>) {
  const { changed, lanes, memory, reactor, renew, store, views } = alarm
  const view = Journal.viewOf(reactor.name)
  /** What goes on in lanes, so that it is not begun twice. It leaves only after what came of it was written. */
  const busy = new Set<string>()
  let barrier: Barrier | undefined

  const begin = (name: string, lane: string, work: Effect.Effect<void, never, R>) => {
    busy.add(name)
    // A write that failed is met again, and dealt with, by the loop below.
    const written = Effect.andThen(work, Effect.ignore(memory.flush()))
    return lanes.enter(lane, Effect.ensuring(written, Effect.sync(() => busy.delete(name))))
  }

  const due = Effect.fnUntraced(function*(timers: ReadonlyArray<KeptTimer>, now: number, known: number) {
    const ready = timers.filter(({ at }) => at <= now)
    if (ready.length === 0) return
    barrier ??= { position: yield* store.head, time: now }
    if (known < barrier.position) return
    const { time } = barrier
    barrier = undefined
    for (const timer of ready) {
      const { id, lane } = ofTimer(reactor, timer)
      if (timer.at <= time) yield* begin(id, lane, fire(alarm, timer))
    }
  })

  const nap = (timers: ReadonlyArray<KeptTimer>, now: number) => {
    const next = barrier === undefined ? timers.find(({ at }) => at > now)?.at ?? Infinity : now + barrierNap
    return Effect.raceFirst(Effect.sleep(Math.min(next - now, longestNap)), changed.await)
  }

  const turn = Effect.gen(function*() {
    changed.closeUnsafe()
    // The time comes first: what was taken back before a timer's instant has been ordered by then, and is drained below.
    const now = yield* Clock.currentTimeMillis
    yield* renew
    yield* memory.drain
    yield* memory.flush(true)
    const known = memory.position()
    // Taken before the list is read: what ends in between is still in the list, and no longer busy.
    const running = new Set(busy)
    const timers = (yield* Journal.timers(views, view)).filter((timer) => !running.has(ofTimer(reactor, timer).id))
    yield* due(timers, now, known)
    for (const { lane } of yield* Journal.replays(views, view)) {
      if (!running.has(lane)) yield* begin(lane, lane, replay(alarm, lane))
    }
    yield* nap(timers, now)
  })
  yield* Effect.forever(turn)
})
