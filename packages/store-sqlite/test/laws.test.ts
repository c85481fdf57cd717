import type { Harness } from "@dateline/eventsourcing/testing"
import { laws } from "@dateline/eventsourcing/testing"
import { describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as path from "node:path"
import * as SqliteEventStore from "../src/SqliteEventStore.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

const harness = (other: "shared" | "own"): Harness => ({
  open: Effect.gen(function*() {
    const filename = path.join(yield* temporaryFolder, "newsroom.db")
    const driver = yield* SqliteEventStore.make({ filename })
    return { driver, connect: SqliteEventStore.make({ filename, connection: other }) }
  })
})

const connections = { "one connection": harness("shared"), "two connections": harness("own") }

for (const [name, one] of Object.entries(connections)) {
  describe(`the SQLite store keeps the laws on ${name}`, () => {
    for (const law of laws.core) it.live(law.name, () => law.check(one))
  })
}
