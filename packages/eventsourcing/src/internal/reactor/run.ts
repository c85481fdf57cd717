/** Runs a reactor that this program has the lease of, from its checkpoint on: reading, reacting and remembering. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Metric from "effect/Metric"
import * as Result from "effect/Result"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import type { Checkpoint } from "../../Checkpoint.ts"
import type { EventStore, Page } from "../../EventStore.ts"
import type { Any } from "../../Reactor.ts"
import type { ViewStore } from "../../ViewStore.ts"
import type { LeaseHeld } from "../../ViewStoreError.ts"
import * as Alarm from "./alarm.ts"
import { attempt } from "./attempt.ts"
import { ofEvent } from "./errand.ts"
import * as Journal from "./journal.ts"
import * as Lanes from "./lanes.ts"
import * as Memory from "./memory.ts"
import * as Parked from "./parked.ts"
import * as Progress from "./progress.ts"

export interface Run<R> {
  readonly store: EventStore["Service"]
  readonly views: ViewStore["Service"]
  readonly reactor: Any<R>
  readonly fence: number
  readonly checkpoint: Checkpoint
  /** Told how far everything is dealt with and written. */
  readonly reached: (position: number) => void
  /** Keeps the lease; called at least every quarter of a second. */
  readonly renew: Effect.Effect<void, Memory.MemoryError | LeaseHeld>
}

const lag = Metric.gauge("dateline_reactor_lag", {
  description: "Positions of the log that a reactor is behind"
})
const parkedMessages = Metric.gauge("dateline_reactor_parked", {
  description: "Messages of a reactor that are parked"
})

const usualConcurrency = 8
const usualWindow = 1000

/** Events read at once: a smaller page than a projection's, because a page is held until its turn in the window. */
const pageSize = 200

const prepare = Effect.fnUntraced(function*<R>(run: Run<R>) {
  const { checkpoint, fence, reached, reactor, views } = run
  const progress = Progress.make(checkpoint.position)
  const changed = Latch.makeUnsafe()
  const scheduled = () => void changed.openUnsafe()
  const memory = Memory.make({ views, reactor: reactor.name, fence, checkpoint, progress, reached, scheduled })
  const parked = Parked.make(reactor, yield* Journal.countParked(views, Journal.viewOf(reactor.name)))
  const lanes = yield* Lanes.make<R>(reactor.concurrency ?? usualConcurrency)
  const window = yield* Semaphore.make(reactor.window ?? usualWindow)
  return { progress, memory, parked, lanes, window, dirty: Latch.makeUnsafe(), changed }
})

/** Everything that runs at once. Ends only when something fails; what was done by then is written if it can be. */
export const run = Effect.fnUntraced(function*<R>(options: Run<R>) {
  const { checkpoint, reactor, store } = options
  const { changed, dirty, lanes, memory, parked, progress, window } = yield* prepare(options)
  const attributes = { reactor: reactor.name }

  const enter = Effect.fnUntraced(function*(event: Page<any>["events"][number]) {
    yield* window.take(1)
    const done = progress.begin(event.position)
    const errand = ofEvent(reactor, event)
    const work = Effect.gen(function*() {
      const now = yield* Clock.currentTimeMillis
      if (parked.holds(errand.lane)) return [parked.park(errand, now)]
      const result = yield* attempt(reactor, errand, lanes.turn)
      return Result.isSuccess(result) ? result.success : [parked.park(errand, now, result.failure)]
    })
    yield* lanes.enter(
      errand.lane,
      Effect.flatMap(work, (changes) => {
        done(changes)
        dirty.openUnsafe()
        return window.release(1)
      })
    )
  })

  const read = Stream.runForEach(
    store.subscribe({
      families: reactor.families,
      after: checkpoint,
      pageSize,
      ...(reactor.query === undefined ? {} : { query: reactor.query })
    }),
    (page) =>
      Effect.gen(function*() {
        yield* Effect.forEach(page.events, enter, { discard: true })
        progress.pass(page.position)
        dirty.openUnsafe()
        yield* Metric.update(Metric.withAttributes(lag, attributes), page.head - memory.position())
      })
  )

  // What is done while one write is under way waits for the next: many reactions share a write when there are many.
  const write = Effect.gen(function*() {
    yield* dirty.await
    dirty.closeUnsafe()
    yield* memory.flush()
    yield* Metric.update(Metric.withAttributes(parkedMessages, attributes), parked.total())
  }).pipe(Effect.forever)

  const alarm = Alarm.run({ ...options, memory, parked, lanes, changed })
  yield* Effect.all([read, write, alarm, Effect.andThen(lanes.failed, Effect.never)], {
    concurrency: "unbounded",
    discard: true
  }).pipe(Effect.ensuring(Effect.ignore(memory.flush(true))))
}, Effect.scoped)
