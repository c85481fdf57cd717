/** What an event store must give back of what it was given, however it is asked. */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Expect from "../Expected.ts"
import * as Position from "../Position.ts"
import * as Commits from "./Commits.ts"
import type { Driver } from "./Harness.ts"
import { type Law, law, same } from "./Law.ts"

const readBack = law(
  "what was committed is read back as it was, in both directions and by filter",
  ({ driver }) =>
    Effect.gen(function*() {
      const events = [Commits.event("é\u0000\ud800", ["a", "b"]), {
        ...Commits.event("two", ["b"]),
        type: "Marked"
      }] as const
      const one = Commits.commit("one", [{ stream: "note-1", expected: Expect.noStream, events }])
      yield* driver.commit(one)
      yield* driver.commit(Commits.commit("two", [Commits.append("other-1", Expect.any, "three")]))
      const [first, second] = yield* driver.readStream("note-1", 0, 10, "forward")
      yield* same("the first event", events[0], first && pickRaw(first))
      yield* same("its envelope", ["note-1", 1, "one", 0, 2, 0], first && envelope(first))
      yield* same(
        "what its commit says",
        [one.metadata, one.digest],
        first && [first.commit.metadata, first.commit.digest]
      )
      yield* same("the second event", ["note-1", 2, "one", 1, 2, 0], second && envelope(second))
      yield* same("newest first", [2, 1], versions(yield* driver.readStream("note-1", 0, 10, "backward")))
      yield* same("from a version backwards", [1], versions(yield* driver.readStream("note-1", 2, 10, "backward")))
      yield* same("after a version", [2], versions(yield* driver.readStream("note-1", 1, 10, "forward")))
      yield* same("a page", [1], versions(yield* driver.readStream("note-1", 0, 1, "forward")))
      yield* same("an unknown stream", [], yield* driver.readStream("note-2", 0, 10, "forward"))
      const types = (options: Parameters<Driver["readAll"]>[0]) =>
        Effect.map(
          Stream.runCollect(driver.readAll(options)),
          (chunks) => chunks.flatMap((chunk) => chunk.events.map((event) => `${event.stream} ${event.type}`))
        )
      const everything = ["note-1 Noted", "note-1 Marked", "other-1 Noted"]
      yield* same("the log", everything, yield* types({}))
      yield* same("the log in pages of one", everything, yield* types({ pageSize: 1 }))
      yield* same("the log backwards", everything.toReversed(), yield* types({ direction: "backward" }))
      yield* same("by category", everything.slice(2), yield* types({ query: [{ categories: ["other"] }] }))
      yield* same("by type", everything.slice(1, 2), yield* types({ query: [{ types: ["Marked"] }] }))
      yield* same("by tag", everything.slice(0, 2), yield* types({ query: [{ tags: ["b"] }] }))
      yield* same("by two tags", everything.slice(0, 1), yield* types({ query: [{ tags: ["b", "a"] }] }))
      yield* same("by type and tag", [], yield* types({ query: [{ types: ["Marked"], tags: ["a"] }] }))
      const either = [{ tags: ["a"] }, { categories: ["other"] }] as const
      yield* same("by one or the other", [everything[0], everything[2]], yield* types({ query: either }))
      const backwards = { query: either, direction: "backward", pageSize: 1 } as const
      yield* same("and backwards in pages", [everything[2], everything[0]], yield* types(backwards))
      yield* same("by no type at all", [], yield* types({ query: [{ types: [] }] }))
      yield* same("after a position", everything.slice(1), yield* types({ after: first!.position }))
      const before = { after: second!.position, direction: "backward" } as const
      yield* same("before a position", everything.slice(0, 1), yield* types(before))
      const beyond = { after: Position.make(second!.position + 1000), direction: "backward" } as const
      yield* same("before a position that is not there yet", everything.toReversed(), yield* types(beyond))
      const [page] = yield* Stream.runCollect(driver.readAll({ pageSize: 1 }))
      yield* same("how far a full page was read", first!.position, page?.through)
      const head = yield* driver.head
      const pages = yield* Stream.runCollect(driver.readAll({ query: [{ categories: ["other"] }] }))
      yield* same("how far the last page was read", head, pages.at(-1)?.through)
      yield* same("the head that a page tells", head, page?.head)
    })
)

const pickRaw = (
  { payload, schemaVersion, tags, type }: Parameters<typeof envelope>[0] & ReturnType<typeof Commits.event>
) => ({ type, schemaVersion, payload, tags })

const envelope = (event: {
  readonly stream: string
  readonly version: number
  readonly index: number
  readonly commit: { readonly id: string; readonly size: number; readonly recordedAt: number }
}) => [event.stream, event.version, event.commit.id, event.index, event.commit.size, event.commit.recordedAt]

const versions = (events: ReadonlyArray<{ readonly version: number }>) => events.map((event) => event.version)

export const readingLaws: ReadonlyArray<Law> = [readBack]
