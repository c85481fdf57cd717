import * as Expected from "@dateline/eventsourcing/Expected"
import { Commits } from "@dateline/eventsourcing/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as path from "node:path"
import * as SqliteEventStore from "../src/SqliteEventStore.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

const note = (id: string) => Commits.commit(id, [Commits.append("note-1", Expected.any, id)])

const withVersion = (schemaVersion: number) => {
  const event = { ...Commits.event("x"), schemaVersion }
  return Commits.commit(`version ${schemaVersion}`, [{ stream: "note-1", expected: Expected.any, events: [event] }])
}

describe("a commit that SQLite would not take is refused alone", () => {
  const cases = [
    ...[1.5, Number.NaN, -1, 0, Number.POSITIVE_INFINITY, 2 ** 53].map((version) =>
      [withVersion(version), "an event's schemaVersion is not a whole number from 1"] as const
    ),
    ...[0.5, Number.NaN].map((recordedAt) =>
      [{ ...note(`at ${recordedAt}`), recordedAt }, "recordedAt is not a whole number of milliseconds"] as const
    )
  ]
  for (const [broken, sentence] of cases) {
    it.effect(`${broken.id}: ${sentence}`, () =>
      Effect.gen(function*() {
        const filename = path.join(yield* temporaryFolder, "newsroom.db")
        const driver = yield* SqliteEventStore.make({ filename })
        const [before, refused, after] = yield* Effect.all([
          Effect.exit(driver.commit(note("before"))),
          Effect.flip(driver.commit(broken)),
          Effect.exit(driver.commit(note("after")))
        ], { concurrency: "unbounded" })
        assert.deepStrictEqual([before._tag, after._tag], ["Success", "Success"])
        assert.include(refused.message, sentence)
        assert.isTrue(refused._tag === "StoreFault" && !refused.retryable)
        assert.deepStrictEqual((yield* Commits.all(driver)).map(({ commit }) => commit.id), ["before", "after"])
      }))
  }
})
