/** Stores that each break one law of durability and keep all the others. Not for use. */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as CommitId from "../CommitId.ts"
import * as Position from "../Position.ts"
import type { Driver } from "./Harness.ts"
import { wrong as twisted, type WrongStore } from "./wrongStore.ts"

const wrong = (name: string, breaks: string, restarted: (right: Driver) => Partial<Driver>): WrongStore =>
  twisted(name, breaks, { restarted })

export const wrongDurableStores: ReadonlyArray<WrongStore> = [
  wrong("forgets tags at a restart", "what was acknowledged is there after a restart, byte for byte", (driver) => ({
    readAll: (options) =>
      Stream.map(driver.readAll(options), (chunk) => ({
        ...chunk,
        events: chunk.events.map((event) => ({ ...event, tags: [] }))
      }))
  })),
  wrong("forgets commit ids at a restart", "a commit id is known after a restart", (driver) => ({
    commit: (commit) => driver.commit({ ...commit, id: CommitId.make(`${commit.id}-as-new`) })
  })),
  wrong("takes a new id at every restart", "a log keeps its id and its epoch over a restart", () => ({
    log: { id: "another", epoch: "1" }
  })),
  wrong(
    "counts positions from the start again",
    "after a restart, versions and positions go on from where they were",
    (driver) => ({
      commit: (commit) =>
        Effect.map(driver.commit(commit), (outcome) =>
          outcome._tag === "Committed"
            ? { ...outcome, receipt: { ...outcome.receipt, position: Position.make(1) } }
            : outcome)
    })
  )
]
