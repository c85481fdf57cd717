/**
 * Other event stores at the same work, each through its own public interface. They are installed into a folder of
 * their own when they are first asked for, so that nobody who works on Dateline carries them.
 */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { execFile, execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { type Contest, type Contestant, timed, timedEach } from "./Contest.ts"
import { commitNote, fill, streamOf, withStore } from "./ours.ts"
import { Notes } from "./work.ts"

const folderOfOthers = fileURLToPath(new URL("../others", import.meta.url))

const sizes = { clients: 4000, warmUp: 500, one: 500, fold: 10_000 }
const clients = 64

const install = async (): Promise<void> => {
  if (existsSync(join(folderOfOthers, "node_modules"))) return
  execFileSync("npx", ["-y", "pnpm@12.21.0", "install", "--frozen-lockfile"], {
    cwd: folderOfOthers,
    stdio: ["ignore", "inherit", "inherit"]
  })
}

type Work = "concurrent" | "one" | "fold"

const other = (name: string, store: string, work: Work): Contestant => ({
  name,
  run: async (folder) => {
    const env = {
      ...process.env,
      DATELINE_BENCH_SIZES: JSON.stringify(sizes),
      // Act prints every action unless it runs in production.
      NODE_ENV: "production",
      LOG_LEVEL: "fatal"
    }
    const run = promisify(execFile)(process.execPath, ["run.mjs", store, work, folder], { cwd: folderOfOthers, env })
    // Libraries may print too; what was measured is the last line.
    return JSON.parse((await run).stdout.trim().split("\n").findLast((line) => line.startsWith("{\"count\""))!)
  }
})

type Where = (folder: string) => { readonly filename: string } | "memory"

const memory: Where = () => "memory"
const sqlite: Where = (folder) => ({ filename: join(folder, "ours.db") })

const concurrent = (name: string, where: Where): Contestant => ({
  name,
  run: (folder) =>
    withStore(where(folder), async (store, run) => {
      let next = 0
      const upTo = (end: number) => {
        const client = (number: number) =>
          Effect.whileLoop({
            while: () => next < end,
            body: () => commitNote(store, next++, `note-${number}`),
            step: () => {}
          })
        return run(Effect.all(Array.from({ length: clients }, (_, n) => client(n)), {
          concurrency: "unbounded",
          discard: true
        }))
      }
      await upTo(sizes.warmUp)
      return timed(sizes.clients, () => upTo(sizes.warmUp + sizes.clients))
    })
})

const one = (name: string, where: Where): Contestant => ({
  name,
  run: (folder) =>
    withStore(where(folder), (store, run) => timedEach(sizes.one, (n) => run(commitNote(store, n, "note-0"))))
})

const fold = (name: string, where: Where): Contestant => ({
  name,
  run: (folder) =>
    withStore(where(folder), async (store, run) => {
      await run(fill(store, "note-long", sizes.fold))
      return timed(sizes.fold, async () => {
        const events = store.readStream(Notes, streamOf("note-long"))
        await run(Stream.runFold(events, () => 0, (sum, { event }) => sum + event.number))
      })
    })
})

const durable = (title: string, unit: string, ours: typeof concurrent, work: Work): Contest => ({
  name: `other stores: ${title}`,
  unit,
  durability: "Dateline: SQLite, WAL, synchronous FULL. Act: SQLite, WAL, synchronous as libSQL has it. " +
    "message-db: PostgreSQL 18, fsync and synchronous_commit on",
  prepare: install,
  contestants: [
    ours("Dateline, SQLite", sqlite),
    other("Act, SQLite", "act-sqlite", work),
    other("message-db, PostgreSQL", "message-db", work)
  ],
  floors: []
})

const fleeting = (title: string, unit: string, ours: typeof concurrent, work: Work): Contest => ({
  name: `other stores, in memory: ${title}`,
  unit,
  durability: "memory: nothing survives",
  prepare: install,
  contestants: [ours("Dateline, memory", memory), other("Castore, memory", "castore-memory", work)],
  floors: []
})

const [many, single] = ["64 clients, one event a commit", "one client, one event a commit"]
const folding = `load and fold ${sizes.fold.toLocaleString("en")} events of a stream`

/** Asked for by name only: they fetch packages. */
export const others: { readonly [name: string]: Contest } = {
  "others-commits": durable(many, "commits", concurrent, "concurrent"),
  "others-client": durable(single, "commits", one, "one"),
  "others-fold": durable(folding, "events", fold, "fold"),
  "others-memory": fleeting(many, "commits", concurrent, "concurrent"),
  "others-memory-fold": fleeting(folding, "events", fold, "fold")
}
