import { EventStore } from "@dateline/eventsourcing/EventStore"
import { KeyVault } from "@dateline/eventsourcing/KeyVault"
import * as Views from "@dateline/eventsourcing/Views"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { spawn } from "node:child_process"
import { once } from "node:events"
import * as path from "node:path"
import { createInterface } from "node:readline"
import * as SqliteEventStore from "../../src/SqliteEventStore.ts"
import * as SqliteViewStore from "../../src/SqliteViewStore.ts"
import { temporaryFolder } from "../support/temporaryFolder.ts"
import { Notes, request, Tallies } from "./Notes.ts"

const main = path.join(import.meta.dirname, "../support/runViews.ts")

/** A program of its own that runs the views. */
const runViews = Effect.fnUntraced(function*(filename: string) {
  const env = { ...process.env, NODE_COMPILE_CACHE: path.join(path.dirname(filename), "compiled") }
  const child = yield* Effect.acquireRelease(
    Effect.sync(() =>
      spawn(process.execPath, ["--conditions=source", main, filename], { env, stdio: ["ignore", "pipe", "inherit"] })
    ),
    (running) => Effect.sync(() => running.kill("SIGKILL"))
  )
  const lines = createInterface({ input: child.stdout })
  const said: Array<string> = []
  lines.on("line", (line) => said.push(line))
  const last = (isKind: (line: string) => boolean): string => said.findLast(isKind) ?? ""
  return {
    /** Waits until this is the last thing that it said of its kind. */
    says: (isIt: (line: string) => boolean) =>
      Effect.promise(async () => {
        const isPlace = (line: string): boolean => line.startsWith("at ")
        while (!isIt(last(isPlace)) && !isIt(last((line) => !isPlace(line)))) await once(lines, "line")
      }),
    signal: (name: NodeJS.Signals) => Effect.sync(() => child.kill(name))
  }
})

type Runner = Effect.Success<ReturnType<typeof runViews>>

const state = (wanted: string) => (line: string) => line === wanted
const reaches = (position: number) => (line: string) => line.startsWith("at ") && Number(line.slice(3)) >= position

const write = Effect.fnUntraced(function*(run: number) {
  const store = yield* EventStore
  const commits = yield* Effect.forEach(
    Array.from({ length: 30 }, (_, n) => request(run, n % 3, Math.floor(n / 3))),
    (one) => store.commit(one),
    { concurrency: "unbounded" }
  )
  return Math.max(...commits.map(({ position }) => position))
})

const findings = Effect.gen(function*() {
  const store = yield* EventStore
  const pages = yield* Stream.runCollect(store.readAll({ families: [Notes] }))
  const versions = new Map<string, number>()
  for (const event of pages.flatMap(({ events }) => events)) versions.set(Tallies.keys(event)[0]!, event.version)
  const tallies = yield* Views.getMany(Tallies, [...versions.keys()])
  return [...versions].filter(([key, version]) =>
    tallies.get(key)?.version !== version || tallies.get(key)?.count !== version
  )
})

describe("several processes that run the views of one file", () => {
  it.live(
    "take over from one that is killed and from one that stands still, and every event counts once",
    () =>
      Effect.gen(function*() {
        const filename = path.join(yield* temporaryFolder, "newsroom.db")
        const layer = Layer.provideMerge(
          EventStore.layer,
          Layer.mergeAll(SqliteEventStore.layer({ filename }), SqliteViewStore.layer({ filename }), KeyVault.layerNone)
        )
        yield* Effect.gen(function*() {
          const begun = yield* write(1)
          const first: Runner = yield* runViews(filename)
          yield* first.says(state("following"))
          const second = yield* runViews(filename)
          yield* second.says(state("standby"))
          yield* first.says(reaches(begun))

          const beforeKill = yield* write(2)
          yield* first.signal("SIGKILL")
          yield* second.says(state("following"))
          yield* second.says(reaches(beforeKill))

          const third = yield* runViews(filename)
          yield* third.says(state("standby"))
          yield* second.signal("SIGSTOP")
          const whileStopped = yield* write(3)
          yield* third.says(state("following"))
          yield* third.says(reaches(whileStopped))
          yield* second.signal("SIGCONT")
          yield* second.says(state("standby"))
          yield* third.says(reaches(yield* write(4)))
          assert.deepStrictEqual(yield* findings, [])
        }).pipe(Effect.provide(layer))
      }),
    60_000
  )
})
