/** One client that waits for each answer: what a single request feels. */
import { join } from "node:path"
import { type Contest, type Contestant, timedEach } from "../Contest.ts"
import { commitNote, withStore } from "../ours.ts"
import { type Bare, bareTable, sameRows } from "../raw.ts"

const total = 3000

const raw = (name: string, open: (filename: string) => Bare): Contestant => ({
  name,
  run: async (folder) => {
    const { database, insert, transaction } = open(join(folder, "raw.db"))
    const measured = await timedEach(total, async (n) => transaction(() => insert(n, `note-${n % streams}`)))
    database.close()
    return measured
  }
})

/** Few enough that all of them are there when the counting begins. */
const streams = 100

const ours = (name: string, streamOf: (n: number) => string): Contestant => ({
  name,
  run: (folder) =>
    withStore(
      { filename: join(folder, "ours.db") },
      (store, run) => timedEach(total, (n) => run(commitNote(store, n, streamOf(n))))
    )
})

export const oneClient: Contest = {
  name: "one client, one event a commit",
  unit: "commits",
  durability: "SQLite, WAL, synchronous FULL: survives a power cut",
  contestants: [
    ours("Dateline", (n) => `note-${n % streams}`),
    raw("raw, bare table", bareTable),
    raw("raw, same rows", sameRows),
    ours("Dateline, a new stream each time", (n) => `note-new-${n}`)
  ],
  floors: [{ to: "raw, bare table", by: "p50", atLeast: 0.7 }]
}
