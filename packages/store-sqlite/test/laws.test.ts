import type { Harness } from "@dateline/eventsourcing/testing"
import { laws } from "@dateline/eventsourcing/testing"
import { describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as path from "node:path"
import * as SqliteEventStore from "../src/SqliteEventStore.ts"
import * as SqliteViewStore from "../src/SqliteViewStore.ts"
import { hurtFile } from "./support/hurtFile.ts"
import { spawnLog } from "./support/spawnLog.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

const program = path.join(import.meta.dirname, "support/serveLog.ts")

const inFolder = Effect.map(temporaryFolder, (folder) => path.join(folder, "newsroom.db"))

/** How many processes are killed while commits are in flight: `DATELINE_KILLS=1000` for a longer run. */
const kills = Number(process.env["DATELINE_KILLS"] ?? 5)

/** A harness whose second connection is the first one, shared, or one of its own, as another process would have it. */
const harness = (connection: "shared" | "own"): Harness => ({
  sizes: { kills, patience: 60_000 + kills * 2000 },
  open: Effect.gen(function*() {
    const filename = yield* inFolder
    const first = yield* Effect.acquireRelease(Scope.make(), (scope) => Scope.close(scope, Exit.void))
    const driver = yield* Scope.provide(SqliteEventStore.make({ filename }), first)
    const close = Scope.close(first, Exit.void)
    return {
      driver,
      connect: SqliteEventStore.make({ filename, connection }),
      reopen: Effect.andThen(close, SqliteEventStore.make({ filename })),
      spawn: spawnLog(program, filename),
      damage: hurtFile(filename, close)
    }
  }),
  views: Effect.gen(function*() {
    const filename = yield* inFolder
    // The log in the same file, as the newsroom has it.
    yield* SqliteEventStore.make({ filename })
    const views = yield* SqliteViewStore.make({ filename })
    return { views, connect: SqliteViewStore.make({ filename, connection }) }
  })
})

for (const [name, connection] of [["one connection", "shared"], ["two connections", "own"]] as const) {
  describe(`the SQLite stores keep the laws on ${name}`, () => {
    const everywhere = [...laws.core, ...laws.model, ...laws.durable, ...laws.queries, ...laws.views]
    for (const law of everywhere) it.live(law.name, () => law.check(harness(connection)), 60_000)
  })
}

describe("the SQLite log keeps the laws of processes that come and go, and of files that are hurt", () => {
  for (const law of [...laws.processes, ...laws.kill, ...laws.damage]) {
    it.live(law.name, () => law.check(harness("own")), 60_000 + kills * 2000)
  }
})
