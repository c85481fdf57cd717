import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { EventStoreDriver, RecordedRaw } from "../src/EventStoreDriver.ts"
import * as Expected from "../src/Expected.ts"
import * as MemoryEventStore from "../src/MemoryEventStore.ts"
import * as Position from "../src/Position.ts"
import { Commits } from "../src/testing/index.ts"
import { verifyLog } from "../src/Verify.ts"

type Driver = EventStoreDriver["Service"]

/** Positions 1 to 3 are one commit over two streams, 4 and 5 are commits of one event. */
const filled = Effect.gen(function*() {
  const driver = yield* MemoryEventStore.make()
  const append = (stream: string, ...texts: readonly [string, ...ReadonlyArray<string>]) =>
    Commits.append(stream, Expected.any, ...texts)
  yield* driver.commit(Commits.commit("one", [append("note-1", "a", "b"), append("note-2", "c")]))
  yield* driver.commit(Commits.commit("two", [append("note-1", "d")]))
  yield* driver.commit(Commits.commit("three", [append("note-2", "e")]))
  return driver
})

/** The driver as it would be if its storage had been changed behind its back. */
const changed = (
  driver: Driver,
  change: (events: ReadonlyArray<RecordedRaw>) => ReadonlyArray<RecordedRaw>
): Driver => ({
  ...driver,
  readAll: (options) =>
    Stream.unwrap(Effect.map(Stream.runCollect(driver.readAll(options)), (chunks) => {
      const events = change(chunks.flatMap((chunk) => chunk.events))
      // One event in a chunk, so that what belongs together comes apart in reading.
      return Stream.fromIterable(
        events.map((event) => ({ events: [event], through: event.position, head: event.position }))
      )
    }))
})

const at = (position: number, change: (event: RecordedRaw) => RecordedRaw) => (events: ReadonlyArray<RecordedRaw>) =>
  events.map((event) => event.position === position ? change(event) : event)

const without = (position: number) => (events: ReadonlyArray<RecordedRaw>) =>
  events.filter((event) => event.position !== position)

describe("verifying a log", () => {
  it.effect("counts what is in order, however it is cut into pages", () =>
    Effect.gen(function*() {
      const driver = yield* filled
      const report = { events: 5, commits: 3, streams: 2 }
      expect(yield* verifyLog(driver)).toEqual(report)
      expect(yield* verifyLog(changed(driver, (events) => events))).toEqual(report)
      expect(yield* verifyLog(yield* MemoryEventStore.make())).toEqual({ events: 0, commits: 0, streams: 0 })
    }))

  const damages: ReadonlyArray<readonly [string, string, number, Parameters<typeof changed>[1]]> = [
    ["a payload that was changed", "Digest", 4, at(4, (event) => ({ ...event, payload: "{\"text\":\"x\"}" }))],
    [
      "a type that was changed, in the middle of a commit",
      "Digest",
      1,
      at(2, (event) => ({ ...event, type: "Marked" }))
    ],
    ["a tag that was added", "Digest", 5, at(5, (event) => ({ ...event, tags: ["x"] }))],
    [
      "another author",
      "Digest",
      4,
      at(4, (event) => ({
        ...event,
        commit: { ...event.commit, metadata: "{\"actor\":{\"role\":\"law\",\"id\":\"x\"}}" }
      }))
    ],
    ["no author", "Metadata", 4, at(4, (event) => ({ ...event, commit: { ...event.commit, metadata: "{}" } }))],
    ["the first event of a commit is gone", "Version", 2, without(1)],
    ["the last event of a commit is gone", "Incomplete", 1, without(3)],
    [
      "a whole commit is gone before another of its stream",
      "Version",
      4,
      (events) => events.filter(({ position }) => position > 3)
    ],
    ["the last event of the last commit is gone", "Incomplete", 1, (events) => events.slice(0, 2)],
    ["two events in the wrong order", "Position", 4, ([a, b, c, d, e]) => [a!, b!, c!, e!, d!]],
    [
      "a version that was changed",
      "Version",
      5,
      at(5, (event) => ({ ...event, version: (event.version + 1) as never }))
    ],
    ["a position that comes twice", "Position", 4, at(5, (event) => ({ ...event, position: Position.make(4) }))]
  ]
  for (const [name, reason, position, change] of damages) {
    it.effect(`finds ${name}, and names the position`, () =>
      Effect.gen(function*() {
        const damage = yield* Effect.flip(verifyLog(changed(yield* filled, change)))
        expect(damage).toMatchObject({ _tag: "LogDamaged", reason, position })
      }))
  }
})
