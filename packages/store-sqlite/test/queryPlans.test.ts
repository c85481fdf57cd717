import * as Expected from "@dateline/eventsourcing/Expected"
import * as Position from "@dateline/eventsourcing/Position"
import type { Json } from "@dateline/eventsourcing/Projection"
import { Commits } from "@dateline/eventsourcing/testing"
import { assert, describe, it } from "@effect/vitest"
import type Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as path from "node:path"
import { connect } from "../src/internal/connection.ts"
import { statement as headStatement } from "../src/internal/head.ts"
import { statements as queryStatements } from "../src/internal/queryIndex.ts"
import { statements as readStatements } from "../src/internal/readEvents.ts"
import { findCommitSql } from "../src/internal/receipts.ts"
import { statements as placeStatements } from "../src/internal/selectPlaces.ts"
import { steady } from "../src/internal/steady.ts"
import { storeFormat } from "../src/internal/storeFormat.ts"
import { findHeadSql } from "../src/internal/streamHeads.ts"
import * as SqliteEventStore from "../src/SqliteEventStore.ts"
import * as SqliteViewStore from "../src/SqliteViewStore.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

const planOf = (database: Database.Database, sql: string): ReadonlyArray<string> =>
  database.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${steady(sql).replaceAll("?", "1")}`).all().map((
    { detail }
  ) => detail)

/** A file with a few thousand events and documents, and SQLite's statistics about them. */
const filled = Effect.gen(function*() {
  const filename = path.join(yield* temporaryFolder, "newsroom.db")
  const driver = yield* SqliteEventStore.make({ filename, durability: "os" })
  const views = yield* SqliteViewStore.make({ filename })
  const ids = Array.from({ length: 3000 }, (_, n) => `${n}`)
  yield* Effect.forEach(ids, (id) =>
    driver.commit(Commits.commit(id, [{
      stream: `note-${Number(id) % 50}`,
      expected: Expected.any,
      events: [{ ...Commits.event(id, [`tag-${Number(id) % 5}`]), type: `Type${Number(id) % 20}` }]
    }])), { concurrency: "unbounded" })
  const view = { name: "notes", revision: 1, build: 0 }
  yield* views.define(view, [{ name: "byRank", equal: ["kind"], order: ["rank"] }])
  const upserts = new Map(ids.map((id): [string, Json] => [id, { kind: "x", rank: Number(id) }]))
  const from = { log: "log", epoch: "1", position: Position.start }
  yield* views.apply([{ view, fence: 0, from, to: { ...from, position: Position.make(1) }, upserts, deletes: [] }])
  const { database } = yield* connect({ filename, format: storeFormat })
  database.exec("ANALYZE")
  return database
})

const statements = {
  ...readStatements,
  ...placeStatements,
  ...queryStatements,
  head: headStatement,
  findCommit: findCommitSql,
  findHead: findHeadSql
}

describe("no statement that reads walks through a table or sorts", () => {
  for (const [name, sql] of Object.entries(statements)) {
    it.effect(name, () =>
      Effect.gen(function*() {
        const plan = yield* Effect.map(filled, (database) => planOf(database, sql))
        const walks = plan.filter((step) => /^SCAN (?!json_each)|TEMP B-TREE/.test(step))
        assert.deepStrictEqual(walks, [], plan.join("\n"))
        assert.isTrue(plan.some((step) => step.startsWith("SEARCH")), plan.join("\n"))
      }))
  }
})

describe("each way of reading has its index", () => {
  const expectations: ReadonlyArray<readonly [keyof typeof statements, RegExp]> = [
    ["forward", /^SEARCH e USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)/],
    ["streamForward", /^SEARCH e USING INDEX sqlite_autoindex_events_1 \(stream=\? AND version>\?\)/],
    ["first", /^SEARCH e USING INTEGER PRIMARY KEY \(rowid=\?\)/],
    ["head", /^SEARCH events USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)/],
    ["findCommit", /^SEARCH e USING INDEX commits \(commit_id=\? AND stream=\?\)/],
    ["findHead", /^SEARCH e USING COVERING INDEX sqlite_autoindex_events_1 \(stream=\?\)/],
    ["kindsForward", /^SEARCH events USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)/],
    ["tagsForward", /^SEARCH t USING PRIMARY KEY \(tag=\? AND place>\? AND place<\?\)/],
    ["ascending", /^SEARCH e USING PRIMARY KEY \(view_index=\? AND sort>\? AND sort<\?\)/],
    ["descending", /^SEARCH e USING PRIMARY KEY \(view_index=\? AND sort>\? AND sort<\?\)/]
  ]
  for (const [name, first] of expectations) {
    it.effect(
      name,
      () => Effect.map(filled, (database) => assert.match(planOf(database, statements[name])[0] ?? "", first))
    )
  }
})
