/** Whoever reads an event reads it in its newest version, and whoever cannot read one is told where it is. */
import { describe, expect, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import type { RawEvent } from "../src/EventFamily.ts"
import { EventStore } from "../src/EventStore.ts"
import { EventStoreDriver } from "../src/EventStoreDriver.ts"
import * as Expected from "../src/Expected.ts"
import { Projector } from "../src/Projector.ts"
import * as Commits from "../src/testing/Commits.ts"
import * as Transact from "../src/Transact.ts"
import * as Views from "../src/Views.ts"
import { actor, commitId, Counter, Counts, Events, inMemory, streamOf } from "./Counter.ts"

const stream = streamOf("a")

const raw = (change: Partial<RawEvent> = {}): RawEvent => ({
  type: "Increased",
  schemaVersion: 2,
  payload: "{\"by\":5}",
  tags: [],
  ...change
})

/** Puts events into the log as some other release wrote them. */
const written = (...events: readonly [RawEvent, ...ReadonlyArray<RawEvent>]) =>
  Effect.flatMap(
    EventStoreDriver,
    (driver) => driver.commit(Commits.commit("older", [{ stream, expected: Expected.any, events }]))
  )

const transact = Effect.suspend(() =>
  Transact.run(Counter, Events)({ stream, command: { _tag: "Increase", by: 100 }, commitId: commitId("new"), actor })
)

const view = Effect.scoped(Effect.gen(function*() {
  const context = yield* Layer.build(Layer.fresh(Projector.layer({ projections: [Counts] })))
  const { head } = yield* EventStore
  yield* Context.get(context, Projector).caughtUp(yield* head)
  return yield* Views.get(Counts, "a")
}))

const ofStream = Effect.flatMap(EventStore, (store) => Stream.runCollect(store.readStream(Events, stream)))

const backwards = Effect.flatMap(
  EventStore,
  (store) => Stream.runCollect(store.readStream(Events, stream, { direction: "backward" }))
)

const ofLog = Effect.flatMap(
  EventStore,
  (store) =>
    Effect.map(
      Stream.runCollect(store.readAll({ families: [Events] })),
      (pages) => pages.flatMap(({ events }) => events)
    )
)

const live = Effect.flatMap(EventStore, (store) =>
  Effect.map(
    Stream.runCollect(Stream.take(store.subscribe({ families: [Events] }), 1)),
    (pages) => pages.flatMap(({ events }) => events)
  ))

const readers = { "a stream": ofStream, "a stream backwards": backwards, "the log": ofLog, "a subscription": live }

describe("an event that an older release wrote", () => {
  for (const [name, read] of Object.entries(readers)) {
    it.effect(`is read in its newest version by ${name}`, () =>
      inMemory(Effect.gen(function*() {
        yield* written(raw({ schemaVersion: 1, payload: "{}" }))
        expect((yield* read).map(({ event }) => event)).toEqual([{ _tag: "Increased", by: 1 }])
      })))
  }

  it.effect("is folded in its newest version by a command", () =>
    inMemory(Effect.gen(function*() {
      yield* written(raw({ schemaVersion: 1, payload: "{}" }), raw())
      expect((yield* transact).state).toBe(106)
    })))

  it.effect("is folded in its newest version by a view", () =>
    inMemory(Effect.gen(function*() {
      yield* written(raw({ schemaVersion: 1, payload: "{}" }), raw())
      expect(yield* view).toMatchObject({ value: { count: 6 } })
    })))
})

const unreadable = {
  UnknownType: { type: "Multiplied" },
  NewerVersion: { schemaVersion: 3 },
  InvalidJson: { payload: "{" },
  InvalidPayload: { payload: "{\"by\":\"5\"}" }
} as const

describe("an event that this program cannot read", () => {
  for (const [reason, change] of Object.entries(unreadable)) {
    for (const [name, read] of Object.entries({ ...readers, "a command": transact })) {
      it.effect(`stops ${name}, with its position: ${reason}`, () =>
        inMemory(Effect.gen(function*() {
          yield* written(raw(), raw(change), raw())
          expect(yield* Effect.flip<unknown, unknown, EventStore>(read)).toMatchObject({
            _tag: "CorruptEvent",
            reason,
            stream,
            version: 2,
            position: 2
          })
        })))
    }
  }
})
