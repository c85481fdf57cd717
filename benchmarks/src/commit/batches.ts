/** One client that commits a hundred events at once: an import. */
import { join } from "node:path"
import { type Contest, type Contestant, timed } from "../Contest.ts"
import { fill, withStore } from "../ours.ts"
import { type Bare, bareTable, sameRows } from "../raw.ts"

const size = 100
const total = 100_000
const warmUp = 10_000

const raw = (name: string, open: (filename: string) => Bare): Contestant => ({
  name,
  run: async (folder) => {
    const { database, insert, transaction } = open(join(folder, "raw.db"))
    const some = async (from: number, count: number) => {
      for (let n = from; n < from + count; n += size) {
        transaction(() => {
          for (let event = n; event < n + size; event++) insert(event, "note-long")
        })
        await undefined
      }
    }
    await some(0, warmUp)
    const measured = await timed(total, () => some(warmUp, total))
    database.close()
    return measured
  }
})

export const batches: Contest = {
  name: "one client, a hundred events a commit",
  unit: "events",
  durability: "SQLite, WAL, synchronous FULL: survives a power cut",
  contestants: [
    {
      name: "Dateline",
      run: (folder) =>
        withStore({ filename: join(folder, "ours.db") }, async (store, run) => {
          await run(fill(store, "note-long", warmUp, { concurrency: 1 }))
          return timed(total, () => run(fill(store, "note-long", total, { from: warmUp, concurrency: 1 })))
        })
    },
    raw("raw, same rows", sameRows),
    raw("raw, bare table", bareTable)
  ],
  floors: [{ to: "raw, same rows", by: "throughput", atLeast: 0.8 }]
}
