/** How long after a commit was answered whoever follows the log has its event: in the same program, and in another. */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import * as EventStore from "@dateline/eventsourcing/EventStore"
import * as Expected from "@dateline/eventsourcing/Expected"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { spawn } from "node:child_process"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import type { Contest, Measurement } from "../Contest.ts"
import { streamOf, withStore } from "../ours.ts"
import { actor, commitIdOf, noteOf, Notes } from "../work.ts"

const commits = 400
/** Milliseconds between two commits, so that each is followed by itself. */
const pause = 11

/** Microseconds of a clock that all programs of a machine share. */
const now = (): number => Number(process.hrtime.bigint() / 1000n)

type Store = EventStore.EventStore["Service"]
/** A number of each note, and the time at which something happened to it. */
type Times = ReadonlyArray<readonly [number: number, time: number]>

/** Commits notes, and says of each when its commit was answered: from then on anybody can read it. */
export const writeTimed = (store: Store) =>
  Effect.forEach(Array(commits).keys(), (number) =>
    Effect.gen(function*() {
      yield* store.commit({
        id: CommitId.make(commitIdOf(number)),
        actor,
        appends: [EventStore.append(Notes, streamOf("note-lag"), Expected.any, [noteOf(number)])]
      })
      const answered = now()
      yield* Effect.sleep(pause)
      return [number, answered] as const
    }))

/** Who follows may even be told a little before the writer is. */
const measured = (written: Times, handled: Times): Measurement => {
  const answered = new Map(written)
  const lags = handled.map(([number, time]) => Math.max(0, time - answered.get(number)!) / 1000)
  const latencies = lags.slice(lags.length / 10)
  return { count: latencies.length, seconds: latencies.reduce((sum, one) => sum + one, 0) / 1000, latencies }
}

const follow = (store: Store) =>
  store.subscribe({ families: [Notes], after: "end" }).pipe(
    Stream.flatMap((page) => Stream.fromIterable(page.events.map(({ event }) => [event.number, now()] as const))),
    Stream.take(commits),
    Stream.runCollect
  )

const writer = fileURLToPath(new URL("writeTimed.ts", import.meta.url))

/** Starts another program that commits, while this one follows. */
const writtenElsewhere = async (filename: string): Promise<Times> => {
  const child = spawn(process.execPath, ["--conditions=source", writer, filename], {
    stdio: ["ignore", "pipe", "inherit"]
  })
  return JSON.parse(await text(child.stdout))
}

/** A program that looks for new events every 25 ms. */
const polled = (filename: string): Promise<Times> =>
  new Promise((resolve) => {
    const database = new Database(filename)
    const select = database.prepare<[number], { position: number; payload: string }>(
      "SELECT place AS position, payload FROM events WHERE place > ? ORDER BY place"
    )
    const handled: Array<readonly [number, number]> = []
    let seen = 0
    const timer = setInterval(() => {
      for (const { payload, position } of select.iterate(seen)) {
        seen = position
        handled.push([JSON.parse(payload).number, now()])
      }
      if (handled.length < commits) return
      clearInterval(timer)
      database.close()
      resolve(handled)
    }, 25)
  })

export const lag: Contest = {
  name: "from the answer to a commit to whoever follows the log",
  unit: "events",
  durability: "SQLite, flushed to the disk before anybody is told",
  contestants: [
    {
      name: "in the same program",
      run: (folder) =>
        withStore({ filename: join(folder, "ours.db") }, async (store, run) => {
          const following = run(follow(store))
          const written = await run(Effect.andThen(Effect.sleep(50), writeTimed(store)))
          return measured(written, await following)
        })
    },
    {
      name: "in another program",
      run: (folder) => {
        const filename = join(folder, "ours.db")
        return withStore({ filename }, async (store, run) => {
          const [handled, written] = await Promise.all([run(follow(store)), writtenElsewhere(filename)])
          return measured(written, handled)
        })
      }
    },
    {
      name: "in another program that looks every 25 ms",
      run: (folder) => {
        const filename = join(folder, "ours.db")
        return withStore({ filename }, async () => {
          const [handled, written] = await Promise.all([polled(filename), writtenElsewhere(filename)])
          return measured(written, handled)
        })
      }
    }
  ],
  floors: [],
  ceilings: [
    { of: "in the same program", by: "p99", atMost: 5 },
    { of: "in another program", by: "p99", atMost: 20 }
  ]
}
