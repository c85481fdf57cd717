/** A log that another process has open, which is stopped or killed at the end of a transaction. */
import type { EventStoreDriver } from "@dateline/eventsourcing/EventStoreDriver"
import * as Effect from "effect/Effect"
import * as Scope from "effect/Scope"
import * as fs from "node:fs"
import * as path from "node:path"
import { setTimeout } from "node:timers/promises"
import { spawnLog } from "./spawnLog.ts"

const program = path.join(import.meta.dirname, "serveInTrouble.ts")

/** The driver's calls run in the process that is there at the moment; one that was killed is followed by another. */
const follow = Effect.fnUntraced(function*(start: ReturnType<typeof spawnLog>, isKilled: () => boolean) {
  const scope = yield* Effect.scope
  let current = yield* start
  const next = Effect.suspend(() => isKilled() ? Scope.provide(start, scope) : Effect.succeed(current))
  const replace = Effect.map(Effect.orDie(next), (one) => void (current = one))
  const driver: EventStoreDriver["Service"] = {
    ...current.driver,
    commit: (commit) => Effect.ensuring(Effect.suspend(() => current.driver.commit(commit)), replace),
    findCommit: (...args) => Effect.suspend(() => current.driver.findCommit(...args)),
    readStream: (...args) => Effect.suspend(() => current.driver.readStream(...args)),
    readAll: (options) => current.driver.readAll(options),
    head: Effect.suspend(() => current.driver.head)
  }
  return driver
})

/** `folder`: where the process is told what is to happen. The log may be opened by others as well. */
export const openInTrouble = Effect.fnUntraced(function*(filename: string, folder: string) {
  const file = (name: string) => path.join(folder, name)
  const put = (name: string) => Effect.sync(() => fs.writeFileSync(file(name), ""))
  let cutting = false
  const isKilled = (): boolean => {
    if (!cutting) return false
    if (fs.existsSync(file("cut"))) throw new Error("the process lived on after a COMMIT that was to be its last")
    cutting = false
    return true
  }
  const driver = yield* follow(spawnLog(program, filename, folder), isKilled)
  return {
    driver,
    cut: Effect.andThen(put("cut"), Effect.sync(() => void (cutting = true))),
    hold: Effect.as(put("hold"), {
      reached: Effect.promise(async () => {
        while (!fs.existsSync(file("held"))) await setTimeout(1)
      }),
      release: Effect.sync(() => ["hold", "held"].forEach((name) => fs.rmSync(file(name))))
    })
  }
})
