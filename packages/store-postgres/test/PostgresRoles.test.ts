import * as Expected from "@dateline/eventsourcing/Expected"
import { Commits } from "@dateline/eventsourcing/testing"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { stateOf } from "../src/internal/postgresError.ts"
import * as PostgresEventStore from "../src/PostgresEventStore.ts"
import * as PostgresRoles from "../src/PostgresRoles.ts"
import * as PostgresViewStore from "../src/PostgresViewStore.ts"
import { describePostgres, newPlace } from "./support/database.ts"
import { execute } from "./support/statements.ts"

const note = (id: string) => Commits.commit(id, [Commits.append("note-1", Expected.any, id)])
const view = { name: "notes", revision: 1, build: 0 }
const refused = "42501"

/** A schema with an event and a view, and the address of it for each of three new roles, which go with the scope. */
const withRoles = Effect.gen(function*() {
  const place = yield* newPlace
  const driver = yield* PostgresEventStore.make(place)
  yield* driver.commit(note("one"))
  yield* Effect.flatMap(PostgresViewStore.make(place), (views) => views.define(view, []))
  const roles = { writer: "", reader: "", viewReader: "" }
  for (const name of ["writer", "reader", "viewReader"] as const) {
    roles[name] = `${name} ${place.schema}`
    yield* Effect.acquireRelease(
      execute(place.url, `CREATE ROLE "${roles[name]}" LOGIN`),
      () =>
        Effect.orDie(
          Effect.andThen(
            execute(place.url, `DROP OWNED BY "${roles[name]}"`),
            execute(place.url, `DROP ROLE "${roles[name]}"`)
          )
        )
    )
  }
  for (const statement of PostgresRoles.grants({ schema: place.schema, ...roles })) yield* execute(place.url, statement)
  const as = (name: keyof typeof roles) => {
    const url = new URL(place.url)
    url.username = encodeURIComponent(roles[name])
    return { ...place, url: url.href }
  }
  const attempt = (name: keyof typeof roles, statement: string) =>
    Effect.match(execute(as(name).url, statement.replaceAll("@", `"${place.schema}"`)), {
      onFailure: stateOf,
      onSuccess: () => "done"
    })
  return { as, attempt }
})

describePostgres("of the roles", () => {
  it.live("a writer appends and keeps views, and the database itself refuses it to change or remove an event", () =>
    Effect.gen(function*() {
      const { as, attempt } = yield* withRoles
      const driver = yield* PostgresEventStore.make(as("writer"))
      assert.strictEqual((yield* driver.commit(note("two")))._tag, "Committed")
      const views = yield* PostgresViewStore.make(as("writer"))
      yield* views.claim(view, { owner: "one", duration: 1000 })
      yield* views.drop(view)
      for (
        const statement of [
          "UPDATE @.events SET payload = 'x'",
          "UPDATE @.events SET version = 7",
          "DELETE FROM @.events",
          "TRUNCATE @.events",
          "DELETE FROM @.streams",
          "DELETE FROM @.logs",
          "UPDATE @.logs SET epoch = 'x'",
          "DROP TABLE @.events"
        ]
      ) assert.strictEqual(yield* attempt("writer", statement), refused, statement)
      assert.deepStrictEqual((yield* Commits.all(driver)).map(({ commit }) => commit.id as string), ["one", "two"])
    }))

  it.live("a reader reads, and writes nothing", () =>
    Effect.gen(function*() {
      const { as, attempt } = yield* withRoles
      const driver = yield* PostgresEventStore.make(as("reader"))
      assert.strictEqual((yield* Commits.all(driver)).length, 1)
      const fault = yield* Effect.flip(driver.commit(note("two")))
      assert.isTrue(fault._tag === "StoreFault" && !fault.retryable)
      assert.strictEqual(yield* attempt("reader", "DELETE FROM @.views"), refused)
    }))

  it.live("a reader of views sees their documents, and no event", () =>
    Effect.gen(function*() {
      const { as, attempt } = yield* withRoles
      const views = yield* PostgresViewStore.make(as("viewReader"))
      assert.deepStrictEqual(yield* views.builds("notes"), [view])
      for (const table of ["events", "streams", "tags", "logs"]) {
        assert.strictEqual(yield* attempt("viewReader", `SELECT * FROM @.${table}`), refused, table)
      }
      assert.strictEqual(yield* attempt("viewReader", "DELETE FROM @.documents"), refused)
    }))
})
