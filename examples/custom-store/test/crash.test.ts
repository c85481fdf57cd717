/** What a folder holds after its programs were killed, and after its files were hurt. */
import type { RecordedRaw } from "@dateline/eventsourcing/EventStoreDriver"
import * as Expected from "@dateline/eventsourcing/Expected"
import { Commits } from "@dateline/eventsourcing/testing"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import * as FileEventStore from "../src/FileEventStore.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

const program = path.join(import.meta.dirname, "support/writeUntilKilled.ts")

/** Lets a program write until it has said `ack` so often, kills it, and answers the ids of what it said. */
const writeAndKill = (folder: string, round: number, acks: number, mode: string) =>
  Effect.promise(() =>
    new Promise<{ readonly tried: ReadonlyArray<string>; readonly acked: ReadonlyArray<string> }>((resolve, reject) => {
      const argv = ["--conditions=source", "--disable-warning=ExperimentalWarning", program, folder, `r${round}`, mode]
      const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "pipe"] })
      let [said, complaints] = ["", ""]
      const ids = (word: string) => [...said.matchAll(new RegExp(`^${word} (.*)\n`, "gm"))].map(([, id = ""]) => id)
      child.stderr.on("data", (text) => complaints += text)
      child.stdout.on("data", (text) => {
        said += text
        if (ids("ack").length >= acks) child.kill("SIGKILL")
      })
      child.on(
        "close",
        (_, signal) =>
          signal === "SIGKILL" ? resolve({ tried: ids("try"), acked: ids("ack") }) : reject(new Error(complaints))
      )
    })
  )

const openFolder = (folder: string) => FileEventStore.make({ folder })

type Events = ReadonlyArray<RecordedRaw>

const groupBy = (events: Events, key: (event: RecordedRaw) => string): ReadonlyMap<string, Events> => {
  const groups = new Map<string, Array<RecordedRaw>>()
  for (const event of events) {
    const group = groups.get(key(event))
    if (group) group.push(event)
    else groups.set(key(event), [event])
  }
  return groups
}

/** Kills so many writers of one folder, and says what the log then lacks or has in part. */
const findings = Effect.fnUntraced(function*(rounds: number, mode = "") {
  const folder = yield* temporaryFolder
  const acked: Array<string> = []
  let inFlight = 0
  for (let round = 1; round <= rounds; round++) {
    const said = yield* writeAndKill(folder, round, 20 + 37 * round, mode)
    acked.push(...said.acked)
    if (said.tried.length > said.acked.length) inFlight++
  }
  const events = yield* Commits.all(yield* openFolder(folder))
  const sizes = groupBy(events, (event) => event.commit.id)
  const streams = groupBy(events, (event) => event.stream)
  return {
    inFlight,
    acked: acked.length,
    lost: acked.filter((id) => !sizes.has(id)),
    partial: [...sizes].filter(([, own]) => own.length !== own[0]!.commit.size).map(([id]) => id),
    gaps: [...streams.values()].filter((own) => own.some(({ version }, place) => version !== place + 1)).length
  }
})

describe("a program killed while it writes", () => {
  it.live("has lost nothing that it acknowledged, and left nothing in part", () =>
    Effect.gen(function*() {
      const found = yield* findings(10)
      expect(found).toMatchObject({ lost: [], partial: [], gaps: 0, inFlight: 10 })
      expect(found.acked).toBeGreaterThan(2000)
    }), 60_000)

  it.live("is found out if it acknowledges before it has written", () =>
    Effect.gen(function*() {
      const found = yield* findings(3, "lying")
      expect(found.lost.length).toBeGreaterThanOrEqual(3) // one in each round, at the least
    }), 60_000)
})

const note = (id: string) => Commits.commit(id, [Commits.append("note-1", Expected.any, `${id}!`)])

/** A folder with three commits, closed; and its file. */
const threeNotes = Effect.gen(function*() {
  const folder = yield* temporaryFolder
  yield* Effect.scoped(Effect.gen(function*() {
    const driver = yield* openFolder(folder)
    for (const id of ["one", "two", "three"]) yield* driver.commit(note(id))
  }))
  return { folder, file: path.join(folder, "events.log") }
})

const ids = (folder: string) =>
  Effect.scoped(
    Effect.map(Effect.flatMap(openFolder(folder), Commits.all), (all) => all.map(({ commit }) => commit.id))
  )

describe("a file that was hurt", () => {
  it.live("wherever its last record was cut off, it opens with the ones before, and takes new ones", () =>
    Effect.gen(function*() {
      const { file, folder } = yield* threeNotes
      const whole = fs.readFileSync(file)
      const last = whole.lastIndexOf("\n", -2) + 1
      for (let length = last; length < whole.length; length += 7) {
        fs.writeFileSync(file, whole.subarray(0, length))
        expect(yield* ids(folder)).toEqual(["one", "two"])
        yield* Effect.scoped(Effect.flatMap(openFolder(folder), (driver) => driver.commit(note("again"))))
        expect(yield* ids(folder)).toEqual(["one", "two", "again"])
      }
    }))

  it.live("a byte changed in any acknowledged record keeps it from opening, and the place is named", () =>
    Effect.gen(function*() {
      const { file, folder } = yield* threeNotes
      const whole = fs.readFileSync(file)
      const second = whole.indexOf("\n") + 1
      for (const at of [0, second + 3, second + 40, whole.length - 2]) {
        const hurt = Buffer.from(whole)
        hurt[at] = hurt[at]! ^ 1
        fs.writeFileSync(file, hurt)
        const start = whole.subarray(0, at).lastIndexOf("\n") + 1
        const fault = yield* Effect.flip(ids(folder))
        expect(String(fault)).toContain(
          `is damaged in the ${whole.indexOf("\n", at) + 1 - start} bytes from byte ${start} on`
        )
      }
      fs.writeFileSync(file, whole)
      expect(yield* ids(folder)).toEqual(["one", "two", "three"])
    }))

  it.live("a byte changed while the log is open is found when it is read", () =>
    Effect.gen(function*() {
      const { file, folder } = yield* threeNotes
      const driver = yield* openFolder(folder)
      const handle = fs.openSync(file, "r+")
      fs.writeSync(handle, "#", fs.readFileSync(file).length - 9)
      fs.closeSync(handle)
      const fault = yield* Effect.flip(Commits.all(driver))
      expect(fault).toMatchObject({ _tag: "StoreFault", cause: { _tag: "DamagedRecord" } })
      expect((yield* driver.readStream("note-1", 0, 2, "forward")).length).toBe(2)
    }))
})

it.live("a folder has one program at a time", () =>
  Effect.gen(function*() {
    const folder = yield* temporaryFolder
    const second = yield* Effect.scoped(Effect.andThen(openFolder(folder), Effect.flip(openFolder(folder))))
    expect(second).toMatchObject({ _tag: "StoreFault", cause: { _tag: "FolderInUse" } })
    fs.writeFileSync(path.join(folder, "lock"), String(process.ppid))
    expect(yield* Effect.flip(openFolder(folder))).toMatchObject({ cause: { _tag: "FolderInUse" } })
    fs.rmSync(path.join(folder, "lock"))
    expect(yield* ids(folder)).toEqual([])
  }))
