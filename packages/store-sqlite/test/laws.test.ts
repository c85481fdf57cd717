import type { Harness } from "@dateline/eventsourcing/testing"
import { laws } from "@dateline/eventsourcing/testing"
import { describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as path from "node:path"
import * as SqliteEventStore from "../src/SqliteEventStore.ts"
import * as SqliteViewStore from "../src/SqliteViewStore.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

const inFolder = Effect.map(temporaryFolder, (folder) => path.join(folder, "newsroom.db"))

/** A harness whose second connection is the first one, shared, or one of its own, as another process would have it. */
const harness = (connection: "shared" | "own"): Harness => ({
  open: Effect.gen(function*() {
    const filename = yield* inFolder
    const first = yield* Effect.acquireRelease(Scope.make(), (scope) => Scope.close(scope, Exit.void))
    const driver = yield* Scope.provide(SqliteEventStore.make({ filename }), first)
    const reopen = Effect.andThen(Scope.close(first, Exit.void), SqliteEventStore.make({ filename }))
    return { driver, connect: SqliteEventStore.make({ filename, connection }), reopen }
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
    for (const law of [...laws.core, ...laws.durable, ...laws.queries, ...laws.views]) {
      it.live(law.name, () => law.check(harness(connection)))
    }
  })
}
