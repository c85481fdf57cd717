/**
 * Fills a disk of its own, makes room, and makes it read-only: `onSmallDisk.ts FOLDER`, where the disk is. Says in JSON
 * what the stores answered.
 */
import * as Expected from "@dateline/eventsourcing/Expected"
import { Commits } from "@dateline/eventsourcing/testing"
import { verifyLog } from "@dateline/eventsourcing/Verify"
import * as Effect from "effect/Effect"
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import * as Backup from "../../src/Backup.ts"
import * as SqliteEventStore from "../../src/SqliteEventStore.ts"

const folder = process.argv[2]!
const inside = (name: string) => path.join(folder, name)
const filename = inside("newsroom.db")
const note = (n: number) => Commits.commit(`c${n}`, [Commits.append("note-1", Expected.any, "x".repeat(5000), "y")])

const fill = Effect.gen(function*() {
  const driver = yield* SqliteEventStore.make({ filename })
  yield* driver.commit(note(1))
  yield* Backup.ofLog({ filename, to: inside("copy.db") })
  // As a program leaves it that was killed.
  for (const ending of ["", "-wal"]) fs.copyFileSync(filename + ending, inside("killed.db") + ending)
  fs.writeFileSync(inside("filler"), Buffer.alloc(1024 * 1024))
  let acknowledged = 1
  const writing = Effect.forever(
    Effect.tap(Effect.suspend(() => driver.commit(note(acknowledged + 1))), () => Effect.sync(() => acknowledged++))
  )
  const fault = yield* Effect.flip(writing)
  const again = yield* Effect.flip(driver.commit(note(acknowledged + 1)))
  const full = yield* verifyLog(driver)
  const copying = yield* Effect.flip(Backup.ofLog({ filename, to: inside("too large.db") }))
  fs.rmSync(inside("filler"))
  const next = yield* driver.commit(note(acknowledged + 1))
  const roomy = yield* verifyLog(driver)
  return {
    acknowledged,
    faults: [fault, again].map((one) => [one._tag, one._tag === "StoreFault" && one.retryable, one.message]),
    copying: copying.message,
    left: fs.readdirSync(folder).filter((file) => file.startsWith("too large")),
    full: full.commits,
    next: next._tag,
    roomy: roomy.commits
  }
}).pipe(Effect.scoped)

/** How many commits are read, or why none are. */
const attempt = (options: SqliteEventStore.Options) =>
  Effect.scoped(Effect.match(Effect.flatMap(SqliteEventStore.make(options), verifyLog), {
    onFailure: ({ message }) => message,
    onSuccess: ({ commits }) => commits
  }))

const program = Effect.gen(function*() {
  const filled = yield* fill
  execFileSync("mount", ["-o", "remount,ro", folder])
  return {
    ...filled,
    toWrite: yield* attempt({ filename }),
    toRead: yield* attempt({ filename, access: "read" }),
    copied: yield* attempt({ filename: inside("copy.db"), access: "read" }),
    killed: yield* attempt({ filename: inside("killed.db"), access: "read" })
  }
})

console.log(JSON.stringify(await Effect.runPromise(program)))
