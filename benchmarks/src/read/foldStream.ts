/** Reading a stream of 100,000 events and folding it into a state: an aggregate of a long life. */
import * as Stream from "effect/Stream"
import { join } from "node:path"
import { type Contest, type Contestant, timed } from "../Contest.ts"
import { fill, streamOf, withStore } from "../ours.ts"
import { bareTable } from "../raw.ts"
import { type NoteAdded, Notes, TrustedNotes } from "../work.ts"

const total = 100_000

const add = (sum: number, event: Pick<NoteAdded, "number">): number => sum + event.number

const verify = (sum: number): void => {
  const right = (total * (total - 1)) / 2
  if (sum !== right) throw new Error(`the fold came to ${sum} and should be ${right}`)
}

/** Once without being counted: a program that has just started is not what is asked about. */
const timedAgain = async (read: () => Promise<void>) => {
  await read()
  return timed(total, read)
}

const ours = (name: string, family: typeof Notes): Contestant => ({
  name,
  run: (folder) =>
    withStore({ filename: join(folder, "ours.db") }, async (store, run) => {
      await run(fill(store, "note-long", total))
      const events = store.readStream(family, streamOf("note-long"))
      return timedAgain(async () => {
        verify(await run(Stream.runFold(events, () => 0, (sum, { event }) => add(sum, event))))
      })
    })
})

export const foldStream: Contest = {
  name: "load and fold 100,000 events of a stream",
  unit: "events",
  durability: "reading only",
  contestants: [
    ours("Dateline", TrustedNotes),
    {
      name: "raw read and JSON.parse",
      run: async (folder) => {
        const { database, insert, transaction } = bareTable(join(folder, "raw.db"))
        transaction(() => {
          for (let n = 0; n < total; n++) insert(n)
        })
        const select = database.prepare<[], string>("SELECT payload FROM events ORDER BY position").pluck()
        const measured = await timedAgain(async () => {
          let sum = 0
          for (const payload of select.iterate()) sum = add(sum, JSON.parse(payload))
          verify(sum)
        })
        database.close()
        return measured
      }
    },
    ours("Dateline, every event validated", Notes)
  ],
  floors: [{ to: "raw read and JSON.parse", by: "throughput", atLeast: 0.6 }]
}
