/**
 * A program with a reactor, to be killed: `reactUntilKilled.ts FILE RUN KIND`. It commits notes and says, at once and not from a
 * buffer that would die with it, `told KEY POSITION` for each reaction (that is the effect) and `fired COMMIT KEY` for each
 * timer. KIND `right`; `hasty`: says so a moment after it is said to be done; `last`: commits nothing, says `caught up`.
 */
import * as EventStore from "@dateline/eventsourcing/EventStore"
import * as Expected from "@dateline/eventsourcing/Expected"
import { KeyVault } from "@dateline/eventsourcing/KeyVault"
import * as Reactor from "@dateline/eventsourcing/Reactor"
import { Reactors } from "@dateline/eventsourcing/Reactors"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import * as Timers from "@dateline/eventsourcing/Timers"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as fs from "node:fs"
import { flushCompileCache } from "node:module"
import * as SqliteEventStore from "../../src/SqliteEventStore.ts"
import * as SqliteViewStore from "../../src/SqliteViewStore.ts"
import { Fired, Notes, request } from "../crash/Notes.ts"

const [filename = "", run = "", kind = ""] = process.argv.slice(2)
const say = (line: string) => fs.writeSync(1, `${line}\n`)

const tell = (line: string) =>
  kind === "hasty"
    ? Effect.sync(() => void setTimeout(() => say(line), 20))
    : Effect.andThen(Effect.sync(() => say(line)), Effect.sleep("1 millis"))

const telling = Reactor.make({
  name: "telling",
  families: [Notes],
  start: "beginning",
  react: ({ position, version }, { idempotencyKey, schedule }) =>
    Effect.gen(function*() {
      yield* tell(`told ${idempotencyKey} ${position}`)
      if (version % 5 === 0) yield* schedule({ key: `t${position}`, at: (yield* Clock.currentTimeMillis) + 20 })
    }),
  fire: ({ commitId, key }) =>
    Effect.gen(function*() {
      const { commit } = yield* EventStore.EventStore
      const stream = Result.getOrThrow(StreamId.make("fired", key))
      const event = { _tag: "TimerFired", key } as const
      yield* commit({
        id: commitId,
        actor: { role: "rule", id: "timer" },
        appends: [EventStore.append(Fired, stream, Expected.any, [event])]
      })
      yield* tell(`fired ${commitId} ${key}`)
    })
})

const write = (writer: number) =>
  Effect.gen(function*() {
    const { commit } = yield* EventStore.EventStore
    for (let n = 0;; n++) {
      yield* commit(request(Number(run), writer, n))
      yield* Effect.sleep("3 millis")
    }
  })

/** Until everything is told, and no timer is left. */
const finish = Effect.gen(function*() {
  const [reactors, store] = [yield* Reactors, yield* EventStore.EventStore]
  do {
    yield* Effect.sleep("300 millis")
    yield* reactors.caughtUp(yield* store.head)
  } while ((yield* Timers.list("telling", { limit: 1 })).length > 0)
  say("caught up")
})

const stores = EventStore.EventStore.layer.pipe(
  Layer.provide([SqliteEventStore.layer({ filename }), KeyVault.layerNone]),
  Layer.merge(SqliteViewStore.layer({ filename }))
)
const reactors = Layer.provideMerge(Reactors.layer([telling], { lease: "200 millis" }), stores)
const writers = Effect.forEach(Array(4).keys(), write, { concurrency: "unbounded", discard: true })

flushCompileCache() // a program that is killed does not come to writing it at its end
const program = kind === "last" ? Effect.provide(finish, reactors) : Effect.provide(writers, reactors)
await Effect.runPromise<unknown, unknown>(program)
