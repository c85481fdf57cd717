import type { Harness } from "@dateline/eventsourcing/testing"
import { laws } from "@dateline/eventsourcing/testing"
import { describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as path from "node:path"
import { connect } from "../src/internal/connection.ts"
import { storeFormat } from "../src/internal/storeFormat.ts"
import * as SqliteEventStore from "../src/SqliteEventStore.ts"
import * as SqliteViewStore from "../src/SqliteViewStore.ts"
import { hurtFile } from "./support/hurtFile.ts"
import { openInTrouble } from "./support/inTrouble.ts"
import { spawnLog } from "./support/spawnLog.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

const program = path.join(import.meta.dirname, "support/serveLog.ts")

const inFolder = Effect.map(temporaryFolder, (folder) => path.join(folder, "newsroom.db"))

/** How many processes are killed while commits are in flight: `DATELINE_KILLS=1000` for a longer run. */
const kills = Number(process.env["DATELINE_KILLS"] ?? 5)

/** No more pages for the file than it has: SQLite answers as it does on a full disk. `smallDisk.test.ts` fills a real one. */
const fill = (filename: string) =>
  Effect.map(connect({ filename, format: storeFormat }), ({ database }) => {
    const limit = (pages: number) => Effect.sync(() => database.pragma(`max_page_count = ${pages}`))
    const most = database.pragma("max_page_count", { simple: true }) as number // the pragma answers a number
    const full = Effect.suspend(() => limit(1)) // it never goes below what is there
    return Effect.as(full, { makeRoom: limit(most) })
  })

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
      damage: hurtFile(filename, close),
      fill: yield* Scope.provide(fill(filename), first)
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
    const everywhere = [
      ...laws.core,
      ...laws.model,
      ...laws.durable,
      ...laws.queries,
      ...laws.full,
      ...laws.subscriptions,
      ...laws.views,
      ...laws.followers
    ]
    for (const law of everywhere) it.live(law.name, () => law.check(harness(connection)), 60_000)
  })
}

describe("the SQLite log keeps the laws of processes that come and go, and of files that are hurt", () => {
  for (const law of [...laws.processes, ...laws.kill, ...laws.damage]) {
    it.live(law.name, () => law.check(harness("own")), 60_000 + kills * 2000)
  }
})

/** The first connection is another process's, which is stopped or killed at the end of a transaction. */
const inTrouble: Harness = {
  open: Effect.gen(function*() {
    const filename = yield* inFolder
    const log = yield* openInTrouble(filename, yield* temporaryFolder)
    return { ...log, connect: SqliteEventStore.make({ filename, connection: "own" }) }
  })
}

describe("the SQLite log keeps the laws between this process and one that is held, or killed before it answers", () => {
  for (const law of [...laws.core, ...laws.queries, ...laws.cut]) {
    it.live(law.name, () => law.check(inTrouble), 60_000)
  }
})
