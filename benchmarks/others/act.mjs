/** Act, over its SQLite store. An action loads its state from Act's own cache. */
import { act, dispose, state, store } from "@rotorsoft/act"
import { SqliteStore } from "@rotorsoft/act-sqlite"
import { join } from "node:path"
import { z } from "zod"
import { noteOf } from "./work.mjs"

const note = z.object({ author: z.string(), body: z.string(), number: z.number() })
const actor = { id: "w-1", name: "writer" }

const open = () => {
  const Notes = state({ Notes: z.object({ sum: z.number() }) })
    .init(() => ({ sum: 0 }))
    .emits({ NoteAdded: note })
    .patch({ NoteAdded: ({ data }, { sum }) => ({ sum: sum + data.number }) })
    .on({ addNote: note })
    .emit((action) => ["NoteAdded", action])
    .build()
  const app = act().withState(Notes).build()
  return {
    append: (stream, number) => app.do("addNote", { stream, actor }, noteOf(number)),
    // From the log: `load` would answer from the cache of the process that wrote.
    sum: async (stream) => {
      let sum = 0
      await app.query({ stream, stream_exact: true, limit: Number.MAX_SAFE_INTEGER }, ({ data }) => sum += data.number)
      return sum
    },
    close: () => dispose()()
  }
}

export const sqlite = async (folder) => {
  store(new SqliteStore({ url: `file:${join(folder, "act.db")}` }))
  await store().seed()
  return open()
}
