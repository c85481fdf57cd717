/**
 * Clients that commit one event after another, all at once, for counting what the system is asked to do meanwhile:
 * `commitAtOnce.ts FILE CLIENTS EACH [os]`.
 */
import * as Expected from "@dateline/eventsourcing/Expected"
import { Commits } from "@dateline/eventsourcing/testing"
import * as Effect from "effect/Effect"
import * as SqliteEventStore from "../../src/SqliteEventStore.ts"

const [filename = "", clients = "1", each = "0", durability] = process.argv.slice(2)
const numbers = (count: string) => Array(Number(count)).keys()

const write = Effect.gen(function*() {
  const driver = yield* SqliteEventStore.make({ filename, durability: durability === "os" ? "os" : "disk" })
  const client = (name: number) =>
    Effect.forEach(numbers(each), (n) =>
      driver.commit(
        Commits.commit(`${name}.${n}`, [Commits.append(`note-${name}`, Expected.any, "x".repeat(200))])
      ), { discard: true })
  yield* Effect.forEach(numbers(clients), client, { concurrency: "unbounded", discard: true })
})

await Effect.runPromise(Effect.scoped(write))
