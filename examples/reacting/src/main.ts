/** Following a log, and doing things because of what is in it. Prints what `output.txt` says. */
import * as EventStore from "@dateline/eventsourcing/EventStore"
import { KeyVault } from "@dateline/eventsourcing/KeyVault"
import * as MemoryEventStore from "@dateline/eventsourcing/MemoryEventStore"
import * as MemoryViewStore from "@dateline/eventsourcing/MemoryViewStore"
import * as ParkedMessages from "@dateline/eventsourcing/ParkedMessages"
import * as Reactor from "@dateline/eventsourcing/Reactor"
import { Reactors } from "@dateline/eventsourcing/Reactors"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import * as Timers from "@dateline/eventsourcing/Timers"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { commit, Loans } from "./Loan.ts"

const print = (line: string) => Effect.sync(() => process.stdout.write(`${line}\n`))

// #region subscribe
/** What has happened since a position, and whatever happens from now on: three events of it. */
const firstThree = Effect.gen(function*() {
  const store = yield* EventStore.EventStore
  yield* store.subscribe({ families: [Loans] }).pipe(
    Stream.flatMap((page) => Stream.fromIterable(page.events)),
    Stream.take(3),
    Stream.runForEach(({ event, position }) => print(`${position}: ${event._tag}`))
  )
})
// #endregion

/** A post office that knows what it has sent, and is closed at first. */
const sent = new Set<string>()
let open = false
const send = (idempotencyKey: string, text: string) =>
  Effect.gen(function*() {
    if (!open) return yield* Effect.fail(new Error("the post office is closed"))
    if (sent.has(idempotencyKey)) return
    sent.add(idempotencyKey)
    yield* print(`sent: ${text}`)
  })

// #region reactor
const receipts = Reactor.make({
  name: "receipts",
  families: [Loans],
  query: [{ types: ["BookLent"] }],
  start: "beginning",
  retry: Schedule.exponential("10 millis").pipe(Schedule.upTo({ times: 2 })),
  react: ({ event, stream }, { idempotencyKey }) =>
    event._tag === "BookLent"
      ? send(idempotencyKey, `${event.reader} has ${StreamId.localId(stream)}`)
      : Effect.void
})
// #endregion

// #region timer
const reminders = Reactor.make({
  name: "reminders",
  families: [Loans],
  start: "beginning",
  react: ({ event, stream }, { cancel, schedule }) => {
    const key = StreamId.localId(stream)
    if (event._tag === "BookLent") return schedule({ key, at: event.due })
    return event._tag === "BookReturned" ? cancel(key) : Effect.void
  },
  // Fired again after a crash, it has the same commit id, and the commit is made once.
  fire: ({ commitId, key }) => commit(commitId, key, { _tag: "ReaderReminded" })
})
// #endregion

// #region parked
const sendAgain = Effect.gen(function*() {
  const { items } = yield* ParkedMessages.list("receipts", { limit: 10 })
  yield* Effect.forEach(
    items,
    ({ attempts, error, source }) =>
      print(`parked after ${attempts} tries, ${error}: ${source._tag === "Event" ? source.stream : source.timer.key}`)
  )
  yield* Effect.forEach(items, ({ id }) => ParkedMessages.replay("receipts", id))
})
// #endregion

const until = <E, R>(met: Effect.Effect<boolean, E, R>) =>
  Effect.repeat(Effect.andThen(Effect.sleep("10 millis"), met), { until: (yes) => yes })

const program = Effect.gen(function*() {
  const now = yield* Clock.currentTimeMillis
  yield* commit("1", "dictionary", { _tag: "BookLent", reader: "amina", due: now + 3_600_000 })
  yield* commit("2", "atlas", { _tag: "BookLent", reader: "youssef", due: now + 50 })
  yield* commit("3", "dictionary", { _tag: "BookReturned" })
  yield* firstThree

  const reactors = yield* Reactors
  const { head } = yield* EventStore.EventStore
  yield* reactors.caughtUp(yield* head)
  open = true
  yield* sendAgain
  yield* until(Effect.sync(() => sent.size === 2))

  yield* until(Effect.map(Timers.list("reminders", { limit: 1 }), (timers) => timers.length === 0))
  yield* print(`the log ends at ${yield* head}`)
})

// #region layers
const stores = EventStore.EventStore.layer.pipe(
  Layer.provide([MemoryEventStore.layer, KeyVault.layerNone]),
  Layer.merge(MemoryViewStore.layer)
)
const running = Layer.provideMerge(Reactors.layer([receipts, reminders]), stores)
// #endregion

await Effect.runPromise(Effect.provide(program, running))
