/** Timers that each break one law, and keep all the others. Not for use. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as CommitId from "../CommitId.ts"
import { timerKey } from "../internal/reactor/message.ts"
import type * as Reactor from "../Reactor.ts"
import type * as Timer from "../Timer.ts"
import * as Timers from "../Timers.ts"
import { ViewStore } from "../ViewStore.ts"
import { kernel } from "./Runtime.ts"
import { type Any, retold, rewrite, tampered } from "./tampered.ts"
import { wrong, type WrongRuntime } from "./wrongRuntime.ts"

/** Half a minute before everybody else. */
const ahead = Effect.map(Clock.Clock, (clock): Clock.Clock => ({
  ...clock,
  currentTimeMillisUnsafe: () => clock.currentTimeMillisUnsafe() + 30_000,
  currentTimeMillis: Effect.map(clock.currentTimeMillis, (now) => now + 30_000),
  sleep: (duration) => clock.sleep(duration)
}))

/** Takes away what should have fired more than half a minute ago. */
const forgetTimers = Effect.fnUntraced(function*(name: string) {
  const now = yield* Clock.currentTimeMillis
  const late = (yield* Timers.list(name, { limit: 1000 })).filter(({ at }) => now - at > 30_000)
  const deletes = late.map(({ key }) => timerKey(key))
  yield* rewrite(name, (to) => deletes.length === 0 ? undefined : { to, deletes })
})

/** Sets the timers of a reaction that failed all the same. */
const insisting = (reactor: Any, views: ViewStore["Service"]): Any => ({
  ...reactor,
  react: (event, reaction) => {
    const timers: Array<Timer.Request> = []
    const schedule: Reactor.Reaction["schedule"] = (timer) =>
      Effect.andThen(reaction.schedule(timer), Effect.sync(() => void timers.push(timer)))
    const set = Effect.forEach(timers, (timer) => Timers.schedule(reactor.name, timer), { discard: true })
    return Effect.tapError(
      reactor.react(event, { ...reaction, schedule }),
      () => Effect.ignore(Effect.provideService(Effect.suspend(() => set), ViewStore, views))
    )
  }
})

let fires = 0

export const wrongTimers: ReadonlyArray<WrongRuntime> = [
  wrong("has a clock that is fast", "a timer fires when its instant has come, and not before", (right) => ({
    reactors: (reactor) =>
      Layer.unwrap(
        Effect.map(ahead, (clock) => Layer.provide(right.reactors(reactor), Layer.succeed(Clock.Clock, clock)))
      )
  })),
  wrong(
    "makes a commit id whenever a timer fires",
    "a timer fires once; if its program ends meanwhile it fires again, under the same commit id",
    () =>
      retold(({ fire }) =>
        fire === undefined ? {} : {
          fire: (timer, reaction) =>
            Effect.suspend(() => fire({ ...timer, commitId: CommitId.make(`${timer.commitId}-${fires++}`) }, reaction))
        }
      )
  ),
  wrong(
    "forgets timers that are long past when it begins",
    "a timer survives its program, and fires late if nobody ran at its instant",
    () => tampered("before", forgetTimers)
  ),
  wrong(
    "does not take a timer back",
    "a timer that was taken back or moved does not fire at its former instant",
    () =>
      retold(({ react }) => ({ react: (event, reaction) => react(event, { ...reaction, cancel: () => Effect.void }) }))
  ),
  wrong("sets a timer whatever becomes of the reaction", "a reaction that failed has set no timer", () => ({
    reactors: (reactor) => Layer.unwrap(Effect.map(ViewStore, (views) => kernel.reactors(insisting(reactor, views))))
  }))
]
