import { describe, expect, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { eventId } from "../src/CommitId.ts"
import * as EventStore from "../src/EventStore.ts"
import * as Expected from "../src/Expected.ts"
import * as Origin from "../src/Origin.ts"
import * as Reactor from "../src/Reactor.ts"
import { Reactors } from "../src/Reactors.ts"
import { actor, commitId, Events, inMemory, streamOf } from "./Counter.ts"

const increase = (name: string, about: { readonly correlationId?: string } = {}) =>
  Effect.flatMap(EventStore.EventStore, (store) =>
    store.commit({
      id: commitId(`c-${name}`),
      actor,
      ...about,
      appends: [EventStore.append(Events, streamOf(name), Expected.any, [{ _tag: "Increased", by: 1 }])]
    }))

const first = (name: string) =>
  Effect.flatMap(
    EventStore.EventStore,
    (store) => Effect.map(Stream.runHead(store.readStream(Events, streamOf(name))), Option.getOrThrow)
  )

describe("a commit says where it comes from", () => {
  it.effect("nothing, if nobody said so", () =>
    inMemory(Effect.gen(function*() {
      yield* increase("a")
      expect((yield* first("a")).metadata).toEqual({ actor })
    })))

  it.effect("the request that it was made in, unless it says another itself", () =>
    inMemory(Effect.gen(function*() {
      yield* Origin.within("request-1")(Effect.andThen(increase("a"), increase("b", { correlationId: "mine" })))
      expect((yield* first("a")).metadata).toEqual({ actor, correlationId: "request-1" })
      expect((yield* first("b")).metadata.correlationId).toBe("mine")
    })))

  it.effect("the event that caused it, and what that event belonged to", () =>
    inMemory(Effect.gen(function*() {
      yield* Origin.within("request-1")(increase("a"))
      const cause = yield* first("a")
      yield* Origin.causedBy(cause)(increase("b"))
      const causationId = eventId(cause.commitId, cause.index)
      expect((yield* first("b")).metadata).toEqual({ actor, correlationId: "request-1", causationId })
      const next = yield* first("b")
      yield* Origin.causedBy(next)(Origin.within("request-2")(increase("c")))
      expect((yield* first("c")).metadata).toMatchObject({ correlationId: "request-2", causationId: "c-b:0" })
    })))

  it.effect("in a reaction, without a word", () =>
    inMemory(Effect.gen(function*() {
      const done = yield* Deferred.make<void>()
      const reactor = Reactor.make({
        name: "copying",
        families: [Events],
        start: "beginning",
        react: ({ stream }) =>
          stream === streamOf("a") ? Effect.andThen(increase("copy"), Deferred.succeed(done, undefined)) : Effect.void
      })
      yield* increase("a")
      yield* Effect.provide(Deferred.await(done), Layer.fresh(Reactors.layer([reactor])))
      expect((yield* first("copy")).metadata).toMatchObject({ correlationId: "c-a", causationId: "c-a:0" })
    })))
})
