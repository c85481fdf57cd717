/** 32 writers of one stream: each appends on condition that the stream is where it saw it, and tries again if not. */
import * as CommitId from "@dateline/eventsourcing/CommitId"
import * as EventStore from "@dateline/eventsourcing/EventStore"
import * as Expected from "@dateline/eventsourcing/Expected"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { join } from "node:path"
import { type Contest, type Contestant, timed } from "../Contest.ts"
import { type Store, streamOf, withStore } from "../ours.ts"
import { sameRows } from "../raw.ts"
import { actor, commitIdOf, noteOf, Notes } from "../work.ts"
import { concurrent, promised } from "./clients.ts"

const writers = 32
const total = 2000

const versionOf = (store: Store) =>
  Effect.map(
    Stream.runHead(store.readStream(Notes, streamOf("note-one"), { direction: "backward", limit: 1 })),
    (last) => last._tag === "Some" ? last.value.version : 0
  )

const append = (store: Store, number: number, expected: Expected.Expected) =>
  store.commit({
    id: CommitId.make(commitIdOf(number)),
    actor,
    appends: [EventStore.append(Notes, streamOf("note-one"), expected, [noteOf(number)])]
  })

const ours: Contestant = {
  name: "Dateline",
  run: (folder) =>
    withStore({ filename: join(folder, "ours.db") }, (store, run) => {
      let next = 0
      // Whoever comes too late is told how far the stream is, and need not read it again.
      const write = (n: number, version: number): Effect.Effect<unknown, unknown> =>
        Effect.catchTag(append(store, n, Expected.exactly(version)), "Conflict", ({ actual }) => write(n, actual))
      return timed(total, () =>
        run(concurrent(writers, total, () =>
          next++, (n) =>
          Effect.flatMap(versionOf(store), (version) =>
            write(n, version)))))
    })
}

const raw: Contestant = {
  name: "raw, with the same tries",
  run: async (folder) => {
    const { database, insert, transaction } = sameRows(join(folder, "raw.db"))
    const last = database.prepare<[], number>("SELECT coalesce(max(version), 0) FROM events WHERE stream = 1").pluck()
    let next = 0
    const write = async (n: number): Promise<void> => {
      for (let done = false; !done;) {
        const version = last.get()!
        // Others read meanwhile, as they do where each request has its own turn.
        await new Promise((resume) => setImmediate(resume))
        done = transaction(() => {
          if (last.get() !== version) return false
          insert(n, "note-one")
          return true
        })
      }
    }
    const measured = await timed(total, () => promised(writers, total, () => next++, write))
    database.close()
    return measured
  }
}

export const contention: Contest = {
  name: "32 writers of one stream, who try again when another was faster",
  unit: "commits",
  durability: "SQLite, WAL, synchronous FULL: survives a power cut",
  contestants: [ours, raw],
  floors: [{ to: raw.name, by: "throughput", atLeast: 0.8 }]
}
