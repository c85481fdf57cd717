import { assert, describe, it } from "@effect/vitest"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import { dateline } from "./support/dateline.ts"
import { databaseOf, newsroomFolder, running } from "./support/folders.ts"

const query = (folder: string, sql: string): ReadonlyArray<unknown> => {
  const database = new Database(databaseOf(folder), { readonly: true })
  const rows = database.prepare(sql).all()
  database.close()
  return rows
}

const change = (folder: string, sql: string): void => {
  const database = new Database(databaseOf(folder))
  database.exec(sql)
  database.close()
}

const documents = (folder: string) =>
  query(
    folder,
    "SELECT v.name, d.key, d.document FROM documents d JOIN views v ON v.id = d.view ORDER BY v.name, d.key"
  )

const entries = (folder: string) =>
  query(
    folder,
    "SELECT i.name, hex(e.sort) AS sort FROM entries e JOIN view_indexes i ON i.id = e.view_index ORDER BY 1, 2"
  )

describe("dateline rebuild", () => {
  it.live("makes every view as it was before it was damaged, and says how far it is", () =>
    Effect.gen(function*() {
      const folder = yield* newsroomFolder
      const [before, entriesBefore] = [documents(folder), entries(folder)]
      assert.isAtLeast(before.length, 10)
      change(folder, "UPDATE documents SET document = '{}'; DELETE FROM entries")
      const { code, stderr, stdout } = yield* dateline(folder, "rebuild")
      assert.strictEqual(code, 0)
      assert.match(stdout, /^Rebuilt up to position \d+: article_page, /)
      assert.match(stderr, /^100 % \(position (\d+) of \1\)\n$/)
      assert.deepStrictEqual(documents(folder), before)
      assert.deepStrictEqual(entries(folder), entriesBefore)
    }))

  it.live("rebuilds the view that it is told, and no other", () =>
    Effect.gen(function*() {
      const folder = yield* newsroomFolder
      change(folder, "UPDATE documents SET document = '{}'")
      const { code } = yield* dateline(folder, "rebuild", "article_page")
      assert.strictEqual(code, 0)
      const damaged = query(
        folder,
        "SELECT DISTINCT v.name FROM documents d JOIN views v ON v.id = d.view WHERE document = '{}'"
      )
      const whole = query(
        folder,
        "SELECT DISTINCT v.name FROM documents d JOIN views v ON v.id = d.view WHERE document <> '{}'"
      )
      assert.isAtLeast(damaged.length, 3)
      assert.deepStrictEqual(whole, [{ name: "article_page" }])
    }))

  it.live("rebuilds beside a running server, whose own views go on from there", () =>
    Effect.gen(function*() {
      const folder = yield* newsroomFolder
      const before = documents(folder)
      change(folder, "UPDATE documents SET document = '{}'; DELETE FROM entries")
      yield* Effect.scoped(Effect.gen(function*() {
        const server = yield* running(folder)
        const { code, stdout } = yield* dateline(folder, "rebuild")
        assert.deepStrictEqual([code, stdout.slice(0, 7)], [0, "Rebuilt"])
        assert.deepStrictEqual(documents(folder), before)
        yield* server.draft
      }))
      assert.isAbove(documents(folder).length, before.length)
      assert.deepStrictEqual(
        query(folder, "SELECT DISTINCT build FROM views WHERE name NOT LIKE '%/parked'"),
        [{ build: 1 }]
      )
    }))

  it.live("names the views there are when there is none of that name", () =>
    Effect.gen(function*() {
      const { code, stderr } = yield* dateline(yield* newsroomFolder, "rebuild", "nonsense")
      assert.strictEqual(code, 1)
      assert.match(stderr, /^There is no view "nonsense"; the views are article_page, [^\n]+\n$/)
    }))
})
