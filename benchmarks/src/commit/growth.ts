/** Does the cost of a commit grow with what the file holds already? */
import { join } from "node:path"
import { type Contest, type Contestant, timed } from "../Contest.ts"
import { commitNote, fill, withStore } from "../ours.ts"
import { concurrent } from "./clients.ts"

const clients = 64
const total = 16_000
const warmUp = 4000

const files = {
  small: { events: 10_000, streams: 100 },
  large: { events: 1_000_000, streams: 100 },
  wide: { events: 1_000_000, streams: 100_000 }
} as const

type Name = keyof typeof files

const fileOf = (folder: string, name: Name): string => join(folder, `${name}.db`)

const make = (folder: string, name: Name) =>
  withStore({ filename: fileOf(folder, name) }, async (store, run) => {
    const { events, streams } = files[name]
    for (let n = 0; n < streams; n++) await run(fill(store, `note-old-${n}`, events / streams, { from: n * events }))
  })

/** Commits to a hundred streams that are there, in a file with so much beside them. */
const over = (name: Name): Contestant => ({
  name: `${files[name].events.toLocaleString("en")} events in ${files[name].streams.toLocaleString("en")} streams`,
  run: (_, prepared) =>
    withStore({ filename: fileOf(prepared, name) }, async (store, run) => {
      // Every run goes on with ids that no run before it had.
      let next = 1e9 + (Date.now() % 1e9) * 1000
      const commit = (n: number) => commitNote(store, n, `note-new-${n % 100}`)
      const some = (count: number) => run(concurrent(clients, count, () => next++, commit))
      await some(warmUp)
      return timed(total, () => some(total))
    })
})

const small = over("small")

export const growth: Contest = {
  name: "64 clients, one event a commit, by what the file holds already",
  unit: "commits",
  durability: "SQLite, WAL, synchronous FULL: survives a power cut",
  prepare: async (folder) => {
    for (const name of ["small", "large", "wide"] as const) await make(folder, name)
  },
  contestants: [over("large"), small, over("wide")],
  floors: [{ to: small.name, by: "throughput", atLeast: 0.8 }]
}
