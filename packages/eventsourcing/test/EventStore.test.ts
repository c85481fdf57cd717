import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as CommitId from "../src/CommitId.ts"
import * as EventFamily from "../src/EventFamily.ts"
import * as EventStore from "../src/EventStore.ts"
import { EventStoreDriver } from "../src/EventStoreDriver.ts"
import * as Expected from "../src/Expected.ts"
import { KeyVault } from "../src/KeyVault.ts"
import * as MemoryEventStore from "../src/MemoryEventStore.ts"
import * as Position from "../src/Position.ts"
import { actor, commitId, type Event, Events, inMemory, streamOf } from "./Counter.ts"

const Others = EventFamily.make({ category: "other", events: { Happened: { what: Schema.String } } })

const up: Event = { _tag: "Increased", by: 1 }

const commit = (request: Partial<EventStore.CommitRequest>) =>
  Effect.flatMap(EventStore.EventStore, (store) =>
    store.commit({
      id: commitId("c"),
      actor,
      appends: [EventStore.append(Events, streamOf("a"), Expected.any, [up])],
      ...request
    }))

const refused = (request: Partial<EventStore.CommitRequest>) =>
  Effect.gen(function*() {
    const error = yield* Effect.flip(commit(request))
    const store = yield* EventStore.EventStore
    expect(yield* store.head).toBe(Position.start)
    return error
  })

describe("a commit is refused before anything is written", () => {
  it.effect("when a stream is not of its family's category", () =>
    inMemory(Effect.gen(function*() {
      const appends = [
        EventStore.append(Others, streamOf("a"), Expected.any, [{ _tag: "Happened", what: "x" }])
      ] as const
      expect(yield* refused({ appends })).toMatchObject({ _tag: "InvalidEvent", stream: "counter-a" })
    })))

  it.effect("when it names a stream twice", () =>
    inMemory(Effect.gen(function*() {
      const append = EventStore.append(Events, streamOf("a"), Expected.any, [up])
      expect((yield* refused({ appends: [append, append] })).message).toContain("each stream once")
    })))

  it.effect("when its id is not one, or its actor cannot be written", () =>
    inMemory(Effect.gen(function*() {
      expect((yield* refused({ id: CommitId.make("a b") }))._tag).toBe("InvalidEvent")
      expect((yield* refused({ actor: { role: "x", id: "\ud800" } }))._tag).toBe("InvalidEvent")
    })))

  it.effect("when a personal value is in the clear, however it is dressed up", () =>
    inMemory(Effect.gen(function*() {
      for (const box of ["jane@example.com", "x".repeat(40)]) {
        const named: Event = {
          _tag: "Named",
          by: "x",
          email: { subject: "s", purpose: "contact", label: "email", box }
        }
        const appends = [EventStore.append(Events, streamOf("a"), Expected.any, [named])] as const
        expect((yield* refused({ appends }))._tag).toBe("InvalidEvent")
      }
    })))
})

describe("a stream", () => {
  it.effect("is read up to as many events as are asked for, from either end", () =>
    inMemory(Effect.gen(function*() {
      const numbers = Array.from({ length: 2500 }, (_, n) => n + 1)
      const [first, ...rest] = numbers.map((by): Event => ({ _tag: "Increased", by }))
      yield* commit({ appends: [EventStore.append(Events, streamOf("a"), Expected.any, [first!, ...rest])] })
      const store = yield* EventStore.EventStore
      const read = (options: EventStore.ReadStreamOptions) =>
        Effect.map(
          Stream.runCollect(store.readStream(Events, streamOf("a"), options)),
          (events) => [events.length, events[0]?.version, events.at(-1)?.version]
        )
      expect(yield* read({ limit: 1, direction: "backward" })).toEqual([1, 2500, 2500])
      expect(yield* read({ limit: 1500 })).toEqual([1500, 1, 1500])
      expect(yield* read({ limit: 2000, after: 1000 })).toEqual([1500, 1001, 2500])
      expect(yield* read({ limit: 1000, after: 2, direction: "backward" })).toEqual([1, 1, 1])
    })))
})

describe("a guard that the store does not evaluate", () => {
  it.effect("is told to the caller, and nothing is written", () =>
    Effect.gen(function*() {
      const guards = [{ _tag: "NothingSince", query: [{}], after: Position.start }] as const
      const error = yield* refused({ guards })
      expect(error.message).toContain("cannot guard a commit by NothingSince")
    }).pipe(
      Effect.provide(EventStore.EventStore.layer),
      Effect.provide(Layer.effect(
        EventStoreDriver,
        Effect.map(MemoryEventStore.make(), (driver) => ({ ...driver, guards: ["StreamAt" as const] }))
      )),
      Effect.provide(KeyVault.layerNone)
    ))
})
