/** One reactor for as long as a program lives: waits for its turn among all programs, runs, and begins again after a fault. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Checkpoint } from "../../Checkpoint.ts"
import { EventStore } from "../../EventStore.ts"
import * as Position from "../../Position.ts"
import type { Any } from "../../Reactor.ts"
import { ViewStore } from "../../ViewStore.ts"
import { ownCheckpoint } from "../ownCheckpoint.ts"
import * as Inbox from "./inbox.ts"
import * as Journal from "./journal.ts"
import { run } from "./run.ts"

/** How a reactor is run. */
export interface Options {
  /** How long a program that ends without a word keeps others waiting, in milliseconds. */
  readonly lease: number
  /** Told how far everything is dealt with and written. */
  readonly reached: (position: number) => void
}
/** How often a program that waits for its turn asks, in milliseconds. */
const standby = 500

/** Where the reactor stands; at its first start ever, the place where it begins is kept before anything is read. */
const begin = Effect.fnUntraced(function*(reactor: Any, fence: number) {
  const views = yield* ViewStore
  const store = yield* EventStore
  const view = Journal.viewOf(reactor.name)
  const known = yield* views.checkpoint(view)
  if (Option.isSome(known)) return yield* ownCheckpoint(store, `the reactor ${reactor.name}`, known.value)
  const from: Checkpoint = { log: store.log.id, epoch: store.log.epoch, position: Position.start }
  const start = reactor.start ?? "now"
  const position = start === "now" ? yield* store.head : start === "beginning" ? Position.start : start
  const to = { ...from, position }
  yield* views.apply([{ view, fence, from, to, upserts: new Map(), deletes: [] }])
  return to
})

/** Runs, once this program has the reactor's lease, until something fails. */
const active = Effect.fnUntraced(function*<R>(reactor: Any<R>, owner: string, { lease, reached }: Options) {
  const views = yield* ViewStore
  const store = yield* EventStore
  const view = Journal.viewOf(reactor.name)
  const claim = views.claim(view, { owner, duration: lease })
  const fence = yield* Effect.acquireRelease(claim, () => Effect.ignore(views.release(view, owner)))
  let last = yield* Clock.currentTimeMillis
  const renew = Effect.gen(function*() {
    const now = yield* Clock.currentTimeMillis
    // A clock that was set back must not keep a lease from being renewed.
    if (Math.abs(now - last) < lease / 3) return
    yield* claim
    last = now
  })
  const checkpoint = yield* begin(reactor, fence)
  yield* run({ store, views, reactor, fence, checkpoint, reached, renew })
}, Effect.scoped)

/** The wait before the next try, after so many failures without progress in between, in milliseconds. */
const patience = (failures: number): number => Math.min(50 * 2 ** failures, 5000)

interface Tagged {
  readonly _tag: string
  readonly retryable?: boolean
}

/** A fault may pass; and when another program has taken over, this one waits for its turn. */
const mayPass = ({ _tag, retryable }: Tagged): boolean =>
  _tag === "CheckpointMoved" || _tag === "Fenced" || _tag === "StoreFault" && retryable === true

const namePattern = /^[a-z0-9-]{1,80}$/

/** Makes ready what a reactor remembers. */
export const define = Effect.fnUntraced(function*(reactor: Any) {
  if (!namePattern.test(reactor.name)) {
    return yield* Effect.die(new Error(`"${reactor.name}" is no name of a reactor: 1 to 80 of a-z, 0-9 and "-"`))
  }
  const views = yield* ViewStore
  yield* views.define(Journal.viewOf(reactor.name), Journal.indexes)
  yield* Inbox.define(views, reactor.name)
})

/** Never ends but with a failure that does not pass. */
export const follow = <R>(reactor: Any<R>, { lease, reached }: Options) =>
  Effect.gen(function*() {
    const owner = globalThis.crypto.randomUUID()
    const views = yield* ViewStore
    let failures = 0
    const progressed = (position: number): void => {
      failures = 0
      reached(position)
    }
    // Another program runs it: what is known of its progress is what it has written.
    const watch = Effect.gen(function*() {
      const checkpoint = yield* views.checkpoint(Journal.viewOf(reactor.name))
      if (Option.isSome(checkpoint)) reached(checkpoint.value.position)
      yield* Effect.sleep(Math.min(standby, lease / 3))
    })
    const once = active(reactor, owner, { lease, reached: progressed }).pipe(
      Effect.catchTag("LeaseHeld", () => watch),
      Effect.catchIf(mayPass, () => Effect.suspend(() => Effect.sleep(patience(failures++))))
    )
    return yield* Effect.forever(once)
  })
