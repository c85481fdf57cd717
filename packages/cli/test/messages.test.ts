import { EventStore } from "@dateline/eventsourcing/EventStore"
import * as Reactor from "@dateline/eventsourcing/Reactor"
import { Reactors } from "@dateline/eventsourcing/Reactors"
import * as ArticleEvents from "@dateline/publishing/domain/ArticleEvents"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { dateline } from "./support/dateline.ts"
import { newsroomFolder, stores } from "./support/folders.ts"

/** Tells a webhook of every article that is published; broken, it fails for every article. */
const webhook = (told: Array<string>, broken: boolean) =>
  Reactor.make({
    name: "webhook",
    families: [ArticleEvents.family],
    query: [{ types: ["ArticlePublished"] }],
    start: "beginning",
    retry: Schedule.recurs(1),
    key: () => "all",
    react: (_, { idempotencyKey }) =>
      broken ? Effect.fail(new RangeError("down")) : Effect.sync(() => told.push(idempotencyKey))
  })

const settle = (folder: string, told: Array<string>, broken: boolean, enough: number) =>
  Effect.gen(function*() {
    const [reactors, store] = [yield* Reactors, yield* EventStore]
    yield* reactors.caughtUp(yield* store.head)
    yield* Effect.repeat(Effect.sleep("20 millis"), { until: () => told.length >= enough })
  }).pipe(Effect.provide(Reactors.layer([webhook(told, broken)])), Effect.provide(stores(folder)))

describe("dateline messages", () => {
  it.live(
    "shows what could not be delivered, and has it delivered again or given up by whoever runs the reactor",
    () =>
      Effect.gen(function*() {
        const folder = yield* newsroomFolder
        yield* settle(folder, [], true, 0)
        const shown = yield* dateline(folder, "messages", "webhook")
        assert.deepStrictEqual([shown.code, shown.stderr], [0, ""])
        assert.match(
          shown.stdout,
          /^publish-1:0: ArticlePublished at version 2 of article-\S+, tried 2 times, RangeError\n(publish-[23]:0: .*, waits for the one before it\n){2}$/
        )
        assert.strictEqual((yield* dateline(folder, "messages", "webhook", "--discard", "publish-1:0")).code, 0)
        const told: Array<string> = []
        yield* settle(folder, told, false, 2)
        assert.deepStrictEqual(told, ["publish-2:0/webhook", "publish-3:0/webhook"])
        assert.strictEqual((yield* dateline(folder, "messages", "webhook")).stdout, "Nothing is parked\n")
      }),
    30_000
  )

  it.live("delivers a message again, with what waits behind it", () =>
    Effect.gen(function*() {
      const folder = yield* newsroomFolder
      yield* settle(folder, [], true, 0)
      assert.strictEqual((yield* dateline(folder, "messages", "webhook", "--replay", "publish-1:0")).code, 0)
      const told: Array<string> = []
      yield* settle(folder, told, false, 3)
      assert.deepStrictEqual(told, ["publish-1:0/webhook", "publish-2:0/webhook", "publish-3:0/webhook"])
    }), 30_000)

  it.live("says in one sentence that there is no such reactor, or no such message", () =>
    Effect.gen(function*() {
      const folder = yield* newsroomFolder
      const nobody = yield* dateline(folder, "messages", "nobody")
      assert.deepStrictEqual([nobody.code, nobody.stderr], [1, "No reactor \"nobody\" was ever started here\n"])
      yield* settle(folder, [], true, 0)
      const nothing = yield* dateline(folder, "messages", "webhook", "--replay", "x")
      assert.deepStrictEqual([nothing.code, nothing.stderr], [1, "The reactor webhook has no parked message \"x\"\n"])
    }), 30_000)
})
