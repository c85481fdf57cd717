/** What a tag, and a value that is sealed for a person, add to a commit: 64 clients, as in `commits`. */
import * as MemoryKeyVault from "@dateline/eventsourcing/MemoryKeyVault"
import { join } from "node:path"
import { type Contest, type Contestant, timed } from "../Contest.ts"
import { commitEvent, commitNote, type Store, withStore } from "../ours.ts"
import { noteOf, SignedNotes, signedOf, TaggedNotes } from "../work.ts"
import { concurrent } from "./clients.ts"

const clients = 64
const total = 32_000
const warmUp = 8000

const contestant = (
  name: string,
  commit: (store: Store, number: number) => ReturnType<Store["commit"]>
): Contestant => ({
  name,
  run: (folder) =>
    withStore({ filename: join(folder, "ours.db"), vault: MemoryKeyVault.layer }, async (store, run) => {
      let next = 0
      const some = (count: number) => run(concurrent(clients, count, () => next++, (n) => commit(store, n)))
      await some(warmUp)
      return timed(total, () => some(total))
    })
})

const plain = "an event without either"

export const extras: Contest = {
  name: "64 clients, one event a commit: what a tag and a sealed value add",
  unit: "commits",
  durability: "SQLite, WAL, synchronous FULL: survives a power cut; keys of 100 people, in memory",
  contestants: [
    contestant("with a tag", (store, n) => commitEvent(store, TaggedNotes, n, noteOf(n))),
    contestant(plain, commitNote),
    contestant("with a sealed value", (store, n) => commitEvent(store, SignedNotes, n, signedOf(n)))
  ],
  floors: []
}
