import type { EventStoreDriver, RecordedRaw } from "@dateline/eventsourcing/EventStoreDriver"
import * as Expected from "@dateline/eventsourcing/Expected"
import { Commits } from "@dateline/eventsourcing/testing"
import { verifyLog } from "@dateline/eventsourcing/Verify"
import { assert, describe, it } from "@effect/vitest"
import Database from "better-sqlite3"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Stream from "effect/Stream"
import * as fs from "node:fs"
import * as path from "node:path"
import * as Integrity from "../src/Integrity.ts"
import * as SqliteEventStore from "../src/SqliteEventStore.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

const pageSize = 8192
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n + 1)
const note = (n: number, length: number) =>
  Commits.commit(`c${n}`, [{
    stream: `note-${n % 7}`,
    expected: Expected.any,
    events: [Commits.event(`text ${n} ${"x".repeat(length)}`, [`tag:${n % 5}`])]
  }])

/** A closed log of so many events, one a commit, and what it holds. */
const logOf = Effect.fnUntraced(function*(count: number, length: number) {
  const filename = path.join(yield* temporaryFolder, "newsroom.db")
  const events = yield* Effect.scoped(Effect.gen(function*() {
    const driver = yield* SqliteEventStore.make({ filename, durability: "os" })
    yield* Effect.forEach(numbers(count), (n) => driver.commit(note(n, length)), { concurrency: "unbounded" })
    return yield* Commits.all(driver)
  }))
  return { filename, events }
})

/** What can be read of a log until a fault, and the fault. */
const readOn = Effect.fnUntraced(function*(driver: EventStoreDriver["Service"]) {
  const events: Array<RecordedRaw> = []
  const exit = yield* Effect.exit(
    Stream.runForEach(driver.readAll({}), (chunk) => Effect.sync(() => events.push(...chunk.events)))
  )
  return { events, fault: Exit.isFailure(exit) ? Cause.pretty(exit.cause) : "none" }
})

const toRead = (filename: string) => SqliteEventStore.make({ filename, access: "read", connection: "own" })

describe("a file that is damaged", () => {
  it.live("answers every event before the damage, and then says at which position it is", () =>
    Effect.gen(function*() {
      const { events, filename } = yield* logOf(3000, 200)
      const bytes = fs.readFileSync(filename)
      const page = Math.floor(bytes.indexOf("text 2000 ") / pageSize) * pageSize
      bytes.fill(0xff, page, page + 64)
      fs.writeFileSync(filename, bytes)
      const found = yield* readOn(yield* SqliteEventStore.make({ filename }))
      const position = Number(
        /the file is damaged at position (\d+): database disk image is malformed/.exec(found.fault)?.[1]
      )
      assert.deepStrictEqual(found.events, events.slice(0, position - 1))
      assert.isTrue(position > 1950 && position <= 2000, String(position))
    }))

  it.live("and cut short is not opened to be written; what is left can be read, and then the position is named", () =>
    Effect.gen(function*() {
      const { events, filename } = yield* logOf(5000, 400)
      fs.truncateSync(filename, Math.floor(fs.statSync(filename).size * 0.8 / pageSize) * pageSize)
      const refusal = yield* Effect.flip(Effect.scoped(SqliteEventStore.make({ filename })))
      assert.include(refusal.message, "the file is damaged or was cut short; it can still be read")
      const found = yield* readOn(yield* toRead(filename))
      assert.isAtLeast(found.events.length, 2000)
      assert.deepStrictEqual(found.events, events.slice(0, found.events.length))
      assert.include(found.fault, `the file is damaged at position ${found.events.length + 1}`)
      assert.isAtLeast((yield* Integrity.check(filename)).length, 1)
    }))

  for (
    const change of [
      "recorded_at = recorded_at + 1",
      "recorded_at = NULL",
      "metadata = replace(metadata, 'law', 'saw')",
      "version = version + 500",
      "stream = stream + 500",
      "commit_size = 2"
    ]
  ) {
    it.live(`in what a commit's digest leaves out answers every event before it, and says where it is: ${change}`, () =>
      Effect.gen(function*() {
        const { events, filename } = yield* logOf(60, 60)
        const database = new Database(filename)
        database.exec(`UPDATE events SET ${change} WHERE place = 30`)
        database.close()
        const found = yield* readOn(yield* toRead(filename))
        assert.deepStrictEqual(found.events, events.slice(0, 29))
        assert.include(
          found.fault,
          "the file is damaged at position 30: the row of the event in place 30 is not what was"
        )
      }))
  }

  it.live("so that a stream lacks an event is not read without it", () =>
    Effect.gen(function*() {
      const { filename } = yield* logOf(60, 60)
      const database = new Database(filename)
      database.exec("DELETE FROM events WHERE place = 30")
      database.close()
      const driver = yield* toRead(filename)
      for (const direction of ["forward", "backward"] as const) {
        const fault = yield* Effect.flip(driver.readStream("note-2", 0, 100, direction))
        assert.include(fault.message, "the log lacks version 5 of the stream note-2")
      }
    }))

  it.live(
    "in any one bit reads as it was written, or is reported: never as something else",
    () =>
      Effect.gen(function*() {
        const { events, filename } = yield* logOf(60, 60)
        const original = fs.readFileSync(filename)
        const used = [...original.keys()].filter((place) => original[place] !== 0)
        const found = { asWritten: 0, reported: 0 }
        for (let n = 0; n < 300; n++) {
          // Bits all over what is used of the file, the same in every run: the step and the count have no common factor.
          const place = used[n * 7919 % used.length]!
          const bytes = Buffer.from(original)
          bytes[place]! ^= 1 << (n & 7)
          fs.writeFileSync(filename, bytes)
          const verdict = yield* Effect.exit(Effect.scoped(Effect.gen(function*() {
            const driver = yield* toRead(filename)
            const read = yield* Commits.all(driver)
            yield* verifyLog(driver)
            const findings = yield* Integrity.check(filename)
            return findings.length === 0 ? read : undefined
          })))
          const read = Exit.isSuccess(verdict) ? verdict.value : undefined
          if (read === undefined) found.reported++
          else {
            found.asWritten++
            assert.deepStrictEqual(read, events, `bit ${n & 7} of byte ${place} was changed and nobody said so`)
          }
        }
        assert.isAtLeast(found.reported, 200)
        assert.isAtLeast(found.asWritten, 1)
      }),
    60_000
  )
})
