/** 64 clients, each committing one event at a time and waiting for the answer: a busy newsroom's comments. */
import { join } from "node:path"
import { type Contest, type Contestant, timed } from "../Contest.ts"
import { commitNote, withStore } from "../ours.ts"
import { type Bare, bareTable, groupCommit, sameRows } from "../raw.ts"
import { concurrent, promised } from "./clients.ts"

const clients = 64
const total = 32_000
/** Not counted: a server that has just started is not what is asked about. */
const warmUp = 32_000

const raw = (name: string, open: (filename: string) => Bare): Contestant => ({
  name,
  run: async (folder) => {
    const bare = open(join(folder, "raw.db"))
    const commit = groupCommit(bare)
    let next = 0
    const some = (count: number) => promised(clients, count, () => next++, commit)
    await some(warmUp)
    const measured = await timed(total, () => some(total))
    bare.database.close()
    return measured
  }
})

const onePerTransaction: Contestant = {
  name: "raw, one transaction per commit",
  run: async (folder) => {
    const { database, insert, transaction } = bareTable(join(folder, "raw.db"))
    const count = total / 16
    const measured = await timed(count, async () => {
      for (let n = 0; n < count; n++) transaction(() => insert(n))
    })
    database.close()
    return measured
  }
}

const ours: Contestant = {
  name: "Dateline",
  run: (folder) =>
    withStore({ filename: join(folder, "ours.db") }, async (store, run) => {
      let next = 0
      const some = (count: number) => run(concurrent(clients, count, () => next++, (n) => commitNote(store, n)))
      await some(warmUp)
      return timed(total, () => some(total))
    })
}

export const concurrentCommits: Contest = {
  name: "64 clients, one event a commit",
  unit: "commits",
  durability: "SQLite, WAL, synchronous FULL: survives a power cut",
  contestants: [
    ours,
    raw("raw group commit, bare table", bareTable),
    raw("raw group commit, same rows", sameRows),
    onePerTransaction
  ],
  floors: [
    { to: "raw group commit, bare table", by: "throughput", atLeast: 0.4 },
    { to: "raw, one transaction per commit", by: "throughput", atLeast: 4 }
  ]
}
