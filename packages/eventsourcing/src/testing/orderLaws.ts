/** What an event store must do however long a stream is, and whatever the clocks say. */
import * as Effect from "effect/Effect"
import type { RecordedRaw } from "../EventStoreDriver.ts"
import * as Expect from "../Expected.ts"
import * as Commits from "./Commits.ts"
import { type Law, law, same } from "./Law.ts"

const versions = (events: ReadonlyArray<RecordedRaw>) => events.map(({ version }) => version)

const counting = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, n) => from + n)

const deep = law(
  "a deep stream is read and written at both of its ends, and anywhere between",
  ({ driver }, { depth }) =>
    Effect.gen(function*() {
      const size = Math.min(500, driver.limits.events)
      for (let version = 0; version < depth; version += size) {
        const [first = "", ...rest] = counting(version + 1, Math.min(version + size, depth)).map(String)
        const append = Commits.append("note-deep", Expect.exactly(version), first, ...rest)
        yield* driver.commit(Commits.commit(`to ${version}`.replace(" ", "-"), [append]))
      }
      const read = (after: number, limit: number, direction: "forward" | "backward") =>
        Effect.map(driver.readStream("note-deep", after, limit, direction), versions)
      const middle = Math.floor(depth / 2)
      yield* same("its first events", [1, 2, 3], yield* read(0, 3, "forward"))
      yield* same("events in the middle", counting(middle + 1, middle + 3), yield* read(middle, 3, "forward"))
      yield* same("before the middle", [middle - 1, middle - 2], yield* read(middle, 2, "backward"))
      yield* same("its last events", [depth, depth - 1, depth - 2], yield* read(0, 3, "backward"))
      yield* same("all of it", counting(1, depth), yield* read(0, depth + 1, "forward"))
      yield* same("after the last version that can be", [], yield* read(Number.MAX_SAFE_INTEGER, 3, "forward"))
      yield* same("before it", [depth], yield* read(Number.MAX_SAFE_INTEGER, 1, "backward"))
      const stale = Commits.commit("stale", [Commits.append("note-deep", Expect.exactly(depth - 1), "x")])
      const refused = yield* driver.commit(stale)
      yield* same("a stale writer learns", depth, "actual" in refused ? refused.actual : refused._tag)
      const next = Commits.commit("next", [Commits.append("note-deep", Expect.exactly(depth), "x")])
      yield* same("the next commit", "Committed", (yield* driver.commit(next))._tag)
    })
)

const clocks = [1_700_000_000_000, 0, -1, 8_640_000_000_000_000, 1_700_000_000_000, 1]

const timeless = law(
  "the order of the log is the order of its commits, whatever the writers' clocks say",
  ({ connect, driver }) =>
    Effect.gen(function*() {
      const drivers = [driver, yield* connect]
      for (const [place, recordedAt] of clocks.entries()) {
        const appends = [Commits.append("note-shared", Expect.exactly(place), String(place))] as const
        const commit = { ...Commits.commit(`c${place}`, [...appends]), recordedAt }
        yield* same("the outcome", "Committed", (yield* drivers[place % 2]!.commit(commit))._tag)
      }
      const times = (events: ReadonlyArray<RecordedRaw>) => events.map(({ commit }) => commit.recordedAt)
      yield* same("the times in the log", clocks, times(yield* Commits.all(driver)))
      yield* same("the times in the stream", clocks, times(yield* Commits.ofStream(driver, "note-shared")))
    })
)

export const orderLaws: ReadonlyArray<Law> = [deep, timeless]
