/** A projection of 1,000 documents made anew from a log of 1,000,000 events, beside reading and parsing alone. */
import { EventStore } from "@dateline/eventsourcing/EventStore"
import * as Projection from "@dateline/eventsourcing/Projection"
import * as Projector from "@dateline/eventsourcing/Projector"
import * as Views from "@dateline/eventsourcing/Views"
import * as SqliteViewStore from "@dateline/store-sqlite/SqliteViewStore"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { join } from "node:path"
import { type Contest, type Measurement, timed } from "../Contest.ts"
import { fill, withStore } from "../ours.ts"
import { bareTable } from "../raw.ts"
import { Notes, TrustedNotes } from "../work.ts"

const total = 1_000_000
const documents = 1000
const pageSize = 5000

interface Author {
  readonly author: string
  readonly notes: number
  readonly sum: number
}

const keyOf = (number: number): string => `author ${number % documents}`

const authorsOf = (family: typeof Notes) =>
  Projection.make({
    name: "authors",
    revision: 1,
    families: [family],
    indexes: [{ name: "byNotes", equal: [], order: ["notes"] }],
    keys: ({ event }) => [keyOf(event.number)],
    evolve: (document: Author | undefined, { event }, key): Author => ({
      author: key,
      notes: (document?.notes ?? 0) + 1,
      sum: (document?.sum ?? 0) + event.number
    })
  })

const rightSum = (total * (total - 1)) / 2

const verify = (sum: number): void => {
  if (sum !== rightSum) throw new Error(`the sums come to ${sum} and should be ${rightSum}`)
}

const streams = 100

/** Both kinds of file hold the same events; each contestant opens only its own. */
const prepare = async (folder: string): Promise<void> => {
  await withStore({ filename: join(folder, "ours.db") }, async (store, run) => {
    const each = total / streams
    for (let n = 0; n < streams; n++) await run(fill(store, `note-replay-${n}`, each, { from: n * each }))
  })
  const { database, insert, transaction } = bareTable(join(folder, "raw.db"))
  for (let page = 0; page < total; page += pageSize) {
    transaction(() => {
      for (let n = page; n < page + pageSize; n++) insert(n)
    })
  }
  database.close()
}

const withMemory = (measurement: Measurement): Measurement => ({
  ...measurement,
  megabytes: process.resourceUsage().maxRSS / 1024
})

const ours = (family: typeof Notes) => (folder: string, prepared: string): Promise<Measurement> =>
  withStore({ filename: join(prepared, "ours.db") }, async (store, run) => {
    const views = SqliteViewStore.layer({ filename: join(folder, "views.db") })
    const layer = Layer.mergeAll(Layer.succeed(EventStore, store), views)
    const Authors = authorsOf(family)
    const keys = Array.from({ length: documents }, (_, n) => keyOf(n))
    const replay = Effect.gen(function*() {
      const begin = performance.now()
      yield* Projector.catchUp({ projections: [Authors] })
      const seconds = (performance.now() - begin) / 1000
      const found = yield* Views.getMany(Authors, keys)
      verify([...found.values()].reduce((sum, author) => sum + author.sum, 0))
      return { count: total, seconds }
    })
    return withMemory(await run(Effect.orDie(Effect.provide(replay, layer))))
  })

const raw = async (_: string, prepared: string): Promise<Measurement> => {
  const database = new Database(join(prepared, "raw.db"))
  database.pragma("cache_size = -65536")
  const select = database.prepare<[number, number], { position: number; payload: string }>(
    "SELECT position, payload FROM events WHERE position > ? ORDER BY position LIMIT ?"
  )
  const measured = await timed(total, async () => {
    let [sum, after] = [0, 0]
    for (;;) {
      const page = select.all(after, pageSize)
      for (const { payload } of page) sum += JSON.parse(payload).number
      if (page.length < pageSize) break
      after = page.at(-1)!.position
    }
    verify(sum)
  })
  database.close()
  return withMemory(measured)
}

export const replay: Contest = {
  name: "replay of 1,000,000 events through a stored projection of 1,000 documents",
  unit: "events",
  durability: "views survive a crash of the program, and are made anew from the log after a power cut",
  prepare,
  contestants: [
    { name: "Dateline, folded and stored", run: ours(TrustedNotes) },
    { name: "raw paged read and JSON.parse", run: raw },
    { name: "Dateline, every event validated", run: ours(Notes) }
  ],
  floors: [{ to: "raw paged read and JSON.parse", by: "throughput", atLeast: 0.4 }],
  memory: { than: "raw paged read and JSON.parse", atMost: 40 }
}
