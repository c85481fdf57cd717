/**
 * Stores that each break one law of durability and keep all the others. Their disk is the list of commits, from which
 * a restart builds the log anew. Not for use.
 */
import * as Effect from "effect/Effect"
import * as CommitId from "../CommitId.ts"
import type { Commit } from "../EventStoreDriver.ts"
import * as MemoryEventStore from "../MemoryEventStore.ts"
import * as Position from "../Position.ts"
import type { Driver, OpenedLog } from "./Law.ts"

export interface WrongDurableStore {
  readonly name: string
  /** The name of the law that it breaks. */
  readonly breaks: string
  readonly open: Effect.Effect<OpenedLog>
}

interface Restart {
  /** How the log looks after it. */
  readonly change?: (driver: Driver) => Partial<Driver>
}

/** A durable store in memory, whose restart does something wrong, or nothing. */
export const openDurable = (restart: Restart = {}): Effect.Effect<OpenedLog> =>
  Effect.gen(function*() {
    const disk: Array<Commit> = []
    const memory = yield* MemoryEventStore.make()
    const recording = (driver: Driver): Driver => ({
      ...driver,
      commit: (commit) =>
        Effect.tap(driver.commit(commit), (outcome) =>
          Effect.sync(() => outcome._tag === "Committed" && disk.push(commit)))
    })
    const driver = recording(memory)
    const reopen = Effect.gen(function*() {
      const again = yield* MemoryEventStore.make()
      for (const commit of disk) {
        yield* Effect.orDie(again.commit(commit))
      }
      const same = { ...again, log: driver.log }
      return { ...same, ...restart.change?.(same) }
    })
    return { driver, connect: Effect.succeed(driver), reopen }
  })

const wrong = (name: string, breaks: string, restart: Restart): WrongDurableStore => ({
  name,
  breaks,
  open: openDurable(restart)
})

export const wrongDurableStores: ReadonlyArray<WrongDurableStore> = [
  wrong("reads nothing of what was written before", "what was acknowledged is there after a restart, byte for byte", {
    change: (driver) => ({
      readAll: (options) => driver.readAll({ ...options, query: [{ types: [] }] })
    })
  }),
  wrong("forgets commit ids at a restart", "a commit id is known after a restart", {
    change: (driver) => ({
      commit: (commit) => driver.commit({ ...commit, id: CommitId.make(`${commit.id}-as-new`) })
    })
  }),
  wrong("takes a new id at every restart", "a log keeps its id and its epoch over a restart", {
    change: () => ({ log: { id: "another", epoch: "1" } })
  }),
  wrong("counts positions from the start again", "after a restart, versions and positions go on from where they were", {
    change: (driver) => ({
      commit: (commit) =>
        Effect.map(driver.commit(commit), (outcome) =>
          outcome._tag === "Committed"
            ? { ...outcome, receipt: { ...outcome.receipt, position: Position.make(1) } }
            : outcome)
    })
  })
]
