/** What the program that is killed writes, and what must be true of it afterwards. */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import * as EventFamily from "@dateline/eventsourcing/EventFamily"
import * as EventStore from "@dateline/eventsourcing/EventStore"
import * as Expected from "@dateline/eventsourcing/Expected"
import * as Projection from "@dateline/eventsourcing/Projection"
import * as StreamId from "@dateline/eventsourcing/StreamId"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

export const Notes = EventFamily.make({
  category: "note",
  events: { Noted: { text: Schema.String } },
  tags: ({ text }) => [`length:${text.length}`]
})

/** What a timer of the program that is killed commits. */
export const Fired = EventFamily.make({ category: "fired", events: { TimerFired: { key: Schema.String } } })

export interface Tally {
  /** Events that were folded. */
  readonly count: number
  /** The version of the last of them: the same as the count, if each was folded once. */
  readonly version: number
}

export const Tallies = Projection.make({
  name: "tallies",
  revision: 1,
  families: [Notes],
  indexes: [{ name: "byCount", equal: [], order: ["count"] }],
  keys: ({ stream }) => [StreamId.localId(stream)],
  evolve: (tally: Tally | undefined, { version }): Tally => ({ count: (tally?.count ?? 0) + 1, version })
})

const append = (name: string, expected: Expected.Expected, events: number) => {
  const texts = Array.from(
    { length: events },
    (_, n) => ({ _tag: "Noted", text: `${name} ${n} ${"x".repeat(200)}` }) as const
  )
  const stream = Result.getOrThrow(StreamId.make("note", name))
  return EventStore.append(Notes, stream, expected, texts as [typeof texts[0] & object, ...typeof texts])
}

/** The n-th commit of a writer: one event, several of one stream, or several of several streams, in turn. */
export const request = (run: number, writer: number, n: number): EventStore.CommitRequest => {
  const id = `${run}.${writer}.${n}`
  const own = `w${writer}`
  const appends = [
    [append(own, Expected.any, 1)],
    [append(own, Expected.any, 3)],
    [append(own, Expected.any, 2), append("shared", Expected.any, 1), append(id, Expected.noStream, 2)]
  ] as const
  return { id: CommitId.make(id), actor: { role: "writer", id: own }, appends: appends[n % 3]! }
}

/** How many events the commit of this id was to have. */
export const sizeOf = (id: string): number => [1, 3, 5][Number(id.split(".").at(-1)) % 3]!
