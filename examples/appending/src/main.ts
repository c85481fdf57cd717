import * as CommitIds from "@dateline/eventsourcing/CommitIds"
import * as EventStore from "@dateline/eventsourcing/EventStore"
import * as Expected from "@dateline/eventsourcing/Expected"
import { KeyVault } from "@dateline/eventsourcing/KeyVault"
import * as MemoryEventStore from "@dateline/eventsourcing/MemoryEventStore"
import * as Origin from "@dateline/eventsourcing/Origin"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import * as Transact from "@dateline/eventsourcing/Transact"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { type Event, Reading, Readings } from "./Reading.ts"

const actor = { role: "desk", id: "salma" } as const
const streamOf = (reading: string) => Result.getOrThrow(StreamId.make("reading", reading))
const booked = (seat: number, reader: string): Event => ({ _tag: "SeatBooked", seat, reader })

// #region commit
/** Events for one stream, on condition that it is as one expects. */
const first = Effect.gen(function*() {
  const store = yield* EventStore.EventStore
  const id = yield* CommitIds.next
  const request = {
    id,
    actor,
    appends: [EventStore.append(Readings, streamOf("poems"), Expected.noStream, [booked(1, "amina")])]
  } as const
  const made = yield* store.commit(request)
  const again = yield* store.commit(request)
  yield* Console.log(`position ${made.position}; sent again: repeated ${again.repeated}, position ${again.position}`)
})
// #endregion

// #region conflict
/** Somebody else was faster: nothing is written, and one learns how far the stream is. */
const late = Effect.gen(function*() {
  const store = yield* EventStore.EventStore
  const appends = [EventStore.append(Readings, streamOf("poems"), Expected.noStream, [booked(2, "omar")])] as const
  const error = yield* Effect.flip(store.commit({ id: yield* CommitIds.next, actor, appends }))
  yield* Console.log(error.message)
})
// #endregion

// #region streams
/** Several streams change together, or none of them does; a stream that is only looked at is a guard. */
const both = Effect.gen(function*() {
  const store = yield* EventStore.EventStore
  const committed = yield* store.commit({
    id: yield* CommitIds.next,
    actor,
    appends: [
      EventStore.append(Readings, streamOf("poems"), Expected.exactly(1), [booked(2, "omar")]),
      EventStore.append(Readings, streamOf("novels"), Expected.any, [booked(7, "omar")])
    ],
    guards: [{ _tag: "StreamAt", stream: "reading-cancelled", expected: Expected.noStream }]
  })
  yield* Console.log(`versions ${committed.versions.join(" and ")}`)
})
// #endregion

// #region boundary
/** A rule over any number of streams: nobody books more than two seats, in whatever reading. */
const book = Effect.fnUntraced(function*(reading: string, seat: number, reader: string) {
  const store = yield* EventStore.EventStore
  const query = [{ types: ["SeatBooked"], tags: [`reader:${reader}`] }] as const
  const pages = yield* Stream.runCollect(store.readAll({ families: [Readings], query }))
  const seats = pages.flatMap(({ events }) => events).length
  if (seats >= 2) return yield* Console.log(`${reader} has ${seats} seats, and gets no more`)
  yield* store.commit({
    id: yield* CommitIds.next,
    actor,
    appends: [EventStore.append(Readings, streamOf(reading), Expected.any, [booked(seat, reader)])],
    // Of what was decided on, nothing may have changed meanwhile: a booking in another reading would.
    guards: [{ _tag: "NothingSince", query, after: pages.at(-1)!.head }]
  })
  yield* Console.log(`${reader} has seat ${seat} of ${reading}`)
})
// #endregion

// #region transact
/** What one does most of the time: load, decide, commit, and decide anew when another writer came first. */
const bookByDecider = Transact.run(Reading, Readings)

const byDecider = Effect.gen(function*() {
  const stream = streamOf("poems")
  const commitId = yield* CommitIds.next
  const command = { _tag: "Book", seat: 3, reader: "lina" } as const
  const { version } = yield* bookByDecider({ stream, command, commitId, actor })
  const refused = yield* Effect.flip(bookByDecider({ stream, command, commitId: yield* CommitIds.next, actor }))
  yield* Console.log(`version ${version}; then ${refused._tag}`)
})
// #endregion

// #region origin
/** Said once where a request comes in; every commit on the way carries it. */
const inRequest = Origin.within("request-42")(book("novels", 9, "amina"))
// #endregion

const program = Effect.gen(function*() {
  yield* first
  yield* late
  yield* both
  yield* book("essays", 4, "omar")
  yield* byDecider
  yield* inRequest
})

const layer = EventStore.EventStore.layer.pipe(Layer.provide([MemoryEventStore.layer, KeyVault.layerNone]))
await Effect.runPromise(Effect.provide(program, layer))
